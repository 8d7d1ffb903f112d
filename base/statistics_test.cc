#include "base/statistics.h"

#include <cmath>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace base {
namespace {

// The bootstrap of the simplest figure, out of the two steps.
Estimate BootstrapMedian(const std::vector<double>& values,
                         int resamples = 1000, uint64_t seed = 1) {
  std::mt19937_64 random(seed);
  std::vector<double> medians;
  for (int r = 0; r < resamples; ++r) {
    std::vector<double> drawn;
    for (const size_t i : Resample(values.size(), random)) {
      drawn.push_back(values[i]);
    }
    medians.push_back(Median(std::move(drawn)));
  }
  return WithInterval(Median(values), std::move(medians));
}

TEST(MedianTest, IsTheMiddle) {
  EXPECT_EQ(Median({3, 1, 2}), 2);
  EXPECT_EQ(Median({4, 1, 3, 2}), 2.5);
  EXPECT_EQ(Median({7}), 7);
}

TEST(QuantileTest, IsTheElementAtThatShareAsMlperfTakesIt) {
  const std::vector<int64_t> sorted = {100, 101, 102, 103, 104,
                                       105, 106, 107, 108, 109};
  EXPECT_EQ(QuantileOfSorted(sorted, 0), 100);
  EXPECT_EQ(QuantileOfSorted(sorted, 0.5), 105);
  EXPECT_EQ(QuantileOfSorted(sorted, 0.89), 108);
  EXPECT_EQ(QuantileOfSorted(sorted, 0.9), 109);
  EXPECT_EQ(QuantileOfSorted(sorted, 1), 109);
  EXPECT_EQ(QuantileOfSorted<int64_t>({7}, 0.9), 7);
  EXPECT_EQ(Quantile({3, 1, 4, 2}, 0.5), 3);
  EXPECT_EQ(Quantile({3, 1, 4, 2}, 0), 1);
  EXPECT_EQ(Quantile({3, 1, 4, 2}, 1), 4);
}

TEST(StatisticsTest, ANanIsNoNumberAndNoOrder) {
  const double nan = std::nan("");
  const double inf = std::numeric_limits<double>::infinity();
  EXPECT_TRUE(std::isnan(Median({1, nan, 2})));
  EXPECT_TRUE(std::isnan(Quantile({1, nan, 2}, 0.5)));
  EXPECT_TRUE(std::isnan(WithInterval(1, {1, nan}).high));
  EXPECT_EQ(Median({1, inf, 2}), 2);
}

TEST(StatisticsTest, AnIntervalLeavesOutAsManyAtEachEnd) {
  std::vector<double> drawn;
  for (int i = 0; i < 1000; ++i) drawn.push_back(i);
  const Estimate e = WithInterval(7, drawn);
  EXPECT_EQ(e.value, 7);
  EXPECT_EQ(e.low, 25);
  EXPECT_EQ(e.high, 974);
  EXPECT_EQ(WithInterval(7, {8}).low, 8);
}

TEST(StatisticsTest, OfNoneThereIsNoFigure) {
  EXPECT_DEATH(Median({}), "");
  EXPECT_DEATH(Quantile({}, 0.5), "");
  EXPECT_DEATH(WithInterval(1, {}), "");
  std::mt19937_64 random(1);
  EXPECT_TRUE(Resample(0, random).empty());
}

TEST(BootstrapTest, OfEqualValuesHasNoWidth) {
  const Estimate e = BootstrapMedian(std::vector<double>(50, 3.0));
  EXPECT_EQ(e.value, 3);
  EXPECT_EQ(e.low, 3);
  EXPECT_EQ(e.high, 3);
  EXPECT_EQ(e.width(), 0);
}

TEST(BootstrapTest, IsReproducible) {
  const std::vector<double> values = {1, 5, 2, 8, 3, 9, 4};
  const Estimate a = BootstrapMedian(values), b = BootstrapMedian(values);
  EXPECT_EQ(a.low, b.low);
  EXPECT_EQ(a.high, b.high);
}

// The standard error of a normal sample's median is √(π/2)·σ/√n.
TEST(BootstrapTest, WidthIsThatOfTheory) {
  std::mt19937 random(5);
  std::normal_distribution<double> normal(100, 10);
  double width = 0;
  constexpr int kTrials = 40, kSamples = 201;
  for (int t = 0; t < kTrials; ++t) {
    std::vector<double> values(kSamples);
    for (double& v : values) v = normal(random);
    const Estimate e = BootstrapMedian(values, 500, t);
    width += (e.high - e.low) / kTrials;
  }
  const double expected =
      2 * 1.96 * std::sqrt(M_PI / 2) * 10 / std::sqrt(kSamples);
  EXPECT_NEAR(width, expected, 0.15 * expected);
}

TEST(BootstrapTest, CoversTheTrueMedianMostOfTheTime) {
  std::mt19937 random(6);
  std::exponential_distribution<double> skewed(1);
  int covered = 0;
  constexpr int kTrials = 200;
  for (int t = 0; t < kTrials; ++t) {
    std::vector<double> values(60);
    for (double& v : values) v = skewed(random);
    const Estimate e = BootstrapMedian(values, 400, t);
    covered += e.low <= M_LN2 && M_LN2 <= e.high;
  }
  EXPECT_GE(covered, 0.88 * kTrials);
}

TEST(BootstrapTest, AFewOutliersDoNotMoveIt) {
  std::vector<double> values(100, 10.0);
  for (int i = 0; i < 20; ++i) values[i] = 1e6;
  EXPECT_EQ(BootstrapMedian(values).high, 10);
}

TEST(GroupsTest, OneGroupIsAsNone) {
  std::mt19937_64 random(1);
  const std::vector<size_t> draw =
      ResampleGroups(std::vector<int>(50, 7), random);
  EXPECT_EQ(draw.size(), 50u);
  EXPECT_LT(*std::max_element(draw.begin(), draw.end()), 50u);
}

TEST(GroupsTest, AGroupIsDrawnAsAWhole) {
  std::mt19937_64 random(1);
  const std::vector<int> groups = {0, 0, 0, 1, 1, 1};
  for (int i = 0; i < 20; ++i) {
    int seen[2] = {};
    for (const size_t at : ResampleGroups(groups, random)) ++seen[groups[at]];
    EXPECT_EQ(seen[0] + seen[1], 6);
    EXPECT_EQ(seen[0] % 3, 0);
  }
}

TEST(GroupsTest, TheMedianOfGroupsHasAnIntervalAndIsTheSameTwice) {
  const std::vector<double> values = {1, 2, 3, 11, 12, 13, 21, 22, 23};
  const std::vector<int> groups = {0, 0, 0, 1, 1, 1, 2, 2, 2};
  const Estimate e = GroupedMedian(values, groups, 400);
  EXPECT_EQ(e.value, 12);
  EXPECT_LE(e.low, 3);
  EXPECT_GE(e.high, 21);
  EXPECT_EQ(GroupedMedian(values, groups, 400).low, e.low);
  // One group: nothing differs but what is within it.
  EXPECT_GE(GroupedMedian({1, 2, 3}, {5, 5, 5}, 400).low, 1);
}

TEST(GroupsTest, TheIntervalCoversWhatDiffersBetweenGroups) {
  // Eight starts that differ by 3 %, of five pairs that differ by 1 %.
  std::mt19937_64 random(2);
  std::normal_distribution<double> between(0, 0.03), within(0, 0.01);
  int plain = 0, grouped = 0;
  constexpr int kRuns = 200;
  for (int run = 0; run < kRuns; ++run) {
    std::vector<double> values;
    std::vector<int> groups;
    for (int start = 0; start < 8; ++start) {
      const double mean = 1 + between(random);
      for (int pair = 0; pair < 5; ++pair) {
        values.push_back(mean + within(random));
        groups.push_back(start);
      }
    }
    std::vector<double> medians[2];
    for (int r = 0; r < 200; ++r) {
      std::vector<double> drawn[2];
      for (const size_t i : Resample(values.size(), random)) {
        drawn[0].push_back(values[i]);
      }
      for (const size_t i : ResampleGroups(groups, random)) {
        drawn[1].push_back(values[i]);
      }
      for (int k = 0; k < 2; ++k) medians[k].push_back(Median(drawn[k]));
    }
    const auto covers = [&](int k) {
      const Estimate e = WithInterval(Median(values), medians[k]);
      return e.low <= 1 && 1 <= e.high;
    };
    plain += covers(0);
    grouped += covers(1);
  }
  EXPECT_LT(plain, kRuns * 80 / 100);
  EXPECT_GT(grouped, kRuns * 85 / 100);
}

}  // namespace
}  // namespace base
