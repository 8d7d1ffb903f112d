
#include "grader/judge/judge.h"

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "categories/spec.h"
#include "gmock/gmock.h"
#include "grader/evidence/made_up.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;

CategorySpec Spec(const std::string& name = "speed_demon") {
  return *LoadSpec("categories/" + name + "/spec.textproto");
}

Turn At(double per_second) { return MadeUpTurn(per_second); }

TaskSpec Images() {
  TaskSpec task;
  task.set_name("image_classification");
  task.set_title("Image classification");
  task.set_outputs(10);
  task.set_quality_target(0.9);
  return task;
}

Evidence WithPeak(Evidence e) {
  e.tasks[0].peak_memory_bytes = 5 << 20;
  e.tasks[0].peak_memory_method = "VmHWM";
  return e;
}

// Twice the baseline's speed at 91 %.
Evidence Good() { return WithPeak(MadeUpEvidence(Images())); }

// A source that holds so many bytes of data, after compression.
CarriedPart Carrying(int64_t constants) {
  CarriedPart part;
  part.set_source("model.cc");
  part.set_constants(constants);
  part.set_constants_bytes(2 * constants);
  return part;
}

Evidence GoodSuite() { return WithPeak(MadeUpSuite(Images())); }

TEST(JudgeTest, AGoodSubmissionPassesEveryCheckAndIsScored) {
  const GradeReport r = Judge(Spec(), Good());
  EXPECT_EQ(r.verdict(), PASSED) << r.reason();
  EXPECT_EQ(r.reason(), "");
  EXPECT_EQ(r.checks_size(), 8);
  for (const Check& c : r.checks()) {
    EXPECT_EQ(c.result(), CHECK_PASSED) << c.name();
  }
  EXPECT_DOUBLE_EQ(r.metric().value(), 10000);
  EXPECT_DOUBLE_EQ(r.gain().value(), 2);
  EXPECT_DOUBLE_EQ(r.accuracy(), 0.91);
  EXPECT_DOUBLE_EQ(r.points(),
                   100 * std::log(2) / std::log(Spec().terms(0).target_gain()));
  EXPECT_DOUBLE_EQ(r.ranking_figure(), 2 * Spec().reference_baseline());
  // Not the figure of this run, which is of its machine and load.
  EXPECT_EQ(r.checks(7).message(),
            "2.00 times the baseline: 57,000 inf/s on the reference machine");
}

TEST(JudgeTest, TheFailedCheckHoldsWhatTheProgramPrintedLast) {
  const auto printed = [](const Evidence& e, const std::string& name) {
    std::string all;
    const GradeReport report = Judge(Spec(), e);
    for (const Check& c : report.checks()) {
      if (c.program_output().empty()) continue;
      EXPECT_EQ(c.name(), name);
      all += c.program_output();
    }
    return all;
  };
  Evidence e = Good();
  e.tasks[0].training.set_output("of a training that went well\n");
  EXPECT_EQ(printed(e, ""), "");
  e.tasks[0].training.set_ok(false);
  e.tasks[0].training.set_output("epoch 1/3\nCosineSchedule: 200 of 32\n");
  EXPECT_EQ(printed(e, "training"), "epoch 1/3\nCosineSchedule: 200 of 32");
  const struct {
    Ending::Kind kind;
    const char* check;
  } kEndings[] = {
      {Ending::Kind::kContract, "api_contract"},
      {Ending::Kind::kCount, "api_contract"},
      {Ending::Kind::kCrash, "api_contract"},
      {Ending::Kind::kLate, "limits"},
      {Ending::Kind::kViolation, "limits"},
      {Ending::Kind::kLimit, "limits"},
  };
  for (const auto& [kind, check] : kEndings) {
    e = Good();
    e.tasks[0].ending = {kind, "while it was asked", "it ended", "four axes\n"};
    EXPECT_EQ(printed(e, check), "four axes");
  }
  // A low accuracy is no death: what it printed has nothing to do with it.
  e = Good();
  e.tasks[0].quality = 0.1;
  e.tasks[0].training.set_output("epoch 1/3\n");
  EXPECT_EQ(printed(e, ""), "");
}

struct Case {
  const char* name;
  std::function<void(Evidence&)> change;
  Verdict verdict;
  const char* check;
  const char* reason;
  bool suite = false;
};
class JudgeFailureTest : public ::testing::TestWithParam<Case> {};

