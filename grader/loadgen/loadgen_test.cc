#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include "base/statistics.h"
#include "grader/loadgen/schedule.h"
#include "grader/loadgen/statistics.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

struct MinPassing {
  int64_t over;
  double percentile, confidence;
  int64_t under;
};
#include "grader/loadgen/golden.inc"

// Where `golden.inc` looks at 200 of something.
constexpr int kPlaces[] = {0, 1, 2, 3, 99, 199};

TEST(StatisticsTest, EarlyStoppingBoundsAreThoseOfTheBinomialDistribution) {
  for (const MinPassing& g : kMinPassing) {
    EXPECT_EQ(MinPassingQueries(g.over, g.percentile, g.confidence), g.under)
        << g.over << " over at " << g.percentile;
    EXPECT_TRUE(PassesEarlyStopping(g.under + g.over, g.over, g.percentile,
                                    g.confidence));
    EXPECT_FALSE(PassesEarlyStopping(g.under + g.over - 1, g.over, g.percentile,
                                     g.confidence));
  }
}

// The least numbers of queries that MLPerf's rules state.
TEST(StatisticsTest, TheLeastNumbersOfQueriesAreMlperfs) {
  EXPECT_EQ(MinPassingQueries(1, 0.9) + 1, 64);    // SingleStream
  EXPECT_EQ(MinPassingQueries(1, 0.99) + 1, 662);  // MultiStream
}

TEST(StatisticsTest, AnEstimateIsTheLatencyThatTheBoundAllows) {
  std::vector<int64_t> sorted(63);
  std::iota(sorted.begin(), sorted.end(), 0);
  EXPECT_EQ(EarlyStoppingEstimate(sorted, 0.9), std::nullopt);
  EXPECT_EQ(EarlyStoppingEstimate({}, 0.9), std::nullopt);
  sorted.push_back(63);
  EXPECT_EQ(EarlyStoppingEstimate(sorted, 0.9), 63);  // the largest
  for (int64_t n : {100, 1000, 20'000}) {
    sorted.resize(n);
    std::iota(sorted.begin(), sorted.end(), 0);
    const int64_t estimate = *EarlyStoppingEstimate(sorted, 0.9);
    const int64_t over = n - estimate;
    // It passes with so many over it, and would not with one more.
    EXPECT_TRUE(PassesEarlyStopping(n, over, 0.9));
    EXPECT_FALSE(PassesEarlyStopping(n, over + 1, 0.9));
    // Never below the percentile itself, and nearer with more queries.
    EXPECT_GE(estimate, base::QuantileOfSorted(sorted, 0.9));
    EXPECT_LE(estimate,
              static_cast<double>(n) * 0.9 + 3 * std::sqrt(0.09 * n) + 1);
  }
}

template <size_t N>
void ExpectAt(const std::vector<int64_t>& values, const int64_t (&golden)[N]) {
  ASSERT_EQ(values.size(), 200u);
  for (size_t i = 0; i < N; ++i) {
    // A nanosecond for the order of the sum.
    EXPECT_NEAR(static_cast<double>(values[kPlaces[i]]),
                static_cast<double>(golden[i]), 1);
  }
}

TEST(ScheduleTest, ArrivalsAndSamplesAreNumpysForTheSameSeed) {
  ExpectAt(PoissonArrivals(200, 250, 0), kArrivals0);
  ExpectAt(PoissonArrivals(200, 250, 1), kArrivals1);
  ExpectAt(PoissonArrivals(200, 250, 20260101), kArrivals20260101);
  ExpectAt(SampleIndices(200, 10'000, 0), kIndices0);
  ExpectAt(SampleIndices(200, 10'000, 1), kIndices1);
  ExpectAt(SampleIndices(200, 10'000, 20260101), kIndices20260101);
}

TEST(ScheduleTest, ArrivalsAscendWithTheRateThatWasAsked) {
  const std::vector<int64_t> arrivals = PoissonArrivals(100'000, 1000, 7);
  EXPECT_TRUE(std::is_sorted(arrivals.begin(), arrivals.end()));
  // The mean of 100,000 exponentials is within 4 of its deviations.
  EXPECT_NEAR(static_cast<double>(arrivals.back()) / 100'000, 1e6,
              4 * 1e6 / std::sqrt(100'000.0));
}

TEST(ScheduleTest, EverySampleIsDrawnAboutAsOften) {
  std::vector<int> counts(100);
  for (const int64_t i : SampleIndices(100'000, 100, 3)) {
    ASSERT_GE(i, 0);
    ASSERT_LT(i, 100);
    ++counts[i];
  }
  for (const int count : counts) EXPECT_NEAR(count, 1000, 5 * 32);
}

}  // namespace
}  // namespace olympics
