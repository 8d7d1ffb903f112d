// Which loads of some instructions for aarch64 hang on their own last value, as
// in a walk along a list: each waits for the one before, whatever the processor
// does out of order. Others can be under way side by side.
#ifndef TOOLCHAINS_BOARD_CHAINED_LOADS_H_
#define TOOLCHAINS_BOARD_CHAINED_LOADS_H_

#include <cstdint>
#include <vector>

namespace olympics {

// Whether an instruction loads or stores.
inline bool AccessesMemory(uint32_t instruction) {
  return (instruction & 0x0a000000) == 0x08000000;
}

// Of instructions that follow each other and are taken to be repeated, one word
// each, whether that one is such a load. Only what general registers carry is
// followed: an address that goes through memory or a vector is not. No more
// than the first 64 loads are looked at.
//
//   ChainedLoads({0xf9400000})   // ldr x0, [x0]: {true}
std::vector<bool> ChainedLoads(const std::vector<uint32_t>& instructions);

}  // namespace olympics

#endif  // TOOLCHAINS_BOARD_CHAINED_LOADS_H_
