#include "tools/leaderboard/awards.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/leaderboard/season.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

std::vector<CategorySpec> Specs() {
  std::vector<CategorySpec> specs(3);
  const char* const kNames[] = {"speed", "memory", "edge"};
  for (int i = 0; i < 3; ++i) {
    specs[i].set_name(kNames[i]);
    specs[i].set_title(std::string("The ") + kNames[i]);
    specs[i].set_difficulty(1 + i);
  }
  return specs;
}

GradeReport Graded(int64_t when, const std::string& who,
                   const std::string& category, double points, double gain_low,
                   Verdict verdict = PASSED) {
  GradeReport r;
  r.set_submission(who);
  r.set_category(category);
  r.set_verdict(verdict);
  r.set_points(points);
  r.set_started_unix_ms(when);
  r.mutable_gain()->set_low(gain_low);
  return r;
}

Awards AwardsOf(const std::vector<CategorySpec>& specs,
                const std::vector<GradeReport>& runs) {
  std::vector<Entry> entries;
  for (const GradeReport& r : runs) *entries.emplace_back().mutable_run() = r;
  return SeasonOf(CourseConfig(), specs, entries).awards;
}

TEST(AwardsTest, TheChampionIsOfCurrentGradesWeightedByDifficulty) {
  const Awards awards = AwardsOf(
      Specs(),
      {Graded(1, "ann", "speed", 90, 9), Graded(2, "ann", "speed", 10, 1.5),
       Graded(3, "ann", "memory", 10, 1.5), Graded(4, "ann", "edge", 10, 2),
       Graded(5, "bob", "speed", 20, 3), Graded(6, "bob", "memory", 5, 2),
       Graded(7, "bob", "edge", 12, 2), Graded(8, "two", "speed", 99, 9),
       Graded(9, "two", "edge", 99, 9), Graded(10, "baseline", "speed", 50, 1),
       Graded(11, "baseline", "memory", 50, 1),
       Graded(12, "baseline", "edge", 50, 1)});
  ASSERT_THAT(awards.overall, SizeIs(2));
  EXPECT_EQ(awards.overall[0].name, "bob");
  EXPECT_EQ(awards.overall[0].sum, 20 + 2 * 5 + 3 * 12);
  EXPECT_EQ(awards.overall[1].sum, 10 + 2 * 10 + 3 * 10);
}

TEST(AwardsTest, AFailedGradeOrAnUnknownCategoryIsWorthNothing) {
  const Awards awards =
      AwardsOf(Specs(), {Graded(1, "ann", "speed", 90, 9),
                         Graded(2, "ann", "memory", 90, 9, DISHONEST),
                         Graded(3, "ann", "edge", 90, 9),
                         Graded(4, "ann", "last_year", 90, 9)});
  EXPECT_THAT(awards.overall, IsEmpty());
  ASSERT_THAT(awards.first_blood, SizeIs(2));
  EXPECT_EQ(awards.first_blood[1].category, "edge");
  EXPECT_THAT(AwardsText(Specs(), awards), Not(HasSubstr("Champion")));
  EXPECT_EQ(AwardsText(Specs(), AwardsOf(Specs(), {})), "");
}

TEST(AwardsTest, FirstBloodStaysWithTheFirstWhateverComesLater) {
  const Awards awards = AwardsOf(
      Specs(),
      {Graded(1, "baseline", "speed", 10, 1.1),
       Graded(2, "ann", "speed", 10, 0.99), Graded(3, "bob", "speed", 9, 1.2),
       Graded(4, "bob", "speed", 9, 0.5), Graded(5, "ann", "speed", 90, 9)});
  ASSERT_THAT(awards.first_blood, SizeIs(1));
  EXPECT_EQ(awards.first_blood[0].name, "bob");
  EXPECT_THAT(AwardsText(Specs(), awards),
              HasSubstr("bob   The speed  at least 1.20x"));
}

TEST(AwardsTest, FirstBloodIsInTheCoursesOrder) {
  const Awards awards = AwardsOf(Specs(), {Graded(1, "ann", "edge", 9, 2),
                                           Graded(2, "bob", "speed", 9, 2)});
  ASSERT_THAT(awards.first_blood, SizeIs(2));
  EXPECT_EQ(awards.first_blood[0].category, "speed");
  EXPECT_EQ(awards.first_blood[1].category, "edge");
}

