#include "grader/judge/familiarity.h"

#include <cmath>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "categories/spec.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A worker: its shares of right answers and its microseconds a sample, by kind.
struct Worker {
  double right[kSampleKinds];
  double microseconds[kSampleKinds];
};

constexpr Worker kBaseline = {{0.92, 0.94, 0.78}, {30, 30, 30}};

Turn Play(const Worker& worker, int samples, std::mt19937_64& random) {
  Turn turn;
  turn.samples = samples;
  std::uniform_real_distribution<double> share(0, 1);
  std::normal_distribution<double> noise(1, 0.05);
  for (int i = 0; i < samples; ++i) {
    const double drawn = share(random);
    const int kind = drawn < 0.25  ? kTrainingSample
                     : drawn < 0.5 ? kStrongSample
                                   : kTestSample;
    Tally& tally = turn.of[kind];
    ++tally.samples;
    tally.wrong += share(random) > worker.right[kind];
    const double seconds =
        1e-6 * worker.microseconds[kind] * std::max(0.5, noise(random));
    tally.seconds += seconds;
    turn.seconds += seconds;
  }
  return turn;
}

std::vector<TurnPair> Contest(const Worker& worker, uint64_t seed,
                              int samples = 400) {
  std::mt19937_64 random(seed);
  std::vector<TurnPair> pairs;
  for (int i = 0; i < 40; ++i) {
    pairs.push_back({Play(kBaseline, samples, random),
                     Play(worker, samples, random), i / 5});
  }
  return pairs;
}

TaskEvidence Task() {
  TaskEvidence t;
  t.task.set_quality(TOP1);
  t.different = {10'000, 10'000, 0, 0};
  return t;
}

// The shipped ones.
Honesty Bounds() {
  CategorySpec spec;
  FillIn(spec);
  return spec.honesty();
}

std::vector<std::string> Against(const std::vector<TurnPair>& pairs,
                                 const TaskEvidence& task = Task()) {
  const std::optional<Familiarity> f = FamiliarityOf(pairs, task);
  EXPECT_TRUE(f.has_value());
  return f.has_value() ? AgainstFamiliarity(Bounds(), *f)
                       : std::vector<std::string>{"not answered"};
}

struct Case {
  const char* name;
  Worker worker;
  const char* against;  // "": nothing
};

class FamiliarityTest : public testing::TestWithParam<Case> {};

