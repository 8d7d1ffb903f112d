#include "tinytorch/tensor/memory.h"

#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <limits>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "tinytorch/tensor/tensor.h"

namespace tinytorch {
namespace {

TEST(MemoryTest, BlocksAreOnACacheLineAndLargeEnoughForEverySize) {
  for (size_t bytes = 0; bytes < 5000; bytes += 7) {
    char* block = static_cast<char*>(AllocateBlock(bytes));
    ASSERT_EQ(reinterpret_cast<uintptr_t>(block) % 64, 0u);
    for (size_t i = 0; i < bytes; ++i) block[i] = static_cast<char>(i);
    FreeBlock(block, bytes);
  }
}

TEST(MemoryTest, NoBlockIsLargerThanWhatCanBeAddressed) {
  constexpr size_t kAll = std::numeric_limits<size_t>::max();
  Scratch scratch;
  for (const size_t bytes : {kAll, kAll - 63, kAll - (kAll >> 4), kAll / 2 + 1,
                             kAll / 2, size_t{1} << 62}) {
    EXPECT_EQ(AllocateBlock(bytes), nullptr) << bytes;
    EXPECT_EQ(scratch.Reserve(bytes), nullptr) << bytes;
  }
}

TEST(MemoryTest, BlocksInUseNeverOverlap) {
  std::vector<std::pair<char*, size_t>> blocks;
  for (int round = 0; round < 3; ++round) {
    for (size_t bytes = 1; bytes < 100000; bytes = bytes * 3 / 2 + 1) {
      char* block = static_cast<char*>(AllocateBlock(bytes));
      for (const auto& [other, size] : blocks) {
        ASSERT_TRUE(block + bytes <= other || other + size <= block);
      }
      blocks.emplace_back(block, bytes);
    }
    // Every second one is freed and comes back in the next round.
    for (size_t i = 0; i < blocks.size(); ++i) {
      FreeBlock(blocks[i].first, blocks[i].second);
      blocks.erase(blocks.begin() + static_cast<ptrdiff_t>(i));
    }
  }
  for (const auto& [block, size] : blocks) FreeBlock(block, size);
}

TEST(MemoryTest, AFreedBlockServesTheNextTensorOfItsSize) {
  const float* before = Tensor::ones({1000}).data();
  EXPECT_EQ(Tensor::ones({1000}).data(), before);
}

TEST(MemoryTest, ALargeBlockThatOneThreadFreedServesAnother) {
  const float* before = nullptr;
  {
    const Tensor t = Tensor::ones({123457});
    before = t.data();
  }
  const float* after = nullptr;
  std::thread([&] { after = Tensor::ones({123457}).data(); }).join();
  EXPECT_EQ(after, before);
}

TEST(MemoryTest, PeakIsTheMostInUseAtOnce) {
  reset_peak_memory();
  const int64_t start = memory_stats().in_use;
  {
    const Tensor a = Tensor::ones({1024, 256});
    const Tensor b = Tensor::ones({1024, 256});
  }
  const Tensor c = Tensor::ones({1024, 256});
  const MemoryStats stats = memory_stats();
  EXPECT_NEAR(static_cast<double>(stats.peak - start), 2 << 20, 4096);
  EXPECT_NEAR(static_cast<double>(stats.in_use - start), 1 << 20, 4096);
}

TEST(MemoryTest, ATensorMayBeFreedByAnotherThreadThanMadeIt) {
  const int64_t start = memory_stats().in_use;
  for (int i = 0; i < 100; ++i) {
    Tensor t;
    std::thread([&] { t = Tensor::ones({100}); }).join();
    std::thread([moved = std::move(t)]() mutable { moved = Tensor(); }).join();
  }
  EXPECT_EQ(memory_stats().in_use, start);
}

// Pages of this process in memory, in bytes.
int64_t Resident() {
  std::ifstream file("/proc/self/statm");
  int64_t all = 0, resident = 0;
  file >> all >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

TEST(EmptyCacheTest, FreedMemoryOfAllSizesGoesBackToTheSystem) {
  std::vector<Tensor> small, large;
  for (int i = 0; i < 2000; ++i) small.push_back(Tensor::ones({1000}));
  // Below glibc's threshold for mappings of their own, which go at once.
  for (int i = 0; i < 200; ++i) large.push_back(Tensor::ones({25000}));
  const Tensor kept = Tensor::full({1000}, 7);  // behind them all
  const int64_t before = Resident();
  small.clear();
  large.clear();
  EXPECT_GT(Resident(), before - (1 << 20)) << "kept, as it should";
  empty_cache();
  EXPECT_LT(Resident(), before - (25 << 20));
  EXPECT_EQ(kept.at({999}), 7);
  // And everything works as before.
  const float* again = Tensor::ones({1000}).data();
  EXPECT_EQ(Tensor::ones({1000}).data(), again);
}

TEST(EmptyCacheTest, BlocksThatAWaitingThreadKeepsGoToo) {
  std::atomic<bool> kept = false, done = false;
  int64_t again = -1;
  std::thread other([&] {
    { const Tensor t = Tensor::ones({1000}); }
    kept = true;
    kept.notify_one();
    done.wait(false);
    const int64_t before = memory_stats().system_allocations;
    { const Tensor t = Tensor::ones({1000}); }
    again = memory_stats().system_allocations - before;
  });
  kept.wait(false);
  empty_cache();
  done = true;
  done.notify_one();
  other.join();
  EXPECT_GT(again, 0) << "the thread still had a block";
}

TEST(EmptyCacheTest, ScratchGoesAndComesBack) {
  Scratch a, b;
  constexpr size_t kBytes = 3 << 20;
  std::memset(a.Reserve(kBytes), 1, kBytes);
  const void* grown = b.Reserve(100);
  EXPECT_EQ(reinterpret_cast<uintptr_t>(grown) % 64, 0u);
  EXPECT_EQ(b.Reserve(50), grown) << "it is large enough";
  const int64_t before = Resident();
  empty_cache();
  EXPECT_LT(Resident(), before - (2 << 20));
  std::memset(a.Reserve(kBytes), 2, kBytes);
}

TEST(EmptyCacheTest, MayBeCalledWhileOthersWork) {
  std::atomic<bool> stop = false;
  std::vector<std::thread> threads;
  std::atomic<int64_t> wrong = 0;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&, i] {
      while (!stop) {
        const float value = static_cast<float>(i);
        const Tensor a = Tensor::full({100}, value);
        const Tensor b = Tensor::full({20000}, value);
        if (a.at({99}) != value || b.at({19999}) != value) ++wrong;
      }
    });
  }
  for (int i = 0; i < 300; ++i) empty_cache();
  stop = true;
  for (std::thread& t : threads) t.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace tinytorch
