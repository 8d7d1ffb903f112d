// How a program on the emulated board and the plugin of its emulator speak with
// each other: by a page of the program's memory, at whose begin a StallPage
// lies, and one instruction, a store of two registers that no compiler writes.
//
// The first program of a board whose page says kHello is given a token, and is
// the only one that is answered from then on: later ones say the token, which
// none but the first knows. The others' stores are stores.
#ifndef TOOLCHAINS_BOARD_STALL_PAGE_H_
#define TOOLCHAINS_BOARD_STALL_PAGE_H_

#include <cstdint>

namespace olympics {

struct StallPage {
  // Stored by the instruction.
  uint64_t request;  // 4 * a number that changes + a StallCommand
  uint64_t token;    // kHello, or what was given
  // The answer, there right after the instruction.
  uint64_t answered;  // the request
  uint64_t given;     // the token, in the answer to kHello alone
  int64_t stall_ps;   // time stood still for memory, while it was counted
  int64_t data_misses;
  int64_t instruction_misses;
  int64_t memory_lines;
};

// "stalls?", as text.
constexpr uint64_t kStallHello = 0x3f736c6c6174732eu;

enum class StallCommand : uint64_t { kRead = 0, kCount = 1, kStop = 2 };

// stnp x19, x7, [x23, #-504], with the page's begin 504 bytes before x23.
constexpr uint32_t kStallInstruction = 0xa8209ef3u;
constexpr int kStallOffset = 504;

}  // namespace olympics

#endif  // TOOLCHAINS_BOARD_STALL_PAGE_H_
