#include "tinytorch/tensor/memory.h"

#include <cstdint>
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

}  // namespace
}  // namespace tinytorch
