#include "categories/spec.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;

TEST(SpecTest, EveryCategoryDemandsWhatTheCourseAnnounces) {
  const struct {
    const char* name;
    const char* title;
    double floor;
    std::vector<Measure> measures;
  } kCases[] = {
      {"speed_demon", "Speed Demon", 0.90, {INFERENCES_PER_SECOND}},
      {"memory_miser", "Memory Miser", 0.85, {PEAK_MEMORY}},
      {"energy_efficient", "Energy Efficient", 0.88, {JOULES_PER_INFERENCE}},
      {"edge_expert",
       "Edge Expert",
       0.85,
       {INFERENCES_PER_SECOND, WRONG_ANSWERS, JOULES_PER_INFERENCE}},
      {"tinymlperf",
       "TinyMLPerf",
       0,
       {SINGLE_STREAM_LATENCY, OFFLINE_THROUGHPUT}},
  };
  for (const auto& c : kCases) {
    const auto spec =
        LoadSpec(std::string("categories/") + c.name + "/spec.textproto");
    ASSERT_TRUE(spec.ok()) << spec.status();
    EXPECT_EQ(spec->name(), c.name);
    EXPECT_EQ(spec->title(), c.title);
    EXPECT_DOUBLE_EQ(spec->accuracy_floor(), c.floor);
    ASSERT_EQ(spec->terms_size(), static_cast<int>(c.measures.size()));
    for (int t = 0; t < spec->terms_size(); ++t) {
      EXPECT_EQ(spec->terms(t).measure(), c.measures[t]);
    }
  }
}

TEST(SpecTest, EveryTaskOfTheSuiteIsThere) {
  const auto spec = LoadSpec("categories/tinymlperf/spec.textproto");
  ASSERT_TRUE(spec.ok()) << spec.status();
  ASSERT_EQ(spec->suite().tasks_size(), 4);
  for (const std::string& name : spec->suite().tasks()) {
    const auto task = LoadTask("categories/tasks/" + name + ".textproto");
    ASSERT_TRUE(task.ok()) << task.status();
    EXPECT_EQ(task->name(), name);
    EXPECT_GT(task->quality_target(), 0.8);
  }
}

