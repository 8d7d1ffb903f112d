#include "toolchains/board/chained_loads.h"

#include <array>
#include <cstddef>

namespace olympics {
namespace {

// Bits of an instruction, named as in the Arm Architecture Reference Manual's
// chapter "A64 instruction set encoding".
uint32_t Bits(uint32_t word, int high, int low) {
  return word >> low & ((1u << (high - low + 1)) - 1);
}

// Of which loads' last values a register was computed.
using Loads = uint64_t;

class Registers {
 public:
  Loads Get(uint32_t r) const { return of_[r]; }
  void Set(uint32_t r, Loads loads) {
    if (r != kZero) of_[r] = loads;
  }

 private:
  // As a source it is the stack pointer or zero: neither hangs on a load.
  static constexpr uint32_t kZero = 31;
  std::array<Loads, 32> of_{};
};

// Of a load or store: which registers make the address, and which are loaded.
struct Access {
  bool load = false;
  std::vector<uint32_t> address, loaded;
};

Access AccessOf(uint32_t word) {
  Access a;
  const bool vector = Bits(word, 26, 26) == 1;
  const uint32_t first = Bits(word, 4, 0), second = Bits(word, 14, 10);
  a.address = {Bits(word, 9, 5)};
  switch (Bits(word, 29, 28)) {
    case 0:  // exclusive and ordered; of several vectors
      a.load = Bits(word, 22, 22) == 1;
      if (!vector && a.load) a.loaded = {first};
      break;
    case 1:  // beside the program; what is there is no address
      a.address.clear();
      a.load = !vector && Bits(word, 31, 30) != 3;
      if (a.load) a.loaded = {first};
      break;
    case 2:  // pairs
      a.load = Bits(word, 22, 22) == 1;
      if (!vector && a.load) a.loaded = {first, second};
      break;
    default: {
      const uint32_t opc = Bits(word, 23, 22);
      const bool prefetch = !vector && Bits(word, 31, 30) == 3 && opc == 2;
      const bool by_register = Bits(word, 24, 24) == 0 &&
                               Bits(word, 21, 21) == 1 &&
                               Bits(word, 11, 10) == 2;
      a.load = !prefetch && (vector ? (opc & 1) == 1 : opc != 0);
      if (by_register) a.address.push_back(Bits(word, 20, 16));
      if (!vector && a.load) a.loaded = {first};
    }
  }
  return a;
}

// What a computation leaves in the register that it writes.
void Compute(uint32_t word, Registers& registers) {
  const uint32_t to = Bits(word, 4, 0), n = Bits(word, 9, 5),
                 m = Bits(word, 20, 16), a = Bits(word, 14, 10);
  if (Bits(word, 28, 26) == 4) {  // with a number
    const uint32_t op = Bits(word, 25, 23);
    if (op <= 1) {  // where the program is
      registers.Set(to, 0);
    } else if (op == 5) {  // a number alone, or a part of one
      if (Bits(word, 30, 29) != 3) registers.Set(to, 0);
    } else {
      const Loads other = op == 7 ? registers.Get(m) : 0;
      registers.Set(to, registers.Get(n) | other);
    }
  } else if (Bits(word, 27, 25) == 5) {  // with registers
    const bool compares = Bits(word, 28, 21) == 0xd2;
    const bool three = Bits(word, 28, 24) == 0x1b;
    const bool one = Bits(word, 30, 30) == 1 && Bits(word, 28, 21) == 0xd6;
    if (compares) return;
    registers.Set(to, registers.Get(n) | (one ? 0 : registers.Get(m)) |
                          (three ? registers.Get(a) : 0));
  }
}

}  // namespace

std::vector<bool> ChainedLoads(const std::vector<uint32_t>& instructions) {
  std::vector<bool> chained(instructions.size());
  Registers registers;
  // In the second round registers hold what the first left.
  for (int round = 0; round < 2; ++round) {
    int load = 0;
    for (size_t i = 0; i < instructions.size(); ++i) {
      const uint32_t word = instructions[i];
      if (!AccessesMemory(word)) {
        Compute(word, registers);
        continue;
      }
      const Access access = AccessOf(word);
      if (!access.load || load >= 64) {
        for (const uint32_t r : access.loaded) registers.Set(r, 0);
        continue;
      }
      const Loads self = Loads{1} << load++;
      Loads from = 0;
      for (const uint32_t r : access.address) from |= registers.Get(r);
      if ((from & self) != 0) chained[i] = true;
      // What it hangs on came before it, so its value hangs on that too.
      for (const uint32_t r : access.loaded) registers.Set(r, from | self);
    }
  }
  return chained;
}

}  // namespace olympics
