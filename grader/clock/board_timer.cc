#include "grader/clock/board_timer.h"

#include <sys/mman.h>

#include <cstdio>
#include <cstdlib>
#include <mutex>

#include "toolchains/board/stall_page.h"

namespace olympics {
namespace {

constexpr size_t kPageBytes = 4096;

// Stores both registers where the emulator sees it; anywhere else they are
// stored, and that is all.
void Tell([[maybe_unused]] volatile StallPage* page,
          [[maybe_unused]] uint64_t request, [[maybe_unused]] uint64_t token) {
#ifdef __aarch64__
  register uint64_t x19 asm("x19") = request;
  register uint64_t x7 asm("x7") = token;
  register uint64_t x23 asm("x23") =
      reinterpret_cast<uint64_t>(page) + kStallOffset;
  asm volatile("stnp x19, x7, [x23, #-504]"
               :
               : "r"(x19), "r"(x7), "r"(x23)
               : "memory");
#endif
}

class Board {
 public:
  static Board& Get() {
    static Board& board = *new Board;
    return board;
  }

  bool joined() const { return token_ != 0; }

  StallPage Ask(StallCommand command) {
    if (!joined()) return {};
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!Answers(command, token_)) {
      std::fprintf(stderr,
                   "the emulated board does not say any more what its caches "
                   "cost; run the test again\n");
      std::abort();
    }
    return *page_;
  }

 private:
  Board() {
    void* const memory = mmap(nullptr, kPageBytes, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return;
    page_ = static_cast<StallPage*>(memory);
    page_->request = 0;  // so that it is there
    if (Answers(StallCommand::kRead, kStallHello)) token_ = page_->given;
    page_->given = 0;
  }

  bool Answers(StallCommand command, uint64_t token) {
    const uint64_t request = 4 * ++asked_ + static_cast<uint64_t>(command);
    Tell(page_, request, token);
    return const_cast<volatile StallPage*>(page_)->answered == request;
  }

  std::mutex mutex_;
  StallPage* page_ = nullptr;
  uint64_t asked_ = 0;
  uint64_t token_ = 0;
};

int64_t StallPs(StallCommand command) {
  return Board::Get().Ask(command).stall_ps;
}

}  // namespace

bool JoinBoard() { return Board::Get().joined(); }

ModelledMisses ReadModelledMisses() {
  const StallPage page = Board::Get().Ask(StallCommand::kRead);
  return {.stall_seconds = 1e-12 * static_cast<double>(page.stall_ps),
          .data = page.data_misses,
          .instructions = page.instruction_misses,
          .memory_lines = page.memory_lines};
}

BoardTimer::BoardTimer()
    : stall_ps_(StallPs(StallCommand::kCount)),
      start_(std::chrono::steady_clock::now()) {}

BoardTimer::~BoardTimer() { StallPs(StallCommand::kStop); }

BoardTimer::Reading BoardTimer::Read() const {
  const int64_t passed = std::chrono::duration_cast<std::chrono::nanoseconds>(
                             std::chrono::steady_clock::now() - start_)
                             .count();
  const int64_t stall = (StallPs(StallCommand::kRead) - stall_ps_) / 1000;
  return {passed + stall, stall};
}

}  // namespace olympics
