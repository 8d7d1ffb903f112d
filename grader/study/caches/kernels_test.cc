#include "grader/study/caches/kernels.h"

#include <cstdint>
#include <set>
#include <vector>

#include "gtest/gtest.h"

namespace olympics {
namespace {

TEST(KernelsTest, ARingGoesThroughEveryLineOnce) {
  const std::vector<uint64_t> ring = MakeRing(64 * 100, 7);
  std::set<uint64_t> seen;
  uint64_t at = 0;
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(at % 8, 0u);
    EXPECT_TRUE(seen.insert(at).second);
    at = ring[at];
  }
  EXPECT_EQ(at, 0u);
}

TEST(KernelsTest, AChaseOfAllStepsEndsWhereItBegan) {
  const std::vector<uint64_t> ring = MakeRing(64 * 64, 7);
  EXPECT_EQ(Chase(ring, 64), 0u);
  EXPECT_NE(Chase(ring, 8), 0u);
  // Of eight starts, each on a line of its own, all come back.
  EXPECT_EQ(ChaseEight(ring, 8 * 64), 8u * (0 + 1 + 2 + 3 + 4 + 5 + 6 + 7) * 8);
}

TEST(KernelsTest, SumsAreRight) {
  std::vector<uint64_t> values(64);
  for (uint64_t i = 0; i < 64; ++i) values[i] = i;
  EXPECT_EQ(ReadInOrder(values), 2016u);
  EXPECT_EQ(ReadInSteps(values, 16), 0u + 16 + 32 + 48);
  EXPECT_EQ(LookUp(std::vector<uint64_t>(16, 3), 10), 30u);
}

TEST(KernelsTest, ProductsInBlocksAreThePlainOnes) {
  constexpr int kN = 8;
  std::vector<float> a(kN * kN), b(kN * kN);
  for (int i = 0; i < kN * kN; ++i) {
    a[i] = static_cast<float>(i % 5);
    b[i] = static_cast<float>(i % 7);
  }
  std::vector<float> plain(kN * kN), blocked(kN * kN);
  MultiplyPlain(a.data(), b.data(), plain.data(), kN, kN);
  MultiplyBlocked(a.data(), b.data(), blocked.data(), kN, 4, kN);
  EXPECT_EQ(plain, blocked);
  EXPECT_EQ(plain[0],
            0 * 0 + 1 * 1 + 2 * 2 + 3 * 3 + 4 * 4 + 0 * 5 + 1 * 6 + 2 * 0.f);
}

}  // namespace
}  // namespace olympics
