#include "tinytorch/acceleration/parallel.h"

#include <atomic>
#include <set>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "tinytorch/acceleration/gemm.h"

namespace tinytorch {
namespace {

class ParallelTest : public ::testing::TestWithParam<int> {
 protected:
  void SetUp() override { set_num_threads(GetParam()); }
  void TearDown() override { set_num_threads(1); }
};

TEST_P(ParallelTest, EveryTurnRunsExactlyOnce) {
  for (const int64_t n : {0, 1, 7, 100, 1000}) {
    for (const int64_t grain : {1, 16, 5000}) {
      std::vector<std::atomic<int>> seen(n);
      parallel_for(0, n, grain, [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i) ++seen[i];
      });
      for (const auto& s : seen) ASSERT_EQ(s, 1);
    }
  }
}

TEST_P(ParallelTest, ALoopInsideALoopRuns) {
  std::atomic<int> turns{0};
  parallel_for(0, 8, 1, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      parallel_for(0, 5, 1, [&](int64_t from, int64_t to) {
        turns += static_cast<int>(to - from);
      });
    }
  });
  EXPECT_EQ(turns, 40);
}

TEST_P(ParallelTest, LoopsFromSeveralThreadsAllFinish) {
  std::atomic<int64_t> sum{0};
  std::vector<std::thread> callers;
  for (int t = 0; t < 3; ++t) {
    callers.emplace_back([&] {
      for (int round = 0; round < 50; ++round) {
        parallel_for(0, 64, 1,
                     [&](int64_t begin, int64_t end) { sum += end - begin; });
      }
    });
  }
  for (std::thread& t : callers) t.join();
  EXPECT_EQ(sum, 3 * 50 * 64);
}

TEST_P(ParallelTest, GemmGivesTheSameBitsOnAnyNumberOfThreads) {
  const int64_t m = 300, n = 200, k = 500;
  std::vector<float> a(m * k), b(k * n), one(m * n), many(m * n);
  for (size_t i = 0; i < a.size(); ++i) a[i] = static_cast<float>(i % 17) / 8;
  for (size_t i = 0; i < b.size(); ++i) b[i] = static_cast<float>(i % 13) / 7;
  Gemm(m, n, k, {a.data(), k, 1}, {b.data(), n, 1}, many.data(), n);
  set_num_threads(1);
  Gemm(m, n, k, {a.data(), k, 1}, {b.data(), n, 1}, one.data(), n);
  EXPECT_EQ(one, many);
}

INSTANTIATE_TEST_SUITE_P(Threads, ParallelTest, ::testing::Values(1, 2, 5));

TEST(ParallelDeathTest, MisuseIsNamed) {
  EXPECT_DEATH(set_num_threads(0), "set_num_threads: 0");
  EXPECT_DEATH(parallel_for(0, 2, 0, [](int64_t, int64_t) {}), "grain 0");
}

}  // namespace
}  // namespace tinytorch
