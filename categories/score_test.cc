#include "categories/score.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::ElementsAre;

TEST(ScoreTest, GainIsAboveOneWhereTheSubmissionIsBetter) {
  EXPECT_DOUBLE_EQ(Gain(200, 100, true), 2);
  EXPECT_DOUBLE_EQ(Gain(50, 100, false), 2);
  EXPECT_DOUBLE_EQ(Gain(100, 200, true), 0.5);
}

TEST(ScoreTest, PointsGrowWithTheLogarithmAndNeverFallBelowZero) {
  EXPECT_DOUBLE_EQ(Points(1, 20), 0);
  EXPECT_DOUBLE_EQ(Points(20, 20), 100);
  EXPECT_DOUBLE_EQ(Points(std::sqrt(20), 20), 50);
  EXPECT_DOUBLE_EQ(Points(0.5, 20), 0);
  EXPECT_DOUBLE_EQ(Points(0, 20), 0);
  EXPECT_GT(Points(40, 20), 100);
}

TEST(ScoreTest, RankingFiguresScaleWithTheReferenceMachine) {
  CategorySpec spec;
  spec.set_reference_baseline(6000);
  spec.add_terms()->set_measure(INFERENCES_PER_SECOND);
  EXPECT_DOUBLE_EQ(RankingFigure(spec, {2, 30}), 12000);
  spec.mutable_terms(0)->set_measure(PEAK_MEMORY);
  EXPECT_DOUBLE_EQ(RankingFigure(spec, {2, 30}), 3000);
  spec.set_composite(WEIGHTED_POINTS);
  EXPECT_DOUBLE_EQ(RankingFigure(spec, {2, 30}), 30);
  spec.set_composite(GEOMETRIC_MEAN);
  EXPECT_DOUBLE_EQ(RankingFigure(spec, {2, 30}), 2);
}

TEST(ScoreTest, AccuracyGainsAreOneForTheBaselineAndFiniteWithoutErrors) {
  EXPECT_EQ(AccuracyGain(900, 10000, 900, 10000), 1);
  EXPECT_GT(AccuracyGain(900, 10000, 800, 10000), 1);
  EXPECT_LT(AccuracyGain(900, 10000, 1000, 10000), 1);
  EXPECT_EQ(AccuracyGain(900, 10000, 0, 10000), 1801);
  EXPECT_EQ(AccuracyGain(0, 5, 0, 5), 1);
  // Shares, not numbers: the faster of two answers more questions.
  EXPECT_NEAR(AccuracyGain(900, 10000, 9000, 100000), 1, 1e-3);
}

TEST(ScoreTest, EveryMeasureHasANameAndAUnit) {
  for (int m = 1; m <= Measure_MAX; ++m) {
    const Metric metric = MetricOf(static_cast<Measure>(m));
    EXPECT_STRNE(metric.unit, "") << m;
    EXPECT_STRNE(metric.name, "nothing") << m;
    EXPECT_GT(metric.scale, 0) << m;
  }
}

std::vector<std::string> Names(const std::vector<Standing>& standings) {
  std::vector<std::string> names;
  for (const Standing& s : standings) {
    names.push_back(std::to_string(s.rank) + s.name);
  }
  return names;
}

TEST(RankTest, BestComesFirstWhicheverWayIsBetter) {
  const std::vector<Standing> s = {
      {"a", 10, 0.9, 1}, {"b", 30, 0.9, 2}, {"c", 20, 0.9, 3}};
  EXPECT_THAT(Names(Rank(s, 0.01, true)), ElementsAre("1b", "2c", "3a"));
  EXPECT_THAT(Names(Rank(s, 0.01, false)), ElementsAre("1a", "2c", "3b"));
}

TEST(RankTest, TiesAreBrokenByAccuracyThenByTime) {
  EXPECT_THAT(Names(Rank({{"a", 100.5, 0.91, 1},
                          {"b", 100, 0.95, 2},
                          {"c", 99.8, 0.95, 1},
                          {"d", 90, 0.99, 1}},
                         0.01, true)),
              ElementsAre("1c", "2b", "3a", "4d"));
}

TEST(RankTest, EqualInEverythingSharesARank) {
  EXPECT_THAT(Names(Rank({{"a", 5, 0.9, 1}, {"b", 5, 0.9, 1}, {"c", 4, 0.9, 1}},
                         0, true)),
              ElementsAre("1a", "1b", "3c"));
}

TEST(RankTest, ATieIsWithTheBestOfItsGroupSoThatChainsDoNotCreep) {
  // 100 ~ 99.2 within 1 %, 98.5 is not within 1 % of 100.
  EXPECT_THAT(
      Names(Rank(
          {{"a", 100, 0.90, 1}, {"b", 99.2, 0.91, 1}, {"c", 98.5, 0.99, 1}},
          0.01, true)),
      ElementsAre("1b", "2a", "3c"));
}

TEST(RankTest, FiguresThatAreNoNumbersComeLastAndEndTheRanking) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  for (const bool higher : {true, false}) {
    const std::vector<Standing> ranked = Rank({{"a", nan, 0.9, 1},
                                               {"b", 3, 0.9, 2},
                                               {"c", nan, 0.8, 3},
                                               {"d", 5, 0.9, 4}},
                                              0.01, higher);
    ASSERT_EQ(ranked.size(), 4u);
    EXPECT_EQ(ranked[0].figure, higher ? 5 : 3);
    EXPECT_EQ(ranked[1].figure, higher ? 3 : 5);
    EXPECT_TRUE(std::isnan(ranked[2].figure));
    EXPECT_EQ(ranked[3].rank, 4);
  }
  EXPECT_EQ(Rank({{"a", infinity, 0.9, 1},
                  {"b", infinity, 0.9, 2},
                  {"c", -infinity, 0.9, 3}},
                 0.01, true)
                .back()
                .figure,
            -infinity);
}

// In whatever order they come, and whatever is no number.
TEST(RankTest, OneWithoutANumberChangesNothingAmongTheOthers) {
  const std::vector<Standing> sound = {{"a", 100, 0.95, 1},
                                       {"b", 100, 0.90, 2},
                                       {"c", 99.5, 0.99, 3},
                                       {"d", 50, 0.9, 4},
                                       {"e", -3, 0.9, 5}};
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  for (const bool higher : {true, false}) {
    const std::vector<std::string> wanted = Names(Rank(sound, 0.01, higher));
    for (const double odd : {kInfinity, -kInfinity, kNan, -kNan}) {
      for (size_t at = 0; at <= sound.size(); ++at) {
        std::vector<Standing> all = sound;
        all.insert(all.begin() + static_cast<int64_t>(at), {"z", odd, 1, 0});
        all.insert(all.begin(), {"y", kNan, 0.5, 0});
        std::vector<std::string> names = Names(Rank(all, 0.01, higher));
        ASSERT_EQ(names.size(), 7u);
        EXPECT_EQ(names[5], "6z") << odd << " at " << at;
        EXPECT_EQ(names[6], "7y") << odd << " at " << at;
        names.resize(5);
        EXPECT_EQ(names, wanted) << odd << " at " << at;
      }
    }
  }
  // Of equal figures one without an accuracy is the last.
  EXPECT_THAT(
      Names(Rank({{"a", 5, kNan, 1}, {"b", 5, 0.1, 2}, {"c", 5, kNan, 3}}, 0,
                 true)),
      ElementsAre("1b", "2a", "3c"));
}

TEST(RankTest, NobodyIsNobody) { EXPECT_TRUE(Rank({}, 0.01, true).empty()); }

}  // namespace
}  // namespace olympics