TEST_P(JudgeFailureTest, GivesItsVerdictAtItsCheck) {
  Evidence e = GetParam().suite ? GoodSuite() : Good();
  GetParam().change(e);
  const GradeReport r =
      Judge(Spec(GetParam().suite ? "tinymlperf" : "speed_demon"), e);
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
        Case{"Carried",
             [](Evidence& e) { e.carried.push_back(Carrying(7000)); }, REFUSED,
             "carried",
             "it carries 7,000 bytes of constants (after compression) where "
             "Speed Demon allows 6,144"},
        Case{"CarriedTogether",
             [](Evidence& e) {
               e.carried = {Carrying(4000), Carrying(4000)};
             },
             REFUSED, "carried", "8,000 bytes of constants"},
        Case{"RefusedWhenItWasBuilt",
             [](Evidence& e) {
               Finding* f = e.inspection.add_findings();
               f->set_rule("carried");
               f->set_message("it carries 7,000 bytes");
               e.tasks[0].training.set_ok(false);
             },
             REFUSED, "carried", "it carries 7,000 bytes"},
        Case{"Training",
             [](Evidence& e) {
               e.tasks[0].training.set_ok(false);
               e.tasks[0].training.set_message("it crashed");
             },
             TRAINING_FAILED, "training", "no weights: it crashed"},
        Case{"Contract",
             [](Evidence& e) {
               e.tasks[0].ending = {Ending::Kind::kContract,
                                    "during the timed run",
                                    "it gave scores of another shape"};
             },
             CONTRACT_BROKEN, "api_contract", "another shape"},
        Case{"Crash",
             [](Evidence& e) {
               e.tasks[0].ending = {Ending::Kind::kCrash, "at start",
                                    "it crashed"};
             },
             CRASHED, "api_contract", "at start it crashed"},
        Case{"Violation",
             [](Evidence& e) {
               e.tasks[0].ending = {Ending::Kind::kViolation, "",
                                    "it called socket"};
             },
             VIOLATION, "limits", "socket"},
        Case{"Limit",
             [](Evidence& e) {
               e.tasks[0].ending = {Ending::Kind::kLimit, "", "memory"};
             },
             LIMIT_EXCEEDED, "limits", "memory"},
        Case{"Count",
             [](Evidence& e) {
               e.tasks[0].ending = {Ending::Kind::kCount, "while it was asked",
                                    "it gave 3 answers too many"};
             },
             WRONG_COUNT, "api_contract", "3 answers too many"},
        Case{"Late",
             [](Evidence& e) {
               e.tasks[0].ending = {Ending::Kind::kLate, "while it was asked",
                                    "it gave no answer for 2000 ms"};
             },
             LATE, "limits", "2000 ms"},
        Case{"NotFinite", [](Evidence& e) { e.tasks[0].not_finite = 1; },
             NOT_FINITE, "api_contract", "NaN"},
        Case{"OtherOrder", [](Evidence& e) { e.tasks[0].changed = 3; },
             DISHONEST, "honesty", "3 of 200 samples"},
        Case{"NotAskedAgain", [](Evidence& e) { e.tasks[0].asked_again = 0; },
             DISHONEST, "honesty", ""},
        Case{"OtherBatch", [](Evidence& e) { e.tasks[0].batch_changed = 3; },
             DISHONEST, "honesty", "must not depend on its neighbours"},
        Case{"NotBatched", [](Evidence& e) { e.tasks[0].batched = 0; },
             DISHONEST, "honesty", ""},
        Case{"Shuffled", [](Evidence& e) { e.tasks[0].shuffled_quality = 0.8; },
             DISHONEST, "honesty", "with shuffled pixels 80.0 % are still"},
        Case{"NotShuffled",
             [](Evidence& e) { e.tasks[0].shuffled_quality = -1; }, DISHONEST,
             "honesty", "no sample with shuffled pixels"},
        Case{"WorksInPauses",
             [](Evidence& e) { e.tasks[0].pause_cpu_seconds = 0.2; }, DISHONEST,
             "honesty", "200 ms of CPU time in 1000 ms"},
        Case{"NoPause", [](Evidence& e) { e.tasks[0].pause_seconds = 0; },
             DISHONEST, "honesty", "nothing was asked"},
        Case{"Perturbed",
             [](Evidence& e) { e.tasks[0].perturbed_quality = 0.8; }, DISHONEST,
             "honesty", "image_classification: on samples changed a little",
             true},
        Case{"TheGradersPatience",
             [](Evidence& e) {
               e.tasks[0].ending = {Ending::Kind::kPatience,
                                    "while it was asked",
                                    "it was stopped at its wall limit"};
             },
             UNSTABLE, "performance", "though it answered each question"},
        Case{"WideAndDisturbed",
             [](Evidence& e) {
               for (size_t i = 0; i < e.tasks[0].pairs.size(); i += 2) {
                 e.tasks[0].pairs[i].candidate = At(40000);
               }
               e.others_share = 0.3;
               e.stolen_share = 0.12;
             },
             UNSTABLE, "performance",
             "(the hypervisor took 12 % of the time, other programs had the "
             "workers' core for 30 %)"},
        Case{"WeightsDoNotMatter",
             [](Evidence& e) {
               e.tasks[0].other_weights_quality = {0.9, 0.6, 0.9};
             },
             DISHONEST, "honesty",
             "with the values of its weights in another order 60.0 % are"},
        Case{"EndsWithOtherWeights",
             [](Evidence& e) {
               e.tasks[0].other_weights_quality.clear();
               e.tasks[0].other_weights_ended = "while loading it crashed";
             },
             DISHONEST, "honesty",
             "gave no answers (while loading it crashed): Load must take"},
        Case{"CarelessForMemory",
             [](Evidence& e) {
               e.tasks[0].in_memory_starts[kTestSample] = {2000, 300};
               e.tasks[0].in_memory_starts[kStrongSample] = {1000, 200};
             },
             DISHONEST, "honesty",
             "while its memory was measured 83.3 % were right"},
        Case{"KnowsTheTestSplit",
             [](Evidence& e) {
               for (TurnPair& p : e.tasks[0].pairs) {
                 p.candidate.of[kTrainingSample].wrong = 5;
               }
             },
             DISHONEST, "honesty", "it knows the test split"},
        Case{"LosesMoreThanTheBaseline",
             [](Evidence& e) {
               for (TurnPair& p : e.tasks[0].pairs) {
                 p.candidate.of[kStrongSample].wrong = 15;
               }
             },
             DISHONEST, "honesty", "it keeps 0.50 of what the baseline keeps"},
        Case{"FasterWhereItKnows",
             [](Evidence& e) {
               for (TurnPair& p : e.tasks[0].pairs) {
                 p.candidate.of[kStrongSample].seconds *= 3;
               }
             },
             DISHONEST, "honesty",
             "a strongly changed sample takes 3.00 times as long"},
        Case{"TooFewToTell",
             [](Evidence& e) {
               for (TurnPair& p : e.tasks[0].pairs) {
                 p.candidate.of[kStrongSample] = {};
               }
             },
             UNSTABLE, "honesty", "so few samples were answered"},
        Case{"AnotherFunction",
             [](Evidence& e) { e.tasks[0].closed_difference = 0.4; },
             NOT_COMPLIANT, "compliance",
             "its scores differ from the reference's by 0.40", true},
        Case{"NotComparedWithTheReference",
             [](Evidence& e) { e.tasks[0].closed_difference = -1; },
             NOT_COMPLIANT, "compliance", "closed division", true},
        Case{"Inaccurate", [](Evidence& e) { e.tasks[0].quality = 0.8999; },
             INACCURATE, "accuracy",
             "89.99 % of 10000 answers are right; Speed Demon "
             "needs 90 %"},
        Case{"BelowItsTarget", [](Evidence& e) { e.tasks[0].quality = 0.89; },
             INACCURATE, "accuracy",
             "image_classification: 89.00 % of 10000 answers are right; Image "
             "classification needs 90 %",
             true},
        Case{"NoAnswers",
             [](Evidence& e) {
               e.tasks[0].samples = 0;
               e.tasks[0].quality = 0;
             },
             INACCURATE, "accuracy", "0.00 % of 0 answers"},
        Case{"Test01Answers",
             [](Evidence& e) { e.tasks[0].performance_differ = 11; },
             NOT_COMPLIANT, "compliance", "TEST01: 11 of 1000 answers", true},
        Case{"Test01Performance",
             [](Evidence& e) {
               e.tasks[0].compliance[0].compared = {1.3, 1.3, 1.3};
             },
             NOT_COMPLIANT, "compliance", "TEST01: performance is 23 % lower",
             true},
        Case{"Test04",
             [](Evidence& e) {
               e.tasks[0].compliance[1].compared = {0.5, 0.5, 0.5};
             },
             NOT_COMPLIANT, "compliance",
             "TEST04: the same sample again and again is 100 % faster", true},
        Case{"Test05",
             [](Evidence& e) {
               e.tasks[0].compliance[2].compared = {2, 2, 2};
             },
             NOT_COMPLIANT, "compliance",
             "TEST05: performance is 50 % lower with other seeds", true},
        Case{"ComplianceThatNobodyCanTell",
             [](Evidence& e) {
               e.tasks[0].compliance[1].compared = {1.0, 0.5, 0.5};
             },
             UNSTABLE, "compliance",
             "TEST04: the performance is between 1.00 and 2.00 times", true},
        Case{"NoCompliance", [](Evidence& e) { e.tasks[0].compliance.clear(); },
             NOT_COMPLIANT, "compliance", "no compliance test", true},
        Case{"EmptyCompliance",
             [](Evidence& e) { e.tasks[0].compliance[2].plain.clear(); },
             NOT_COMPLIANT, "compliance", "TEST05: it gave no figures", true},
        Case{"TooFewPairs", [](Evidence& e) { e.tasks[0].pairs.resize(39); },
             UNSTABLE, "performance", "39 pairs"},
        Case{"TooFewOfOneScenario",
             [](Evidence& e) { e.tasks[0].offline.resize(3); }, UNSTABLE,
             "performance", "3 pairs", true},
        Case{"TooFewSamples", [](Evidence& e) { e.tasks[0].samples = 9999; },
             UNSTABLE, "performance", "9999 samples"},
        Case{"NoPairs", [](Evidence& e) { e.tasks[0].pairs.clear(); }, UNSTABLE,
             "performance", "no pair"},
        Case{"Wide",
             [](Evidence& e) {
               for (size_t i = 0; i < e.tasks[0].pairs.size(); ++i) {
                 e.tasks[0].pairs[i].candidate = At(i % 2 == 0 ? 5000 : 15000);
               }
             },
             UNSTABLE, "performance", "wide"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(JudgeTest, TheFloorItselfIsEnough) {
  Evidence e = Good();
  e.tasks[0].quality = 0.9;
  EXPECT_EQ(Judge(Spec(), e).verdict(), PASSED);
}

TEST(JudgeTest, HonestyComesBeforeAccuracyAndAllThatIsWrongIsSaid) {
  Evidence e = Good();
  e.tasks[0].changed = 100;
  e.tasks[0].pause_cpu_seconds = 1;
  e.tasks[0].quality = 0.8;
  const GradeReport r = Judge(Spec(), e);
  EXPECT_EQ(r.verdict(), DISHONEST);
  EXPECT_THAT(r.reason(), HasSubstr("100 of 200"));
  EXPECT_THAT(r.reason(), HasSubstr("; it used 1000 ms"));
  EXPECT_EQ(r.checks(4).name(), "accuracy");
  EXPECT_EQ(r.checks(4).result(), CHECK_FAILED);
  EXPECT_EQ(r.checks(7).name(), "performance");
  EXPECT_EQ(r.checks(7).result(), CHECK_SKIPPED);
}

TEST(JudgeTest, WhatIsCarriedIsInEveryReport) {
  Evidence e = Good();
  e.carried = {Carrying(100), Carrying(1200)};
  GradeReport r = Judge(Spec(), e);
  EXPECT_EQ(r.verdict(), PASSED);
  EXPECT_EQ(r.checks(1).name(), "carried");
  EXPECT_EQ(r.checks(1).message(),
            "1,300 bytes of constants, 0 of numbers in instructions, 0 of "
            "code, after compression");
  // Also in that of one that was refused.
  e.inspection.add_findings()->set_message("includes <torch/torch.h>");
  for (const GradeReport& report : {r, Judge(Spec(), e)}) {
    ASSERT_GE(report.figures_size(), 3);
    EXPECT_EQ(report.figures(0).name(), "carried_constants");
    EXPECT_EQ(report.figures(0).value(), 1300);
    EXPECT_EQ(report.figures(1).name(), "carried_immediates");
    EXPECT_EQ(report.figures(2).name(), "carried_code");
  }
}

// All that is wrong is said where it could be measured.
TEST(JudgeTest, WhoCarriesTooMuchIsJudgedAllTheSame) {
  Evidence e = Good();
  e.carried = {Carrying(7000)};
  e.tasks[0].quality = 0.5;
  const GradeReport r = Judge(Spec(), e);
  EXPECT_EQ(r.verdict(), REFUSED);
  EXPECT_EQ(r.checks(4).result(), CHECK_FAILED);
  EXPECT_EQ(r.checks(5).result(), CHECK_PASSED);
}

TEST(JudgeTest, SlowerThanTheBaselineIsNoPointsButARank) {
  Evidence e = Good();
  e.tasks[0].pairs.assign(40, {At(5000), At(2500)});
  const GradeReport r = Judge(Spec(), e);
  EXPECT_EQ(r.verdict(), PASSED);
  EXPECT_EQ(r.points(), 0);
  EXPECT_DOUBLE_EQ(r.ranking_figure(), 0.5 * Spec().reference_baseline());
}

TEST(JudgeTest, ASuitesTasksThatWereNotEnteredCountAsTheReference) {
  const CategorySpec spec = Spec("tinymlperf");
  ASSERT_EQ(spec.suite().tasks_size(), 4);
  const GradeReport r = Judge(spec, GoodSuite());
  ASSERT_EQ(r.verdict(), PASSED) << r.reason();
  EXPECT_EQ(r.checks_size(), 9);
  // Twice in both scenarios of one task of four.
  EXPECT_NEAR(r.gain().value(), std::pow(2, 0.25), 1e-9);
  EXPECT_NEAR(r.ranking_figure(), std::pow(2, 0.25), 1e-9);
  EXPECT_EQ(r.division(), "closed");
}

TEST(JudgeTest, ComplianceToleratesMoreWhereLatencyIsShort) {
  Evidence e = GoodSuite();
  TaskEvidence& t = e.tasks[0];
  // 15 % faster with the same sample: within 20 %, beyond 10 %.
  t.compliance[1].compared = {1 / 1.15, 1 / 1.15, 1 / 1.15};
  t.latency_ns = 199'999;
  EXPECT_EQ(Judge(Spec("tinymlperf"), e).verdict(), PASSED);
  t.latency_ns = 200'000;
  EXPECT_EQ(Judge(Spec("tinymlperf"), e).verdict(), NOT_COMPLIANT);
}

TEST(JudgeTest, ComplianceDoesNotMindTheOtherDirection) {
  Evidence e = GoodSuite();
  std::vector<Compared>& c = e.tasks[0].compliance;
  c[0].compared = c[2].compared = {0.5, 0.5, 0.5};
  c[1].compared = {2, 2, 2};
  EXPECT_EQ(Judge(Spec("tinymlperf"), e).verdict(), PASSED);
}

TEST(JudgeTest, WhatAModelEstimatesIsMarkedWhereverItIsShown) {
  Evidence e = Good();
  e.meter = "model";
  for (const bool estimated : {true, false}) {
    e.estimated = estimated;
    const GradeReport r = Judge(Spec("energy_efficient"), e);
    ASSERT_EQ(r.verdict(), PASSED) << r.reason();
    EXPECT_EQ(r.estimated(), estimated);
    EXPECT_EQ(r.metric().estimated(), estimated);
    EXPECT_EQ(r.baseline().estimated(), estimated);
    EXPECT_EQ(r.gain().estimated(), estimated);
    for (const Check& c : r.checks()) {
      if (c.name() != "performance") continue;
      EXPECT_EQ(c.message().find("(estimated)") != std::string::npos,
                estimated);
    }
  }
  // Speed is never estimated.
  e.estimated = true;
  EXPECT_FALSE(Judge(Spec(), e).estimated());
}

TEST(JudgeTest, ALayerThatTheSandboxHadToDoWithoutIsReportedOnce) {
  Evidence e = Good();
  e.tasks.push_back(e.tasks[0]);
  e.tasks[0].missing_layers = {"sandbox: the layer landlock is missing"};
  e.tasks[1].missing_layers = e.tasks[0].missing_layers;
  const GradeReport report = Judge(Spec(), e);
  ASSERT_EQ(report.host_findings_size(), 1);
  EXPECT_EQ(report.host_findings(0).what(), "sandbox_layer");
  EXPECT_EQ(report.host_findings(0).state(), e.tasks[0].missing_layers[0]);
}

}  // namespace
}  // namespace olympics