TEST(SpecTest, FieldsThatMakeNoSenseAreNamed) {
  const struct {
    const char* category;
    void (*change)(CategorySpec&);
    const char* message;
  } kCases[] = {
      {"speed_demon",
       [](CategorySpec& s) { s.mutable_limits()->set_memory_mib(-5); },
       "limits.memory_mib is -5; it must be 1 or more"},
      {"speed_demon",
       [](CategorySpec& s) { s.mutable_limits()->set_query_milliseconds(0); },
       "limits.query_milliseconds is 0"},
      {"speed_demon", [](CategorySpec& s) { s.set_accuracy_floor(90); },
       "accuracy_floor is 90; it must be from 0 to 1"},
      {"speed_demon",
       [](CategorySpec& s) { s.mutable_terms(0)->set_target_gain(1); },
       "terms.target_gain is 1"},
      {"speed_demon", [](CategorySpec& s) { s.set_reference_baseline(-1); },
       "reference_baseline is -1"},
      {"speed_demon",
       [](CategorySpec& s) { s.mutable_measuring()->set_batch_size(0); },
       "measuring.batch_size is 0"},
      {"speed_demon",
       [](CategorySpec& s) { s.mutable_measuring()->set_batch_size(100000); },
       "measuring.batch_size is 100000"},
      {"speed_demon", [](CategorySpec& s) { s.set_difficulty(0.0 / 0.0); },
       "difficulty is nan"},
      {"speed_demon", [](CategorySpec& s) { s.clear_title(); }, "title"},
      {"speed_demon", [](CategorySpec& s) { s.clear_terms(); },
       "there are no terms"},
      {"speed_demon", [](CategorySpec& s) { *s.add_terms() = s.terms(0); },
       "INFERENCES_PER_SECOND is there twice"},
      {"speed_demon",
       [](CategorySpec& s) {
         s.mutable_terms(0)->set_measure(SINGLE_STREAM_LATENCY);
       },
       "SINGLE_STREAM_LATENCY is a measure of a suite"},
      {"speed_demon",
       [](CategorySpec& s) {
         s.mutable_terms(0)->set_measure(JOULES_PER_INFERENCE);
       },
       "energy is not given"},
      {"speed_demon",
       [](CategorySpec& s) { s.mutable_honesty()->set_pause_cpu_share(0); },
       "honesty.pause_cpu_share is 0"},
      {"speed_demon",
       [](CategorySpec& s) { s.mutable_measuring()->set_strong_share(0.7); },
       "held_out_share together is 1.1; it must be 0.8 at most"},
      {"speed_demon",
       [](CategorySpec& s) { s.mutable_measuring()->set_training_share(-1); },
       "held_out_share is -1; it must be above 0"},
      {"speed_demon",
       [](CategorySpec& s) { s.mutable_measuring()->set_asked_again(3); },
       "measuring.asked_again is 3; it must be 64 or more"},
      {"speed_demon",
       [](CategorySpec& s) { s.mutable_honesty()->set_strong_kept(2); },
       "honesty.strong_kept is 2; it must be from 0 to 1"},
      {"speed_demon",
       [](CategorySpec& s) { s.mutable_honesty()->set_strong_time(0.0 / 0.0); },
       "honesty.strong_time is nan"},
      {"speed_demon",
       [](CategorySpec& s) { s.mutable_carried()->set_constants_bytes(0); },
       "carried.constants_bytes is 0; it must be 1 or more, or left out"},
      {"speed_demon",
       [](CategorySpec& s) { s.mutable_carried()->set_immediates_bytes(-1); },
       "carried.immediates_bytes is -1"},
      {"speed_demon",
       [](CategorySpec& s) { s.mutable_carried()->set_code_bytes(0); },
       "carried.code_bytes is 0"},
      {"memory_miser",
       [](CategorySpec& s) { s.mutable_measuring()->set_memory_starts(0); },
       "measuring.memory_starts is 0; it must be 3 or more"},
      {"edge_expert",
       [](CategorySpec& s) { s.mutable_terms(0)->set_weight(0.5); },
       "the sum of terms.weight is 1.1; it must be 1"},
      {"edge_expert", [](CategorySpec& s) { s.set_composite(COMPOSITE_NONE); },
       "composite must be given"},
      {"energy_efficient",
       [](CategorySpec& s) { s.mutable_energy()->set_meter("guess"); },
       "energy.meter is \"guess\""},
      {"energy_efficient",
       [](CategorySpec& s) { s.mutable_energy()->clear_core(); },
       "energy.core is empty"},
      {"energy_efficient",
       [](CategorySpec& s) { s.mutable_energy()->mutable_core(1)->set_mhz(1); },
       "energy.core.mhz is 1; it must be above the one before it"},
      {"tinymlperf", [](CategorySpec& s) { s.mutable_suite()->clear_tasks(); },
       "suite.tasks is empty"},
      {"tinymlperf",
       [](CategorySpec& s) { s.mutable_suite()->add_tasks("digits"); },
       "suite.tasks names a task twice"},
      {"tinymlperf",
       [](CategorySpec& s) { s.mutable_suite()->set_min_query_count(10); },
       "suite.min_query_count is 10"},
      {"tinymlperf",
       [](CategorySpec& s) { s.mutable_suite()->set_short_tolerance(0.05); },
       "suite.short_tolerance is 0.05"},
      {"speed_demon",
       [](CategorySpec& s) { s.mutable_measuring()->set_max_seconds(1); },
       "the limits contradict each other: measuring.min_pairs turns"},
      {"speed_demon",
       [](CategorySpec& s) { s.mutable_limits()->set_wall_seconds(50); },
       "the limits contradict each other: limits.start_seconds and"},
      {"speed_demon",
       [](CategorySpec& s) {
         s.mutable_limits()->set_query_milliseconds(1'000'000);
       },
       "the limits contradict each other: limits.query_milliseconds"},
  };
  for (const auto& c : kCases) {
    auto spec =
        LoadSpec(std::string("categories/") + c.category + "/spec.textproto");
    ASSERT_TRUE(spec.ok()) << spec.status();
    c.change(*spec);
    EXPECT_THAT(std::string(ValidateSpec(*spec).message()),
                HasSubstr(c.message));
  }
}

// Specs from before there was this field.
TEST(SpecTest, BoundsThatAreLeftOutAreTheShippedOnes) {
  for (const char* category : {"edge_expert", "energy_efficient",
                               "memory_miser", "speed_demon", "tinymlperf"}) {
    CategorySpec spec =
        *LoadSpec(std::string("categories/") + category + "/spec.textproto");
    const CarriedBounds shipped = spec.carried();
    EXPECT_EQ(shipped.constants_bytes(), 6144);
    EXPECT_EQ(shipped.immediates_bytes(), 8192);
    EXPECT_EQ(shipped.code_bytes(), 98304);
    spec.clear_carried();
    EXPECT_TRUE(ValidateSpec(spec).ok());
    EXPECT_EQ(BoundsOf(spec).SerializeAsString(), shipped.SerializeAsString());
    spec.mutable_carried()->set_code_bytes(7);
    EXPECT_EQ(BoundsOf(spec).code_bytes(), 7);
    EXPECT_EQ(BoundsOf(spec).constants_bytes(), 6144);
  }
}

