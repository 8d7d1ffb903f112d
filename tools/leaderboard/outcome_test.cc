#include "tools/leaderboard/outcome.h"

#include <string>
#include <vector>

#include "categories/spec.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/record/store.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;

GradeReport RunOf(const std::string& who, int64_t when, double gain,
                  Verdict verdict = PASSED, const std::string& reason = "") {
  GradeReport r;
  r.set_submission(who);
  r.set_category("speed_demon");
  r.set_started_unix_ms(when);
  r.set_verdict(verdict);
  r.set_reason(reason);
  if (verdict == PASSED) {
    r.set_samples(100);
    r.set_accuracy(0.91);
    r.mutable_gain()->set_value(gain);
    r.set_ranking_figure(gain * 6000);
    r.set_points(gain * 10);
  }
  return r;
}

Season Of(const std::vector<GradeReport>& runs,
          const CourseConfig& config = CourseConfig()) {
  std::vector<Entry> entries;
  for (const GradeReport& r : runs) {
    if (r.phase() == "late") {
      Entry& e = entries.emplace_back();
      e.set_at_unix_ms(r.started_unix_ms());
      e.mutable_event()->mutable_hand_in()->set_submission(r.submission());
    }
    *entries.emplace_back().mutable_run() = r;
  }
  return SeasonOf(config, {*LoadSpec("categories/speed_demon/spec.textproto")},
                  entries);
}

TEST(OutcomeTest, SaysVerdictGainPointsRankAndWhatMoved) {
  const GradeReport bob = RunOf("bob", 1, 3), old = RunOf("dora", 2, 1.5),
                    now = RunOf("dora", 3, 4);
  EXPECT_EQ(OutcomeText(old, Of({bob}), Of({bob, old})),
            "dora in Speed Demon: passed: 1.50 times the baseline, 15 points, "
            "rank 2 of 2");
  EXPECT_EQ(OutcomeText(now, Of({bob, old}), Of({bob, old, now})),
            "dora in Speed Demon: passed: 4.00 times the baseline, 40 points, "
            "rank 1 of 2 (before: 1.50 times the baseline, 15 points, rank 2 "
            "of 2)");
}

TEST(OutcomeTest, ARefusalHasItsReasonAndNoPoints) {
  const GradeReport old = RunOf("dora", 2, 1.5),
                    no = RunOf("dora", 3, 0, REFUSED, "model.cc:5 calls fork");
  EXPECT_EQ(OutcomeText(no, Of({}), Of({no})),
            "dora in Speed Demon: refused: model.cc:5 calls fork; 0 points");
  EXPECT_EQ(OutcomeText(no, Of({old}), Of({old, no})),
            "dora in Speed Demon: refused: model.cc:5 calls fork; 0 points "
            "(before: 1.50 times the baseline, 15 points, rank 1 of 1)");
}

TEST(OutcomeTest, WhatIsNoResultLeavesWhatWas) {
  const GradeReport old = RunOf("dora", 2, 1.5),
                    no = RunOf("dora", 3, 0, UNSTABLE, "the interval is wide");
  EXPECT_EQ(OutcomeText(no, Of({old}), Of({old, no})),
            "dora in Speed Demon: unstable: the interval is wide; as before: "
            "1.50 times the baseline, 15 points, rank 1 of 1");
  GradeReport not_built =
      RunOf("dora", 3, 0, NOT_BUILT, "model.cc:1: error:\x1b");
  not_built.set_category(kAllCategories);
  EXPECT_EQ(OutcomeText(not_built, Of({old}), Of({old, not_built})),
            "dora: not built: model.cc:1: error:?");
}

TEST(OutcomeTest, WhatIsLateSaysSo) {
  CourseConfig config;
  Deadline* deadline = config.add_deadlines();
  deadline->set_phase("final");
  deadline->set_at("2026-12-01T00:00:00Z");
  config.mutable_late()->set_percent_per_day(10);
  config.mutable_late()->set_days(3);
  GradeReport late = RunOf("dora", 1796083200000 + 3'600'000, 4);
  late.set_phase("late");
  EXPECT_THAT(OutcomeText(late, Of({}, config), Of({late}, config)),
              HasSubstr("36 points, rank 1 of 1 (1 day late: -10 %)"));
}

TEST(CountTest, CountsEachReportOnce) {
  EXPECT_EQ(
      CountText({RunOf("a", 1, 1), RunOf("b", 1, 0, REFUSED),
                 RunOf("c", 1, 0, NOT_BUILT), RunOf("d", 1, 0, GRADER_ERROR)},
                2),
      "2 graded: 1 passed, 1 did not; 2 could not be graded; 2 new on "
      "record");
  EXPECT_EQ(CountText({RunOf("c", 1, 0, NOT_BUILT)}, 1),
            "0 graded: 0 passed, 0 did not; 1 could not be graded; 1 new on "
            "record");
}

}  // namespace
}  // namespace olympics
