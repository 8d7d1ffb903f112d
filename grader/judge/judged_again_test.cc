#include "grader/judge/judged_again.h"

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "categories/spec.h"
#include "gmock/gmock.h"
#include "grader/evidence/made_up.h"
#include "grader/judge/again.h"
#include "grader/judge/judge.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;

constexpr int64_t kNow = 1'800'000'000'000;

CategorySpec Spec(const std::string& name = "speed_demon") {
  return *LoadSpec("categories/" + name + "/spec.textproto");
}

TaskSpec Images() {
  TaskSpec task;
  task.set_name("image_classification");
  task.set_outputs(10);
  task.set_quality_target(0.9);
  return task;
}

Evidence Good() { return MadeUpEvidence(Images()); }

Evidence Suite() { return MadeUpSuite(Images()); }

// As the grader reports and keeps it.
struct Graded {
  GradeReport report;
  JudgedEvidence judged;
};

Graded GradedBy(const CategorySpec& spec, const Evidence& evidence,
                int gradings = 1) {
  Graded g;
  g.judged = {spec, gradings, evidence};
  g.report = Judge(spec, evidence);
  g.report.set_reason(g.report.reason() + TriedAgain(g.report, gradings));
  g.report.set_submission("eve");
  g.report.set_category(spec.name());
  g.report.set_started_unix_ms(1'700'000'000'000);
  g.report.set_host("bench");
  g.report.set_phase("final");
  g.report.set_worker_output("hello");
  g.report.set_evidence_sha256("e");
  g.report.mutable_basis()->set_kernel("6.1");
  g.report.mutable_basis()->set_spec_sha256(SpecSha256(spec));
  SpecOnRecord* on_record = g.report.add_specs();
  on_record->set_name(spec.name());
  on_record->set_digest("former");
  return g;
}

SpecsOfNow Now(const CategorySpec& spec, const Evidence& evidence) {
  SpecsOfNow now;
  now.category = spec;
  for (const TaskEvidence& t : evidence.tasks) now.tasks.push_back(t.task);
  return now;
}

std::vector<Evidence> AllKinds() {
  std::vector<Evidence> all = {Good()};
  const auto add = [&](const std::function<void(Evidence&)>& change) {
    change(all.emplace_back(Good()));
  };
  add([](Evidence& e) { e.tasks[0].correct = 10; });
  add([](Evidence& e) { e.tasks[0].quality = 0.1; });
  add([](Evidence& e) { e.tasks[0].pairs.clear(); });
  add([](Evidence& e) { e.tasks[0].changed = 100; });
  add([](Evidence& e) { e.tasks[0].not_finite = 1; });
  add([](Evidence& e) { e.tasks[0].training.set_ok(false); });
  add([](Evidence& e) { e.meter_lost = "the meter is gone"; });
  add([](Evidence& e) {
    e.inspection.add_findings()->set_message("it calls fork");
  });
  add([](Evidence& e) {
    e.tasks[0].ending = {Ending::Kind::kCrash, "then", "it died", "oh"};
  });
  return all;
}

TEST(JudgedAgainTest, BySameSpecsItSaysTheSame) {
  for (const char* name : {"speed_demon", "energy_efficient"}) {
    for (const Evidence& e : AllKinds()) {
      for (const int gradings : {1, 2}) {
        const Graded g = GradedBy(Spec(name), e, gradings);
        // By way of the file.
        const auto judged = UnpackEvidence(PackEvidence(g.judged));
        ASSERT_TRUE(judged.ok()) << judged.status();
        const auto again =
            JudgedBy(g.report, *judged, Now(Spec(name), e), kNow);
        ASSERT_TRUE(again.ok()) << again.status();
        EXPECT_TRUE(SaySame(g.report, *again))
            << g.report.DebugString() << again->DebugString();
      }
    }
  }
  const Graded suite = GradedBy(Spec("tinymlperf"), Suite());
  const auto again = JudgedBy(suite.report, suite.judged,
                              Now(Spec("tinymlperf"), Suite()), kNow);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(SaySame(suite.report, *again));
}