TEST_P(FamiliarityTest, IsAgainstWhoKnowsTheTestSplitAndNobodyElse) {
  const std::vector<std::string> against =
      Against(Contest(GetParam().worker, 1));
  if (*GetParam().against == '\0') {
    EXPECT_THAT(against, IsEmpty());
  } else {
    EXPECT_THAT(against, ElementsAre(HasSubstr(GetParam().against)));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Workers, FamiliarityTest,
    testing::Values(
        Case{"the_baseline", kBaseline, ""},
        Case{"one_that_overfits", {{0.91, 0.99, 0.76}, {3, 3, 3}}, ""},
        Case{"one_that_has_learnt_little", {{0.85, 0.85, 0.68}, {3, 3, 3}}, ""},
        Case{"one_that_leaves_early", {{0.91, 0.93, 0.75}, {3, 2.9, 4.5}}, ""},
        Case{"trained_on_the_test_split",
             {{0.96, 0.92, 0.8}, {3, 3, 3}},
             "it knows the test split"},
        Case{"a_table_that_is_lost_without",
             {{0.95, 0.95, 0.5}, {3, 3, 3}},
             "keeps 0.6"},
        Case{"a_table_with_a_network",
             {{0.92, 0.92, 0.78}, {1, 9, 1.5}},
             "a sample of the training split takes "},
        Case{"one_that_spares_itself_the_strong",
             {{0.92, 0.94, 0.66}, {3, 3, 0.5}},
             "spares itself"},
        Case{"a_table_of_both_splits",
             {{0.92, 0.92, 0.78}, {1, 1, 9}},
             "a strongly changed sample takes "}),
    [](const testing::TestParamInfo<Case>& c) {
      return std::string(c.param.name);
    });

TEST(FamiliarityIntervalTest, AThousandHonestGradingsFailNobody) {
  // At the bounds' good side: as good on the test split as on the training
  // split, and a little weaker than the baseline on strong samples.
  const Worker honest = {{0.90, 0.90, 0.70}, {3, 3.1, 4.5}};
  int failed = 0;
  for (uint64_t seed = 0; seed < 1000; ++seed) {
    failed += !Against(Contest(honest, seed, 60)).empty();
  }
  EXPECT_EQ(failed, 0);
}

TEST(FamiliarityTest, WhatStrongSamplesAreStandsInTheSentence) {
  const Worker slow = {{0.92, 0.92, 0.5}, {3, 3, 9}};
  TaskEvidence task = Task();
  task.task.set_fresh(WORDS);
  EXPECT_THAT(Against(Contest(slow, 1), task),
              ElementsAre(HasSubstr("on newly spoken samples it keeps"),
                          HasSubstr("a newly spoken sample takes")));
}

// Of a task without classes, whose quality is an area.
TEST(FamiliarityTest, AnAreaIsKeptOnStrongSamplesOrItIsAgainstIt) {
  const std::vector<TurnPair> pairs = Contest(kBaseline, 1);
  TaskEvidence task = Task();
  task.task.set_quality(AUC);
  task.task.set_fresh(ANOMALIES);
  task.different[kStrongSample] = 1000;
  task.quality = task.baseline_quality = 0.98;
  task.samples = 1000;
  // Not asked: there is nothing to say.
  EXPECT_FALSE(FamiliarityOf(pairs, task)->strong_kept.has_value());
  task.strong_asked = 4000;
  task.baseline_strong_auc = 0.96;
  task.strong_auc = 0.93;
  EXPECT_THAT(Against(pairs, task), IsEmpty());
  EXPECT_NEAR(FamiliarityOf(pairs, task)->strong_kept->value, 0.93 / 0.96,
              1e-9);
  // Who is lost where its table ends.
  task.strong_auc = 0.5;
  EXPECT_THAT(Against(pairs, task),
              ElementsAre(HasSubstr("on new samples it keeps 0.52 of what")));
  // Of a handful that may be chance.
  task.strong_asked = 12;
  EXPECT_THAT(Against(pairs, task), IsEmpty());
  // Nothing is in order, or everything.
  task.strong_asked = 4000;
  task.strong_auc = 0;
  EXPECT_EQ(Against(pairs, task).size(), 1u);
  task.strong_auc = task.quality = task.baseline_strong_auc = 1;
  EXPECT_THAT(Against(pairs, task), IsEmpty());
}

// Asked over and over, a few fresh samples tell no more than once.
TEST(FamiliarityIntervalTest, AFewFreshSamplesAreAgainstNobody) {
  const Worker worse = {{0.92, 0.92, 0.55}, {3, 3, 3}};
  const std::vector<TurnPair> pairs = Contest(worse, 1);
  EXPECT_FALSE(Against(pairs).empty());
  TaskEvidence task = Task();
  task.different[kStrongSample] = 24;
  EXPECT_THAT(Against(pairs, task), IsEmpty());
}

TEST(FamiliarityIntervalTest, FewSamplesAreAgainstNobody) {
  const Worker honest = {{0.90, 0.91, 0.74}, {3, 3, 3}};
  for (uint64_t seed = 0; seed < 200; ++seed) {
    EXPECT_THAT(Against(Contest(honest, seed, 8)), IsEmpty()) << seed;
  }
}

TEST(FamiliarityIntervalTest, WhatWasNotAskedHasNoFigures) {
  std::vector<TurnPair> pairs = Contest(kBaseline, 1);
  for (TurnPair& pair : pairs) pair.candidate.of[kStrongSample] = {};
  EXPECT_FALSE(FamiliarityOf(pairs, Task()).has_value());
  EXPECT_FALSE(FamiliarityOf({}, Task()).has_value());
}

// The same with a quarter of held-out samples, that many different ones.
std::vector<TurnPair> WithHeldOut(const Worker& worker, double right,
                                  double microseconds) {
  std::vector<TurnPair> pairs = Contest(worker, 1);
  for (TurnPair& pair : pairs) {
    pair.baseline.of[kHeldOutSample] = {100, 10, 100 * 30e-6};
    pair.candidate.of[kHeldOutSample] = {
        100, static_cast<int64_t>(100 * (1 - right) + 0.5),
        100 * 1e-6 * microseconds};
  }
  return pairs;
}

TEST(FamiliarityIntervalTest, WhoKnowsTheTestSplitIsLostOnHeldOutSamples) {
  TaskEvidence task = Task();
  task.different[kHeldOutSample] = 2000;
  const Worker worker = {{0.92, 0.94, 0.78}, {3, 3, 3}};
  EXPECT_THAT(Against(WithHeldOut(worker, 0.9, 3), task), IsEmpty());
  EXPECT_THAT(Against(WithHeldOut(worker, 0.8, 3), task),
              ElementsAre(HasSubstr("more than the baseline does")));
  EXPECT_THAT(Against(WithHeldOut(worker, 0.9, 9), task),
              ElementsAre(HasSubstr("that nobody has seen takes 3.")));
  // Where the course has some and none was asked nothing can be said.
  EXPECT_FALSE(FamiliarityOf(Contest(worker, 1), task).has_value());
}

TEST(FamiliarityIntervalTest, ATaskWithoutClassesIsJudgedByTimesAlone) {
  TaskEvidence task = Task();
  task.task.set_quality(AUC);
  const auto f = FamiliarityOf(Contest(kBaseline, 1), task);
  ASSERT_TRUE(f.has_value());
  EXPECT_FALSE(f->familiar_quality.has_value());
  EXPECT_FALSE(f->strong_kept.has_value());
  EXPECT_NEAR(f->training_time.value, 1, 0.02);
}

}  // namespace
}  // namespace olympics
