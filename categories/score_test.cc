#include "categories/score.h"

#include <cmath>
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
  EXPECT_DOUBLE_EQ(RankingFigure(2, 6000, true), 12000);
  EXPECT_DOUBLE_EQ(RankingFigure(2, 10, false), 5);
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

TEST(RankTest, NobodyIsNobody) { EXPECT_TRUE(Rank({}, 0.01, true).empty()); }

}  // namespace
}  // namespace olympics
