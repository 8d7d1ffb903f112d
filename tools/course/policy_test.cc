#include "tools/course/policy.h"

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/course/config.h"
#include "tools/record/store.h"

namespace olympics {
namespace {

using ::testing::DoubleEq;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::testing::Pair;
using ::testing::SizeIs;

constexpr int64_t kHour = 3'600'000, kDay = 24 * kHour;
// 2026-12-01T00:00:00Z.
constexpr int64_t kDeadline = 1796083200000;

CourseConfig Config() {
  return *ParseCourse(
      "deadlines { phase: 'final' at: '2026-12-01T00:00:00Z' }"
      "deadlines { phase: 'baseline' at: '2026-11-01T00:00:00Z' }"
      "late { percent_per_day: 10 days: 2 grace_minutes: 15 }"
      "submissions_per_day: 2 submissions: 4 extra_credit: true");
}

std::vector<CategorySpec> Specs() {
  std::vector<CategorySpec> specs(2);
  specs[0].set_name("memory");
  specs[1].set_name("speed");
  return specs;
}

Entry At(int64_t at) {
  Entry e;
  e.set_at_unix_ms(at);
  return e;
}

Entry HandedIn(int64_t at, const std::string& who,
               const std::string& phase = "") {
  Entry e = At(at);
  HandIn* h = e.mutable_event()->mutable_hand_in();
  h->set_submission(who);
  h->set_phase(phase);
  return e;
}

Entry Ran(int64_t at, const std::string& who, double points,
          Verdict verdict = PASSED, const std::string& category = "speed") {
  Entry e = At(at);
  GradeReport* r = e.mutable_run();
  r->set_submission(who);
  r->set_category(category);
  r->set_points(points);
  r->set_verdict(verdict);
  r->set_started_unix_ms(at);
  return e;
}

Entry Overridden(const std::string& who, double points,
                 const std::string& reason) {
  Entry e = At(kDeadline);
  e.mutable_event()->set_reason(reason);
  Override* o = e.mutable_event()->mutable_override();
  o->set_submission(who);
  o->set_category("speed");
  o->set_points(points);
  return e;
}

Entry Awarded(const std::string& who, const std::string& award,
              bool withdrawn = false) {
  Entry e = At(kDeadline);
  AwardGiven* a = e.mutable_event()->mutable_award();
  a->set_submission(who);
  a->set_award(award);
  a->set_withdrawn(withdrawn);
  return e;
}

Entry Voted(const std::string& voter, const std::string& who) {
  Entry e = At(kDeadline);
  Vote* v = e.mutable_event()->mutable_vote();
  v->set_award("innovation");
  v->set_voter(voter);
  v->set_submission(who);
  return e;
}

// The one grade of what is on record.
Grade Only(const std::vector<Entry>& entries) {
  const std::vector<Grade> grades = GradesOf(Config(), Specs(), entries);
  EXPECT_THAT(grades, SizeIs(1));
  return grades.empty() ? Grade() : grades[0];
}

TEST(GradesTest, WhatIsInTimeIsAsMeasured) {
  const Grade g = Only(
      {HandedIn(kDeadline, "ann", "final"), Ran(kDeadline + kDay, "ann", 80)});
  EXPECT_THAT(g.points, Optional(DoubleEq(80)));
  EXPECT_EQ(g.late_days, 0);
  EXPECT_EQ(NoteOf(g), "");
}

TEST(GradesTest, LateIsWhatWasHandedInLateNotWhatWasGradedLate) {
  const struct {
    int64_t after;
    int days;
    double points;
  } kCases[] = {{14 * 60'000, 0, 80},     {15 * 60'000, 0, 80},
                {15 * 60'000 + 1, 1, 72}, {kDay, 1, 72},
                {kDay + kHour, 2, 64},    {3 * kDay, 3, 0}};
  for (const auto& c : kCases) {
    const Grade g = Only({HandedIn(kDeadline + c.after, "ann"),
                          Ran(kDeadline + 9 * kDay, "ann", 80)});
    EXPECT_EQ(g.late_days, c.days) << c.after;
    EXPECT_THAT(g.points, Optional(DoubleEq(c.points))) << c.after;
  }
}

TEST(GradesTest, ABaselineHasADeadlineOfItsOwn) {
  const Grade g = Only({HandedIn(kDeadline - 29 * kDay, "ann", "baseline"),
                        Ran(kDeadline, "ann", 10)});
  EXPECT_EQ(g.late_days, 1);
  EXPECT_THAT(NoteOf(g), HasSubstr("1 day late: -10 %"));
}

TEST(GradesTest, WhatIsJudgedAgainIsAsLateAsItWas) {
  Entry again = Ran(kDeadline + 1, "ann", 40);
  again.set_at_unix_ms(kDeadline + 3 * kDay);
  again.mutable_run()->mutable_judged_again()->set_at_unix_ms(1);
  // A later version was handed in late, and is not graded yet.
  const Grade in_time =
      Only({HandedIn(kDeadline, "ann"), Ran(kDeadline + 1, "ann", 80),
            HandedIn(kDeadline + 2 * kDay, "ann"), again});
  EXPECT_EQ(in_time.late_days, 0);
  EXPECT_THAT(in_time.points, Optional(DoubleEq(40)));
  // One that was late does not get in time by it.
  const Grade late =
      Only({HandedIn(kDeadline + kDay, "ann"), Ran(kDeadline + 1, "ann", 80),
            HandedIn(kDeadline, "ann"), again});
  EXPECT_EQ(late.late_days, 1);
  EXPECT_THAT(late.points, Optional(DoubleEq(36)));
}

TEST(GradesTest, ALateRunReplacesOneInTimeOnlyWhereItIsWorthMore) {
  const auto with = [](double late_points, Verdict verdict = PASSED) {
    return Only({HandedIn(kDeadline, "ann"), Ran(kDeadline, "ann", 50),
                 HandedIn(kDeadline + kDay, "ann"),
                 Ran(kDeadline + kDay, "ann", late_points, verdict)});
  };
  EXPECT_THAT(with(54).points, Optional(DoubleEq(50)));
  EXPECT_EQ(with(54).run->points(), 50);
  EXPECT_THAT(with(60).points, Optional(DoubleEq(54)));
  EXPECT_THAT(with(0, CRASHED).points, Optional(DoubleEq(50)));
}

TEST(GradesTest, AnExtensionIsForOneSubmission) {
  Entry extension = At(kDeadline);
  extension.mutable_event()->mutable_extension()->set_submission("ann");
  extension.mutable_event()->mutable_extension()->set_until_unix_ms(kDeadline +
                                                                    kDay);
  const std::vector<Grade> grades = GradesOf(
      Config(), Specs(),
      {extension, HandedIn(kDeadline + kDay, "ann"),
       HandedIn(kDeadline + kDay, "bob"), Ran(kDeadline + kDay, "ann", 50),
       Ran(kDeadline + kDay, "bob", 50)});
  ASSERT_THAT(grades, SizeIs(2));
  EXPECT_EQ(grades[0].late_days, 0);
  EXPECT_EQ(grades[1].late_days, 1);
}

TEST(GradesTest, NoResultHasNoPoints) {
  EXPECT_FALSE(Only({Ran(1, "ann", 0, UNSTABLE)}).points.has_value());
  EXPECT_FALSE(Only({Ran(1, "ann", 0, GRADER_ERROR)}).points.has_value());
  EXPECT_THAT(Only({Ran(1, "ann", 0, VIOLATION)}).points,
              Optional(DoubleEq(0)));
}

TEST(GradesTest, PointsThatAreNoNumberAreNone) {
  for (const double odd : {std::numeric_limits<double>::infinity(),
                           -std::numeric_limits<double>::infinity(),
                           std::numeric_limits<double>::quiet_NaN()}) {
    const Grade g = Only({Ran(1, "ann", odd), Awarded("ann", "innovation")});
    EXPECT_FALSE(g.points.has_value()) << odd;
    EXPECT_FALSE(g.measured.has_value()) << odd;
  }
}

TEST(GradesTest, AwardsRaisePointsAndWithdrawnOnesDoNot) {
  const Grade g =
      Only({Ran(1, "ann", 120), Awarded("ann", "innovation"),
            Awarded("ann", "teaching"), Awarded("ann", "documentation"),
            Awarded("ann", "documentation", /*withdrawn=*/true)});
  EXPECT_THAT(g.points, Optional(DoubleEq(100 * 1.08)));
  EXPECT_THAT(NoteOf(g), HasSubstr("awards: +8 %"));
  // Without extra credit there are 100 points and no more.
  EXPECT_THAT(GradesOf(CourseConfig(), Specs(),
                       {Ran(1, "ann", 99), Awarded("ann", "innovation")})[0]
                  .points,
              Optional(DoubleEq(100)));
}

TEST(GradesTest, AnOverrideStandsUntilItIsWithdrawn) {
  std::vector<Entry> entries = {
      Ran(1, "ann", 10), Overridden("ann", 70, "the machine was replaced"),
      Ran(2, "ann", 20)};
  Grade g = Only(entries);
  EXPECT_THAT(g.points, Optional(DoubleEq(70)));
  EXPECT_THAT(NoteOf(g), HasSubstr("the machine was replaced"));
  Entry back = Overridden("ann", 0, "it was not");
  back.mutable_event()->mutable_override()->set_withdrawn(true);
  entries.push_back(back);
  EXPECT_THAT(Only(entries).points, Optional(DoubleEq(20)));
}

TEST(GradesTest, PointsMayBeGivenWithoutARun) {
  const Grade g = Only({Overridden("ann", 70, "shown by hand")});
  EXPECT_FALSE(g.run.has_value());
  EXPECT_THAT(g.points, Optional(DoubleEq(70)));
}

TEST(GradesTest, TheDisqualifiedAreNotRanked) {
  Entry out = Overridden("ann", 55, "not their own work");
  out.mutable_event()->mutable_override()->set_disqualified(true);
  const std::vector<Grade> grades =
      GradesOf(Config(), Specs(), {Ran(1, "ann", 90), Ran(2, "bob", 10), out});
  EXPECT_THAT(grades[0].points, Optional(DoubleEq(0)));
  EXPECT_THAT(NoteOf(grades[0]), HasSubstr("disqualified: not their own work"));
  const std::vector<GradeReport> ranked = RankedRuns(grades);
  ASSERT_THAT(ranked, SizeIs(1));
  EXPECT_EQ(ranked[0].submission(), "bob");
}

TEST(GradesTest, UnknownCategoriesAreLeftOut) {
  EXPECT_THAT(
      GradesOf(Config(), Specs(), {Ran(1, "ann", 90, PASSED, "last_year")}),
      IsEmpty());
  // But for what is of all of them.
  EXPECT_EQ(GradesOf(Config(), Specs(),
                     {Ran(1, "ann", 0, NOT_BUILT, kAllCategories)})[0]
                .category,
            kAllCategories);
}

std::string Refusal(const std::vector<Entry>& entries, int64_t now,
                    const std::string& phase = "") {
  return std::string(MayHandIn(Config(), entries, "ann", phase, now).message());
}

TEST(HandInTest, NothingIsTakenLongAfterTheDeadline) {
  EXPECT_EQ(Refusal({}, kDeadline + 2 * kDay), "");
  EXPECT_THAT(Refusal({}, kDeadline + 3 * kDay),
              HasSubstr("the deadline was 2026-12-01 00:00 UTC, and 2 days "
                        "after it nothing is taken"));
  EXPECT_THAT(Refusal({}, kDeadline, "baseline"),
              HasSubstr("the deadline was 2026-11-01"));
}

// Whatever phase a student says, and whatever deadline was extended.
TEST(HandInTest, NoPhaseGoesRoundTheFinalDeadline) {
  const CourseConfig alone = *ParseCourse(
      "deadlines { phase: 'final' at: '2026-12-01T00:00:00Z' }"
      "late { percent_per_day: 10 days: 2 }");
  Entry extension = At(1);
  Extension* x = extension.mutable_event()->mutable_extension();
  x->set_submission("ann");
  x->set_phase(kBaselinePhase);
  x->set_until_unix_ms(kDeadline + 9 * kDay);
  for (const char* phase : {"", "final", "baseline", "anything"}) {
    for (const std::vector<Entry>& before :
         {std::vector<Entry>(), std::vector<Entry>{extension}}) {
      EXPECT_FALSE(
          MayHandIn(alone, before, "ann", phase, kDeadline + 3 * kDay).ok())
          << phase;
      std::vector<Entry> entries = before;
      entries.push_back(HandedIn(kDeadline + kDay, "ann", phase));
      entries.push_back(Ran(kDeadline + kDay, "ann", 50));
      const std::vector<Grade> grades = GradesOf(alone, Specs(), entries);
      ASSERT_THAT(grades, SizeIs(1));
      EXPECT_EQ(grades[0].late_days, 1) << phase;
      EXPECT_THAT(grades[0].points, Optional(DoubleEq(45))) << phase;
    }
  }
  // Where both have one, the baseline's extension opens no final hand-in.
  EXPECT_EQ(Refusal({extension}, kDeadline + 3 * kDay, "baseline"), "");
  EXPECT_THAT(Refusal({extension}, kDeadline + 3 * kDay, "final"),
              HasSubstr("the deadline was 2026-12-01"));
}

TEST(GradesTest, ADayOfLatenessIsOneOfTheCoursesCalendar) {
  const CourseConfig config = *ParseCourse(
      "time_zone: 'America/New_York'"
      "deadlines { phase: 'final' at: '2026-10-31T20:00:00-04:00' }"
      "late { percent_per_day: 10 days: 3 }");
  const int64_t at = *ParseTime("2026-11-01T19:30:00-05:00");
  const std::vector<Grade> grades = GradesOf(
      config, Specs(), {HandedIn(at, "ann"), Ran(at + kHour, "ann", 50)});
  ASSERT_THAT(grades, SizeIs(1));
  EXPECT_EQ(grades[0].late_days, 1);
  EXPECT_THAT(DeadlineNote(config, {}, "ann", "baseline", at),
              HasSubstr("1 day late"));
}

TEST(HandInTest, AClockThatWasSetBackDoesNotHelp) {
  EXPECT_THAT(Refusal({At(kDeadline + 5 * kDay)}, kDeadline - kDay),
              HasSubstr("the deadline was"));
}

TEST(HandInTest, OnlySoManyADayAndAtAll) {
  std::vector<Entry> entries = {HandedIn(kHour, "ann"),
                                HandedIn(2 * kHour, "ann"),
                                HandedIn(3 * kHour, "bob")};
  EXPECT_THAT(Refusal(entries, 4 * kHour),
              HasSubstr("2 times in the last 24 hours, which is as often as "
                        "this course allows; the next may come at 1970-01-02 "
                        "01:00 UTC"));
  EXPECT_EQ(Refusal(entries, 25 * kHour), "");
  entries.push_back(HandedIn(30 * kHour, "ann"));
  entries.push_back(HandedIn(60 * kHour, "ann"));
  EXPECT_THAT(Refusal(entries, 900 * kHour), HasSubstr("handed in 4 times"));
}

TEST(MarksTest, TakeTheStepsOfPointsFromTheirOwnBeginning) {
  CourseConfig config = Config();
  config.mutable_marks()->set_baseline(60);
  config.mutable_marks()->set_target(100);
  config.mutable_marks()->set_refused(5);
  const auto only = [&](const std::vector<Entry>& entries) {
    const std::vector<Grade> grades = GradesOf(config, Specs(), entries);
    return grades.size() == 1 ? grades[0] : Grade();
  };
  const double a_day = config.late().percent_per_day() / 100;
  ASSERT_GT(a_day, 0);
  const Grade in_time = only({Ran(1, "ann", 50)});
  EXPECT_EQ(in_time.measured, 50);
  EXPECT_EQ(in_time.mark, 80);
  // Late as good as the baseline: it loses of its mark, though it has no
  // points.
  const Grade late = only(
      {HandedIn(kDeadline + kDay / 2, "ann"), Ran(kDeadline + kDay, "ann", 0)});
  EXPECT_EQ(late.late_days, 1);
  EXPECT_EQ(late.points, 0);
  EXPECT_EQ(late.mark, 60 * (1 - a_day));
  EXPECT_EQ(only({Ran(1, "ann", 0, VIOLATION)}).mark, 5);
  EXPECT_FALSE(only({Ran(1, "ann", 0, UNSTABLE)}).mark.has_value());
  EXPECT_EQ(WorthOf(config, &in_time), 80);
  EXPECT_FALSE(WorthOf(config, nullptr).has_value());
  config.mutable_marks()->set_missing(0);
  EXPECT_EQ(WorthOf(config, nullptr), 0);
  EXPECT_EQ(WorthOf(CourseConfig(), &in_time), 50);
}

TEST(NotBuiltTest, IsWorthNothingWhereItWasHandedInFor) {
  std::vector<Entry> entries = {HandedIn(1, "ann"),
                                Ran(2, "ann", 0, NOT_BUILT, "all")};
  const auto points = [&](const std::string& category) {
    for (const Grade& g : GradesOf(CourseConfig(), Specs(), entries)) {
      if (g.category == category && g.submission == "ann") return g.points;
    }
    return std::optional<double>(-1);
  };
  // No word of what it enters: in every category.
  EXPECT_EQ(points("speed"), 0);
  EXPECT_FALSE(points("all").has_value());
  HandIn* hand_in = entries[0].mutable_event()->mutable_hand_in();
  hand_in->add_categories("another");
  EXPECT_EQ(points("speed"), -1);
  hand_in->add_categories("speed");
  EXPECT_EQ(points("speed"), 0);
  hand_in->set_category("another");
  EXPECT_EQ(points("speed"), -1);
  hand_in->clear_category();
  // A grade of before stays.
  entries.insert(entries.begin(), Ran(0, "ann", 40));
  EXPECT_EQ(points("speed"), 40);
}

TEST(HandInTest, WhatTheMachineFailedAtIsNotCounted) {
  const auto graded = [](int64_t at, Verdict verdict) {
    Entry e;
    e.set_at_unix_ms(at);
    e.mutable_run()->set_submission("ann");
    e.mutable_run()->set_category("speed_demon");
    e.mutable_run()->set_verdict(verdict);
    return e;
  };
  const std::vector<Entry> failed = {
      HandedIn(kHour, "ann"), graded(kHour, GRADER_ERROR),
      graded(kHour, METER_LOST), HandedIn(2 * kHour, "ann"),
      graded(2 * kHour, GRADER_ERROR)};
  EXPECT_EQ(Refusal(failed, 3 * kHour), "");
  for (const Verdict fault : {NOT_BUILT, UNSTABLE, REFUSED, PASSED}) {
    std::vector<Entry> entries = failed;
    entries[4] = graded(2 * kHour, fault);
    entries.push_back(HandedIn(3 * kHour, "ann"));
    entries.push_back(graded(3 * kHour, fault));
    EXPECT_THAT(Refusal(entries, 4 * kHour), HasSubstr("2 times")) << fault;
  }
  // Interrupted, perhaps after its outcome was shown.
  EXPECT_THAT(
      Refusal({HandedIn(kHour, "ann"), HandedIn(2 * kHour, "ann")}, 4 * kHour),
      HasSubstr("2 times"));
}

TEST(HandInTest, SaysWhatTheDeadlineMeans) {
  const auto note = [](int64_t now) {
    return DeadlineNote(Config(), {}, "ann", "", now);
  };
  EXPECT_EQ(note(kDeadline - kHour), "the deadline is 2026-12-01 00:00 UTC");
  EXPECT_THAT(
      note(kDeadline + kDay + kHour),
      HasSubstr("2 days late (the deadline was 2026-12-01 00:00 UTC): "));
  EXPECT_THAT(note(kDeadline + kDay + kHour), HasSubstr(" % of the points"));
  EXPECT_EQ(DeadlineNote(CourseConfig(), {}, "ann", "", kDeadline), "");
}

TEST(VotesTest, EachHasOneAndNoneForThemselves) {
  EXPECT_THAT(
      VotesOf({Voted("ann", "bob"), Voted("eve", "bob"), Voted("bob", "bob"),
               Voted("joe", "ann"), Voted("joe", "eve"), Voted("joe", "ann"),
               Voted("kim", "baseline")},
              {"baseline"}, "innovation"),
      ElementsAre(Pair("bob", 2), Pair("ann", 1)));
  EXPECT_THAT(VotesOf({Voted("ann", "bob")}, {}, "teaching"), IsEmpty());
}

}  // namespace
}  // namespace olympics
