#include "grader/judge/judge.h"

#include <cmath>
#include <functional>
#include <string>

#include "categories/spec.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;

CategorySpec Spec() {
  return *LoadSpec("categories/speed_demon/spec.textproto");
}

// Twice the baseline's speed at 91 %.
Evidence Good() {
  Evidence e;
  e.inspection.set_files(3);
  e.training.set_ok(true);
  e.training.set_cpu_seconds(100);
  e.pairs.assign(40, {5000, 10000});
  e.samples = 10000;
  e.correct = 9100;
  e.asked_again = 200;
  e.peak_memory_bytes = 5 << 20;
  e.peak_memory_method = "VmHWM";
  return e;
}

TEST(JudgeTest, AGoodSubmissionPassesEveryCheckAndIsScored) {
  const GradeReport r = Judge(Spec(), Good());
  EXPECT_EQ(r.verdict(), PASSED) << r.reason();
  EXPECT_EQ(r.reason(), "");
  EXPECT_EQ(r.checks_size(), 7);
  for (const Check& c : r.checks()) {
    EXPECT_EQ(c.result(), CHECK_PASSED) << c.name();
  }
  EXPECT_DOUBLE_EQ(r.metric().value(), 10000);
  EXPECT_DOUBLE_EQ(r.gain().value(), 2);
  EXPECT_DOUBLE_EQ(r.accuracy(), 0.91);
  EXPECT_DOUBLE_EQ(r.points(),
                   100 * std::log(2) / std::log(Spec().target_gain()));
  EXPECT_DOUBLE_EQ(r.ranking_figure(), 2 * Spec().reference_baseline());
}

struct Case {
  const char* name;
  std::function<void(Evidence&)> change;
  Verdict verdict;
  const char* check;
  const char* reason;
};
class JudgeFailureTest : public ::testing::TestWithParam<Case> {};

TEST_P(JudgeFailureTest, GivesItsVerdictAtItsCheck) {
  Evidence e = Good();
  GetParam().change(e);
  const GradeReport r = Judge(Spec(), e);
  EXPECT_EQ(r.verdict(), GetParam().verdict) << r.reason();
  EXPECT_THAT(r.reason(), HasSubstr(GetParam().reason));
  EXPECT_EQ(r.points(), 0);
  EXPECT_EQ(r.ranking_figure(), 0);
  int failed = 0;
  for (const Check& c : r.checks()) {
    failed += c.result() == CHECK_FAILED;
    if (c.name() == GetParam().check) {
      EXPECT_EQ(c.result(), CHECK_FAILED);
      EXPECT_EQ(c.message(), r.reason());
    }
  }
  EXPECT_EQ(failed, 1);
}

INSTANTIATE_TEST_SUITE_P(
    Verdicts, JudgeFailureTest,
    ::testing::Values(
        Case{"Findings",
             [](Evidence& e) {
               Finding* f = e.inspection.add_findings();
               f->set_file("model.cc");
               f->set_line(3);
               f->set_message("includes <torch/torch.h>");
             },
             REFUSED, "inspection", "model.cc:3 includes <torch/torch.h>"},
        Case{"Training",
             [](Evidence& e) {
               e.training.set_ok(false);
               e.training.set_message("it crashed");
             },
             TRAINING_FAILED, "training", "no weights: it crashed"},
        Case{"Contract",
             [](Evidence& e) {
               e.ending = {Ending::Kind::kContract, "during the timed run",
                           "it gave scores of another shape"};
             },
             CONTRACT_BROKEN, "api_contract", "another shape"},
        Case{"Crash",
             [](Evidence& e) {
               e.ending = {Ending::Kind::kCrash, "at start", "it crashed"};
             },
             CRASHED, "api_contract", "at start it crashed"},
        Case{"Violation",
             [](Evidence& e) {
               e.ending = {Ending::Kind::kViolation, "", "it called socket"};
             },
             VIOLATION, "limits", "socket"},
        Case{"Limit",
             [](Evidence& e) {
               e.ending = {Ending::Kind::kLimit, "", "memory"};
             },
             LIMIT_EXCEEDED, "limits", "memory"},
        Case{"NotFinite", [](Evidence& e) { e.not_finite = 1; },
             CONTRACT_BROKEN, "api_contract", "NaN"},
        Case{"Dishonest", [](Evidence& e) { e.changed = 3; }, DISHONEST,
             "honesty", "3 of 200 images"},
        Case{"NotAskedAgain", [](Evidence& e) { e.asked_again = 0; }, DISHONEST,
             "honesty", ""},
        Case{"Inaccurate", [](Evidence& e) { e.correct = 8999; }, INACCURATE,
             "accuracy",
             "89.99 % of 10000 answers are right; Speed Demon "
             "needs 90 %"},
        Case{"NoAnswers",
             [](Evidence& e) {
               e.samples = 0;
               e.correct = 0;
             },
             INACCURATE, "accuracy", ""},
        Case{"TooFewPairs", [](Evidence& e) { e.pairs.resize(39); }, UNSTABLE,
             "performance", "39 pairs"},
        Case{"TooFewSamples",
             [](Evidence& e) {
               e.samples = 9999;
               e.correct = 9999;
             },
             UNSTABLE, "performance", "9999 samples"},
        Case{"NoPairs", [](Evidence& e) { e.pairs.clear(); }, UNSTABLE,
             "performance", "no pair"},
        Case{"Wide",
             [](Evidence& e) {
               for (size_t i = 0; i < e.pairs.size(); ++i) {
                 e.pairs[i].candidate_per_second = i % 2 == 0 ? 5000 : 15000;
               }
             },
             UNSTABLE, "performance", "wide"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(JudgeTest, TheFloorItselfIsEnough) {
  Evidence e = Good();
  e.correct = 9000;
  EXPECT_EQ(Judge(Spec(), e).verdict(), PASSED);
}

TEST(JudgeTest, HonestyComesBeforeAccuracy) {
  Evidence e = Good();
  e.changed = 100;
  e.correct = 1000;
  EXPECT_EQ(Judge(Spec(), e).verdict(), DISHONEST);
}

TEST(JudgeTest, SlowerThanTheBaselineIsNoPointsButARank) {
  Evidence e = Good();
  e.pairs.assign(40, {5000, 2500});
  const GradeReport r = Judge(Spec(), e);
  EXPECT_EQ(r.verdict(), PASSED);
  EXPECT_EQ(r.points(), 0);
  EXPECT_DOUBLE_EQ(r.ranking_figure(), 0.5 * Spec().reference_baseline());
}

TEST(JudgeTest, TheGradersOwnFailureIsAnErrorEverywhere) {
  const GradeReport r = GraderError("no sandbox here");
  EXPECT_EQ(r.verdict(), GRADER_ERROR);
  for (const Check& c : r.checks()) EXPECT_EQ(c.result(), CHECK_ERROR);
}

TEST(JudgeTest, VerdictsHaveWords) {
  EXPECT_EQ(VerdictWord(LIMIT_EXCEEDED), "limit exceeded");
}

}  // namespace
}  // namespace olympics
