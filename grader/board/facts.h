// What a board says of itself, and whether a category can be graded on it.
#ifndef GRADER_BOARD_FACTS_H_
#define GRADER_BOARD_FACTS_H_

#include <string>

#include "categories/category.pb.h"
#include "grader/report/grade.pb.h"

namespace olympics {

// Reads them from the kernel's files and, for the throttling bits where those
// have none, from the command vcgencmd. What a board does not have stays empty.
// `root` is where the system's files are, "" for here; then no command is run.
// `disk` is a folder on the disk whose room counts.
BoardFacts ReadBoardFacts(const std::string& disk,
                          const std::string& root = "");

// Why a run cannot start on it, in one sentence; "" where it can. An emulated
// board stands for any model.
std::string Unfit(const BoardFacts& facts, const Board& wanted);

// How it slowed itself down between `before` and `after`; "" if it did not.
// What had occurred before and did not again does not count.
std::string Throttled(const BoardFacts& before, const BoardFacts& after);

// In words, "under-voltage, throttled", of the bits 0 to 3.
std::string ThrottledText(uint32_t bits);

// The number in "throttled=0x50005" or "50005"; 0 where there is none.
uint32_t ParseThrottled(const std::string& text);

}  // namespace olympics

#endif  // GRADER_BOARD_FACTS_H_
