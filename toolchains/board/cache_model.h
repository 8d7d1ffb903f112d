// What a Cortex-A72's caches make memory cost, as a model: which lines are in
// them, and how long a program stands still for those that are not. It knows
// nothing of an emulator.
//
//   CacheModel model;
//   model.Load({.index = 7, .line = 7}, instruction);
//   model.StallPicoseconds(instruction);   // 135,000 for a line from memory
//
// Sizes are those of the BCM2711 of a Raspberry Pi 4B (Arm Cortex-A72 MPCore
// Processor TRM, r0p3: first-level data cache of 32 KiB in 2 ways, instructions
// 48 KiB in 3, second level of 1 MiB in 16, lines of 64 bytes, TLBs of 32 and
// 1024 entries). What misses cost is of published measurements:
//   - Arm Cortex-A72 Software Optimization Guide: a load gives its value to the
//     next after four cycles;
//   - ThomasKaiser/sbc-bench, results/reviews/RPi-4B-Rev1.1.md (1.5 GHz): a
//   chain
//     of loads through 16 MiB takes 153 ns each, eight chains side by side 189
//     ns for eight: six misses are under way at once;
//   - the same, results/1iFz.txt (tinymembench on another Cortex-A72, 1.8 GHz,
//     large pages): 8.5 ns more than the first level at 512 KiB, 16 cycles;
//     with small pages 2.8 ns more there, 23 ns more at 64 MiB: the TLBs;
//   - sci-pi.org.uk/bench/stream.html: STREAM copies 5.5 GB/s on the board: a
//   line
//     in 12 ns.
#ifndef TOOLCHAINS_BOARD_CACHE_MODEL_H_
#define TOOLCHAINS_BOARD_CACHE_MODEL_H_

#include <array>
#include <cstdint>
#include <vector>

namespace olympics {

// In picoseconds, but for the counts.
struct CacheCosts {
  int64_t instruction = 1000;
  // Of a load whose address the same load gave before, in the first level: four
  // cycles, of which an instruction's time has gone by.
  int64_t chained_hit = 1667;
  int64_t second_level = 11'000;
  int64_t memory = 135'000;
  // How long a line keeps the memory's bus.
  int64_t bus = 12'000;
  int64_t second_tlb = 4'500;
  int64_t page_walk = 25'000;
  // How many instructions go on past a load that has not come, and how many
  // misses are under way at once.
  int64_t window = 128;
  int under_way = 6;
};

// A cache of lines: each set keeps the latest `ways`.
class LineCache {
 public:
  // `sets` must be a power of two.
  LineCache(int sets, int ways);

  struct Fill {
    bool hit = false;
    bool dropped_dirty = false;  // a line that was written made room
    uint64_t dropped = 0;        // that line
  };
  // Looks a line up in the set of `index`, and makes it that set's latest. A
  // written line stays dirty until it is dropped.
  Fill Touch(uint64_t index, uint64_t line, bool write);
  // Marks a line as written if it is there.
  void Dirty(uint64_t index, uint64_t line);

 private:
  struct Way {
    uint64_t line = ~uint64_t{0};
    bool dirty = false;
  };
  const uint64_t mask_;
  const int ways_;
  std::vector<Way> lines_;  // of each set, latest first
};

// Finds walks of equal steps among missed lines, as the processor's prefetcher
// does: from the third line on it has the next one fetched before it is asked
// for. It does not look beyond a page of 4 KiB.
class StrideFinder {
 public:
  // Whether this missed line was foreseen.
  bool Foresees(uint64_t line);

 private:
  struct Walk {
    uint64_t last = 0;
    int64_t step = 0;
    int steps = 0;
    uint64_t used = 0;  // when
  };
  std::array<Walk, 8> walks_;
  uint64_t now_ = 0;
};

class CacheModel {
 public:
  explicit CacheModel(const CacheCosts& costs = {});

  // A line of 64 bytes: of the program's addresses, which chooses the set of
  // the first level, and of memory's, which says what it is.
  struct Line {
    uint64_t index = 0;
    uint64_t line = 0;
    bool chained = false;    // a load whose address hangs on its own last value
    bool translated = true;  // by the TLBs; false: a kernel's large pages
  };

  // The program's line `index` is the latest of its set: a load or, where it
  // was written before, a store of it changes nothing.
  bool IsLatest(uint64_t index) const {
    return latest_[index % latest_.size()] == index;
  }
  // The same of a line that has been written.
  bool IsLatestWritten(uint64_t index) const {
    return IsLatest(index) && written_[index % written_.size()];
  }
  // Forgets which are, as addresses now mean others. The caches keep their
  // lines.
  void ForgetLatest();

  // One access, by the instruction of that number; numbers never fall.
  void Load(const Line& line, int64_t instruction);
  void Store(const Line& line, int64_t instruction);
  void Fetch(uint64_t line, int64_t instruction);
  // A chained load of the latest line.
  void ChainedHit() { stall_ += costs_.chained_hit; }

  // How long the program has stood still up to that instruction; waits for what
  // is under way.
  int64_t StallPicoseconds(int64_t instruction);

  struct Counts {
    int64_t data_misses = 0;
    int64_t instruction_misses = 0;
    int64_t memory_lines = 0;  // fetched from memory
    int64_t foreseen = 0;
  };
  const Counts& counts() const { return counts_; }

 private:
  struct UnderWay {
    int64_t instruction;
    int64_t ready;
    bool store;
  };
  int64_t Now(int64_t instruction) const {
    return instruction * costs_.instruction + stall_;
  }
  void WaitUntil(int64_t when, int64_t instruction);
  // Lets loads come that the program can go on without no longer.
  void Retire(int64_t instruction);
  // Waits for the first of those under way where no other can be.
  void MakePlace(int64_t instruction);
  // When the line comes that the second level is asked for.
  int64_t Ask(uint64_t line, bool write, bool foreseen, int64_t extra,
              int64_t now);
  int64_t Translate(const Line& line);
  void Latest(uint64_t index, bool written);
  // True: it was in the first level.
  bool Touch(const Line& line, bool write);

  const CacheCosts costs_;
  LineCache data_, instructions_, second_;
  LineCache first_tlb_, second_tlb_;
  StrideFinder walks_;
  std::array<uint64_t, 256> latest_;
  std::array<bool, 256> written_{};
  std::vector<UnderWay> under_way_;
  int64_t stall_ = 0;
  int64_t bus_free_ = 0;
  uint64_t fetched_ = 0;
  Counts counts_;
};

}  // namespace olympics

#endif  // TOOLCHAINS_BOARD_CACHE_MODEL_H_
