// Time on a board that is emulated.
//
// Such a board's clock counts instructions and knows nothing of memory. Where
// its emulator models caches (toolchains/board/cache_plugin.cc), it also says
// how long a program would have stood still for what was not in them, and that
// time belongs to the program's. On every other machine there is none.
//
//   JoinBoard();                         // first of all
//   BoardTimer timer;                    // from here on misses count
//   Ask();
//   double seconds = 1e-9 * timer.Read().nanoseconds;
#ifndef GRADER_CLOCK_BOARD_TIMER_H_
#define GRADER_CLOCK_BOARD_TIMER_H_

#include <chrono>
#include <cstdint>

namespace olympics {

// Asks whether the machine's caches are modelled, for this process. Of a
// board's processes only the first that asks is told, so a grader does before
// it starts any program; whoever asks again, in this process, gets the same
// answer.
bool JoinBoard();

// What the model has counted since it was first asked to count.
struct ModelledMisses {
  double stall_seconds = 0;
  int64_t data = 0;          // lines that were not in the first level
  int64_t instructions = 0;  // the same, of instructions
  int64_t memory_lines = 0;  // lines that came from memory
};
// All zero where nothing is modelled.
ModelledMisses ReadModelledMisses();

// Measures while it lives: the machine's clock, and misses where they are
// modelled. One at a time; what runs meanwhile counts, whoever it is.
class BoardTimer {
 public:
  BoardTimer();
  ~BoardTimer();
  BoardTimer(const BoardTimer&) = delete;
  BoardTimer& operator=(const BoardTimer&) = delete;

  // Since it was made.
  struct Reading {
    int64_t nanoseconds = 0;        // of both
    int64_t stall_nanoseconds = 0;  // the misses' part of it
  };
  Reading Read() const;

 private:
  int64_t stall_ps_;
  std::chrono::steady_clock::time_point start_;
};

}  // namespace olympics

#endif  // GRADER_CLOCK_BOARD_TIMER_H_
