#include "categories/competition.h"

#include <cmath>
#include <limits>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

struct BonusCase {
  Bonuses bonuses;
  double share;
};

TEST(BonusTest, EverySetOfAwardsHasItsShare) {
  const BonusCase cases[] = {
      {{false, false, false}, 0},   {{true, false, false}, 0.05},
      {{false, true, false}, 0.03}, {{false, false, true}, 0.03},
      {{true, true, false}, 0.08},  {{true, false, true}, 0.08},
      {{false, true, true}, 0.06},  {{true, true, true}, 0.11},
  };
  for (const BonusCase& c : cases) {
    EXPECT_NEAR(BonusShare(c.bonuses), c.share, 1e-12);
    EXPECT_NEAR(WithBonus(80, c.bonuses), 80 * (1 + c.share), 1e-9);
    EXPECT_EQ(WithBonus(0, c.bonuses), 0);
  }
}

TEST(ChampionTest, NeedsThreeCategories) {
  EXPECT_THAT(OverallChampion({}), IsEmpty());
  EXPECT_THAT(OverallChampion({{"a", "x", 100}, {"a", "y", 100}}), IsEmpty());
  EXPECT_THAT(
      // Twice the same is one.
      OverallChampion({{"a", "x", 100}, {"a", "y", 100}, {"a", "y", 90}}),
      IsEmpty());
  EXPECT_THAT(OverallChampion({{"a", "x", 0}, {"a", "y", 0}, {"a", "z", 0}}),
              ElementsAre(Field(&ChampionStanding::categories, 3)));
}

TEST(ChampionTest, SumsDifficultyTimesPointsOfTheBestResults) {
  const auto standings = OverallChampion({{"a", "x", 50, 1},
                                          {"a", "y", 10, 2},
                                          {"a", "z", 5, 1.5},
                                          {"a", "x", 40, 1},
                                          {"b", "x", 100, 1},
                                          {"b", "y", 0, 2},
                                          {"b", "z", 0, 1.5},
                                          {"c", "x", 1000, 1}});
  ASSERT_EQ(standings.size(), 2u);
  EXPECT_EQ(standings[0].name, "b");
  EXPECT_EQ(standings[0].sum, 100);
  EXPECT_EQ(standings[0].rank, 1);
  EXPECT_EQ(standings[1].name, "a");
  EXPECT_EQ(standings[1].sum, 50 + 20 + 7.5);
  EXPECT_EQ(standings[1].rank, 2);
}

TEST(ChampionTest, TiesAreBrokenByCategoriesAndThenShared) {
  const auto standings = OverallChampion({{"a", "x", 30},
                                          {"a", "y", 30},
                                          {"a", "z", 30},
                                          {"b", "x", 30},
                                          {"b", "y", 30},
                                          {"b", "z", 20},
                                          {"b", "w", 10},
                                          {"c", "x", 90},
                                          {"c", "y", 0},
                                          {"c", "z", 0},
                                          {"d", "x", 1},
                                          {"d", "y", 1},
                                          {"d", "z", 1}});
  ASSERT_EQ(standings.size(), 4u);
  EXPECT_EQ(standings[0].name, "b");
  EXPECT_EQ(standings[0].rank, 1);
  EXPECT_EQ(standings[1].name, "a");
  EXPECT_EQ(standings[1].rank, 2);
  EXPECT_EQ(standings[2].name, "c");
  EXPECT_EQ(standings[2].rank, 2);
  EXPECT_EQ(standings[3].rank, 4);
}

TEST(FirstBloodTest, IsTheFirstOnRecordThatSurelyBeatsTheBaseline) {
  const std::vector<RunOnRecord> runs = {
      {9, "late", "speed", true, 3.0},
      {1, "baseline", "speed", true, 1.01},
      {2, "unranked", "speed", false, 5.0},
      {3, "unsure", "speed", true, 1.0},
      {4, "unknown", "speed", true, std::numeric_limits<double>::quiet_NaN()},
      {5, "first", "speed", true, 1.0001},
      {6, "second", "speed", true, 9.0},
      {7, "first", "memory", true, 2.0},
  };
  const auto blood = FirstBlood(runs, "baseline");
  ASSERT_EQ(blood.size(), 2u);
  EXPECT_EQ(blood[0].name, "first");
  EXPECT_EQ(blood[0].category, "speed");
  EXPECT_EQ(blood[1].name, "first");
  EXPECT_EQ(blood[1].category, "memory");
  EXPECT_THAT(FirstBlood({}, "baseline"), IsEmpty());
  EXPECT_THAT(FirstBlood({runs[1], runs[2], runs[3], runs[4]}, "baseline"),
              IsEmpty());
}

}  // namespace
}  // namespace olympics
