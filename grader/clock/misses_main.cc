// Shows on the emulated board that misses cost time, that only the first
// process that asks is told and obeyed, and that another neither stops the
// counting nor changes what was counted. Ends with 0 if all of it holds.
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <cstdio>
#include <vector>

#include "grader/clock/board_timer.h"
#include "toolchains/board/stall_page.h"

namespace olympics {
namespace {

int failures = 0;

void Check(bool holds, const char* promise) {
  std::printf("%s: %s\n", holds ? "ok" : "FAILED", promise);
  failures += !holds;
}

// Reads a number of every line, `rounds` times, each by what the last one held.
uint64_t Walk(const std::vector<uint64_t>& lines, int rounds) {
  uint64_t at = 0;
  for (int round = 0; round < rounds; ++round) {
    for (size_t i = 0; i < lines.size(); i += 8) {
      // All are 0: an address that is known late, in steps that nobody
      // foresees.
      at = lines[(i * 1237 + at) % lines.size()];
    }
  }
  return at;
}

// Reads a number of every line in the same order, by addresses known early.
uint64_t Visit(const std::vector<uint64_t>& lines) {
  uint64_t sum = 0;
  for (size_t i = 0; i < lines.size(); i += 8) {
    sum += lines[i * 1237 % lines.size()];
  }
  return sum;
}

double StallOf(const std::vector<uint64_t>& lines, int rounds) {
  const BoardTimer timer;
  if (Walk(lines, rounds) != 0) return -1;
  return 1e-9 * static_cast<double>(timer.Read().stall_nanoseconds);
}

// What a program can try that knows all of this: the emulator's answer.
uint64_t Try(StallPage* page, StallCommand command,
             [[maybe_unused]] uint64_t token) {
  [[maybe_unused]] const uint64_t request =
      4 * 1000 + static_cast<uint64_t>(command);
  page->answered = 0;
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
  return page->answered;
}

StallPage* NewPage() {
  return static_cast<StallPage*>(mmap(nullptr, 4096, PROT_READ | PROT_WRITE,
                                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
}

// Of another process: how many of its questions were answered.
int Attack() {
  StallPage* const page = NewPage();
  page->request = 0;
  int answered = 0;
  for (const StallCommand command :
       {StallCommand::kRead, StallCommand::kStop, StallCommand::kCount}) {
    for (const uint64_t token :
         {kStallHello, uint64_t{0}, uint64_t{1}, ~uint64_t{0}}) {
      answered += Try(page, command, token) != 0;
    }
  }
  return answered + (page->given != 0);
}

// Runs it in a child process that is there until the end, as a submission is.
int AttackFromAChild() {
  const pid_t child = fork();
  if (child == 0) _exit(Attack());
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int Main() {
  Check(JoinBoard(), "the first process that asks is told");
  Check(Attack() == 0, "in the same process a second greeting is not answered");

  const std::vector<uint64_t> small(1024), large(4 << 17);
  const double warm = StallOf(small, 10);
  const double in_cache = StallOf(small, 100);
  const double in_memory = StallOf(large, 1);
  std::printf("stood still: %.6f s, %.6f s in the caches, %.6f s beyond\n",
              warm, in_cache, in_memory);
  const double lines_small = 100 * 128, lines_large = 65536;
  Check(in_cache / lines_small < 20e-9, "what the caches hold costs little");
  Check(in_memory / lines_large > 50e-9, "what they do not hold costs much");

  double side_by_side = 0;
  {
    const BoardTimer timer;
    const uint64_t sum = Visit(large);
    side_by_side = 1e-9 * static_cast<double>(timer.Read().stall_nanoseconds);
    Check(sum == 0 && side_by_side > 0 && side_by_side < 0.5 * in_memory,
          "misses that need not wait for each other cost less");
  }

  const ModelledMisses before = ReadModelledMisses();
  Check(AttackFromAChild() == 0, "another process is not answered");
  const ModelledMisses after = ReadModelledMisses();
  Check(
      before.stall_seconds == after.stall_seconds && before.data == after.data,
      "it changes nothing that was counted");
  {
    const BoardTimer timer;
    const int answered = AttackFromAChild();
    const int64_t stall = timer.Read().stall_nanoseconds;
    Check(answered == 0 && Walk(large, 1) == 0, "nor while it is counted");
    Check(static_cast<double>(timer.Read().stall_nanoseconds - stall) >
              0.5e9 * in_memory,
          "and cannot stop the counting");
  }
  const ModelledMisses stopped = ReadModelledMisses();
  Check(Walk(large, 1) == 0 && ReadModelledMisses().data == stopped.data,
        "what nobody times is not counted");

  // After a fork the page is another one, of the same address.
  const pid_t child = fork();
  if (child == 0) {
    pause();
    _exit(0);
  }
  Check(StallOf(large, 1) > 0.5 * in_memory, "a page that moved is answered");
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  return failures == 0 ? 0 : 1;
}

}  // namespace
}  // namespace olympics

int main() { return olympics::Main(); }