TEST(AwardsTest, FirstBloodTakesMoreThanTheCategoryTellsApart) {
  std::vector<CategorySpec> specs = Specs();
  specs[0].set_resolution(0.01);
  const Awards awards = AwardsOf(specs, {Graded(1, "copy", "speed", 1, 1.003),
                                         Graded(2, "ann", "speed", 1, 1.02)});
  ASSERT_THAT(awards.first_blood, SizeIs(1));
  EXPECT_EQ(awards.first_blood[0].name, "ann");
}

TEST(AwardsTest, WhatInstructorsGiveIsToldUntilItIsWithdrawn) {
  std::vector<Entry> entries(3);
  const auto award = [&](int at, const char* name, bool withdrawn) {
    Event* e = entries[at].mutable_event();
    e->set_reason("a kernel of its own");
    e->mutable_award()->set_award(name);
    e->mutable_award()->set_submission("ann");
    e->mutable_award()->set_withdrawn(withdrawn);
  };
  award(0, "innovation", false);
  award(1, "teaching", false);
  award(2, "innovation", true);
  const Season season = SeasonOf(CourseConfig(), Specs(), entries);
  ASSERT_THAT(season.awards.given, SizeIs(1));
  EXPECT_THAT(AwardsText(Specs(), season.awards),
              HasSubstr("📚 Teaching Award  ann   a kernel of its own"));
}

TEST(AwardsTest, TheCoursesOwnWinsNothing) {
  std::vector<Entry> entries;
  for (const char* category : {"speed", "memory", "edge"}) {
    *entries.emplace_back().mutable_run() = Graded(1, "fused", category, 9, 9);
    *entries.emplace_back().mutable_run() = Graded(2, "ann", category, 1, 2);
  }
  AwardGiven* award = entries.emplace_back().mutable_event()->mutable_award();
  award->set_award("innovation");
  award->set_submission("fused");
  const Season season = SeasonOf(CourseConfig(), Specs(), entries, {"fused"});
  ASSERT_THAT(season.awards.overall, SizeIs(1));
  EXPECT_EQ(season.awards.overall[0].name, "ann");
  ASSERT_THAT(season.awards.first_blood, SizeIs(3));
  EXPECT_EQ(season.awards.first_blood[0].name, "ann");
  EXPECT_THAT(season.awards.given, IsEmpty());
  EXPECT_EQ(RoleOf(season, "fused"), "example");
  EXPECT_EQ(RoleOf(season, "baseline"), "baseline");
  EXPECT_EQ(RoleOf(season, "ann"), "");
  // Unless the course says so: a demonstration's.
  CourseConfig config;
  config.set_rank_examples(true);
  const Season ranked = SeasonOf(config, Specs(), entries, {"fused"});
  ASSERT_THAT(ranked.awards.overall, SizeIs(2));
  EXPECT_EQ(ranked.awards.overall[0].name, "fused");
  EXPECT_EQ(RoleOf(ranked, "fused"), "");
  EXPECT_EQ(RoleOf(ranked, "baseline"), "baseline");
}

TEST(AwardsTest, CategoriesAreThoseOfTheCourseWhicheverIsShown) {
  std::vector<Entry> entries;
  for (const char* category : {"speed", "memory", "edge"}) {
    *entries.emplace_back().mutable_run() = Graded(1, "ann", category, 9, 9);
  }
  const Season season =
      OnlyCategory(SeasonOf(CourseConfig(), Specs(), entries), "speed");
  EXPECT_THAT(AwardsText(season.specs, season.awards), HasSubstr("3 of 3"));
}

TEST(AwardsTest, TheDisqualifiedWinNothing) {
  std::vector<Entry> entries(2);
  *entries[0].mutable_run() = Graded(1, "ann", "speed", 10, 2);
  Override* o = entries[1].mutable_event()->mutable_override();
  o->set_submission("ann");
  o->set_category("speed");
  o->set_disqualified(true);
  EXPECT_THAT(SeasonOf(CourseConfig(), Specs(), entries).awards.first_blood,
              IsEmpty());
}

}  // namespace
}  // namespace olympics