TEST(JudgedAgainTest, AHigherFloorRefusesAndTheMeasurementStaysTheSame) {
  const Graded g = GradedBy(Spec(), Good());
  ASSERT_EQ(g.report.verdict(), PASSED) << g.report.reason();
  CategorySpec higher = Spec();
  higher.set_accuracy_floor(0.95);
  const auto again = JudgedBy(g.report, g.judged, Now(higher, Good()), kNow);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->verdict(), INACCURATE);
  EXPECT_EQ(again->points(), 0);
  EXPECT_FALSE(SaySame(g.report, *again));
  EXPECT_EQ(again->submission(), "eve");
  EXPECT_EQ(again->host(), "bench");
  EXPECT_EQ(again->started_unix_ms(), g.report.started_unix_ms());
  EXPECT_EQ(again->phase(), "final");
  EXPECT_EQ(again->worker_output(), "hello");
  EXPECT_EQ(again->evidence_sha256(), "e");
  EXPECT_EQ(again->basis().kernel(), "6.1");
  EXPECT_EQ(again->basis().spec_sha256(), SpecSha256(higher));
  EXPECT_EQ(again->judged_again().at_unix_ms(), kNow);
  EXPECT_EQ(again->judged_again().former_spec_sha256(), SpecSha256(Spec()));
  EXPECT_EQ(again->judged_again().former_specs(0).digest(), "former");
  EXPECT_EQ(again->specs(0).name(), "speed_demon");
  EXPECT_NE(again->specs(0).digest(), "former");
  // And back.
  const auto back = JudgedBy(*again, g.judged, Now(Spec(), Good()), kNow + 1);
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_TRUE(SaySame(*back, g.report));
}

TEST(JudgedAgainTest, ALowerTargetGainGivesMorePoints) {
  const Graded g = GradedBy(Spec(), Good());
  CategorySpec easier = Spec();
  easier.mutable_terms(0)->set_target_gain(2);
  const auto again = JudgedBy(g.report, g.judged, Now(easier, Good()), kNow);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_GT(again->points(), g.report.points());
  EXPECT_NEAR(again->points(), 100, 1e-9);
  EXPECT_EQ(again->gain().value(), g.report.gain().value());
}

TEST(JudgedAgainTest, ASuitesTargetIsItsTasks) {
  const Graded g = GradedBy(Spec("tinymlperf"), Suite());
  ASSERT_EQ(g.report.verdict(), PASSED) << g.report.reason();
  SpecsOfNow now = Now(Spec("tinymlperf"), Suite());
  now.tasks[0].set_quality_target(0.99);
  const auto again = JudgedBy(g.report, g.judged, now, kNow);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->verdict(), INACCURATE);
}

TEST(JudgedAgainTest, WhatTheEvidenceDoesNotAnswerIsRefusedByTheField) {
  const Graded g = GradedBy(Spec(), Good());
  const auto refused = [&](const std::function<void(SpecsOfNow&)>& change) {
    SpecsOfNow now = Now(Spec(), Good());
    change(now);
    const auto again = JudgedBy(g.report, g.judged, now, kNow);
    EXPECT_TRUE(absl::IsFailedPrecondition(again.status()) ||
                absl::IsNotFound(again.status()))
        << again.status();
    return std::string(again.status().message());
  };
  EXPECT_EQ(refused([](SpecsOfNow& s) {
              s.category.mutable_measuring()->set_batch_size(9);
            }),
            "measuring.batch_size is not what it was measured with: measure it "
            "again");
  EXPECT_EQ(refused([](SpecsOfNow& s) {
              s.category.mutable_measuring()->set_min_pairs(41);
            }),
            "measuring.min_pairs is 41, and 40 were measured: measure it "
            "again");
  EXPECT_THAT(refused([](SpecsOfNow& s) {
                s.category.mutable_measuring()->set_min_samples(10001);
              }),
              HasSubstr("measuring.min_samples is 10001"));
  EXPECT_EQ(refused([](SpecsOfNow& s) {
              s.tasks[0].mutable_perturbation()->set_noise(0.5);
            }),
            "tasks/image_classification: perturbation.noise is not what it was "
            "measured with: measure it again");
  EXPECT_THAT(refused([](SpecsOfNow& s) { s.tasks.clear(); }),
              HasSubstr("there is no task"));
}

TEST(JudgedAgainTest, WhatEndedEarlyIsNotJudgedByALowerFloor) {
  Evidence early = Good();
  early.tasks[0].pairs.resize(2);
  early.tasks[0].correct = 5000;
  early.tasks[0].quality = 0.5;
  const Graded g = GradedBy(Spec(), early);
  ASSERT_EQ(g.report.verdict(), INACCURATE) << g.report.reason();
  CategorySpec lower = Spec();
  lower.set_accuracy_floor(0.4);
  const auto again = JudgedBy(g.report, g.judged, Now(lower, early), kNow);
  EXPECT_TRUE(absl::IsFailedPrecondition(again.status())) << again.status();
  EXPECT_THAT(again.status().message(), HasSubstr("ended early"));
}

TEST(JudgedAgainTest, WhatWasRefusedWhenBuiltIsNotJudgedByOtherBounds) {
  Evidence e = Good();
  e.inspection.add_findings()->set_message("it carries too much");
  const Graded g = GradedBy(Spec(), e);
  ASSERT_EQ(g.report.verdict(), REFUSED);
  CategorySpec more = Spec();
  more.mutable_carried()->set_code_bytes(1 << 20);
  const auto again = JudgedBy(g.report, g.judged, Now(more, e), kNow);
  EXPECT_THAT(again.status().message(), HasSubstr("carried"));
}

}  // namespace
}  // namespace olympics