TEST(SpecTest, TasksThatMakeNoSenseAreNamed) {
  const struct {
    void (*change)(TaskSpec&);
    const char* message;
  } kCases[] = {
      {[](TaskSpec& t) { t.clear_name(); }, "name and title"},
      {[](TaskSpec& t) { t.set_height(0); }, "a sample is 0 x 8"},
      {[](TaskSpec& t) { t.set_width(1 << 30); }, "from 1 to 784 values"},
      {[](TaskSpec& t) { t.set_outputs(17); }, "outputs is 17"},
      {[](TaskSpec& t) { t.set_quality(AUC); }, "quality AUC goes with"},
      {[](TaskSpec& t) { t.set_quality_target(95); }, "quality_target is 95"},
      {[](TaskSpec& t) { t.mutable_perturbation()->set_max_shift_x(8); },
       "leave something of the sample"},
      {[](TaskSpec& t) { t.mutable_perturbation()->set_noise(-1); },
       "perturbation.noise is -1"},
      {[](TaskSpec& t) { t.mutable_held_out()->set_images("a"); },
       "held_out must name both images and labels"},
      {[](TaskSpec& t) { t.mutable_strong()->set_erased(2); },
       "strong.erased is 2; it must be from 0 to 1"},
      {[](TaskSpec& t) { t.mutable_strong()->set_elastic(-1); },
       "strong.elastic is -1"},
      {[](TaskSpec& t) { t.mutable_strong()->set_scale(1); },
       "strong leaves nothing of a sample"},
      {[](TaskSpec& t) { t.mutable_strong()->set_thickness(-0.1); },
       "strong.thickness is -0.1"},
      {[](TaskSpec& t) { t.mutable_strong()->set_thickness(1.1); },
       "strong leaves nothing of a sample"},
      {[](TaskSpec& t) { t.set_fresh(WORDS); },
       "fresh WORDS goes with samples of 49 x 10 and 12 outputs"},
      {[](TaskSpec& t) { t.set_fresh(ANOMALIES); },
       "fresh ANOMALIES goes with samples of 28 x 28 and 1 outputs"},
      {[](TaskSpec& t) { t.set_fresh(static_cast<StrongSource>(9)); },
       "fresh is 9; it must be WORDS, ANOMALIES or REDRAWN"},
  };
  for (const auto& c : kCases) {
    auto task = LoadTask("categories/tasks/digits.textproto");
    ASSERT_TRUE(task.ok()) << task.status();
    c.change(*task);
    EXPECT_THAT(std::string(ValidateTask(*task).message()),
                HasSubstr(c.message));
  }
}

TEST(SpecTest, ASpecOfBeforeIsHeldToTheRulesOfNow) {
  CategorySpec spec;
  FillIn(spec);
  EXPECT_DOUBLE_EQ(spec.measuring().training_share(), 0.25);
  EXPECT_DOUBLE_EQ(spec.measuring().strong_share(), 0.25);
  EXPECT_EQ(spec.measuring().asked_again(), 960);
  EXPECT_DOUBLE_EQ(spec.honesty().familiar_quality(), 0.005);
  EXPECT_DOUBLE_EQ(spec.honesty().strong_kept(), 0.8);
  EXPECT_DOUBLE_EQ(spec.honesty().familiar_time(), 0.15);
  EXPECT_DOUBLE_EQ(spec.honesty().strong_time(), 1);
  EXPECT_DOUBLE_EQ(spec.honesty().other_weights_kept(), 0.6);
  EXPECT_DOUBLE_EQ(spec.honesty().closed_difference(), 0.1);
  spec.mutable_honesty()->set_strong_kept(0.5);
  FillIn(spec);
  EXPECT_DOUBLE_EQ(spec.honesty().strong_kept(), 0.5);
  TaskSpec task;
  FillIn(task);
  EXPECT_GT(task.strong().erased(), 0);
  EXPECT_EQ(task.fresh(), CHANGED);
}

TEST(SpecTest, BadTextIsRefusedWithItsPlace) {
  EXPECT_THAT(std::string(ParseSpec("name: \"a\"\nnmae: 3").status().message()),
              HasSubstr("line 2, column "));
  EXPECT_FALSE(ParseSpec("").ok());
  EXPECT_THAT(std::string(LoadSpec("no/such").status().message()),
              HasSubstr("no/such"));
}

}  // namespace
}  // namespace olympics
