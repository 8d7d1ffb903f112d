#include "categories/measured.h"

#include <functional>
#include <string>
#include <vector>

#include "categories/spec.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

CategorySpec Spec(const std::string& name) {
  return *LoadSpec("categories/" + name + "/spec.textproto");
}

TEST(MeasuredTest, WhatTheJudgeAsksIsMeasuredAlready) {
  const std::vector<std::function<void(CategorySpec&)>> changes = {
      [](CategorySpec& s) { s.set_accuracy_floor(0.99); },
      [](CategorySpec& s) { s.mutable_terms(0)->set_target_gain(9); },
      [](CategorySpec& s) { s.mutable_terms(0)->set_weight(0.9); },
      [](CategorySpec& s) { s.set_title("Quickest"); },
      [](CategorySpec& s) { s.set_resolution(0.5); },
      [](CategorySpec& s) { s.set_reference_baseline(7); },
      [](CategorySpec& s) { s.mutable_measuring()->set_min_pairs(2); },
      [](CategorySpec& s) {
        s.mutable_measuring()->set_max_interval_width(0.9);
      },
      [](CategorySpec& s) { s.mutable_honesty()->set_strong_kept(0.1); },
      [](CategorySpec& s) { s.mutable_carried()->set_code_bytes(1); },
      [](CategorySpec& s) {
        if (s.has_suite()) s.mutable_suite()->set_tolerance(0.9);
      }};
  for (const char* name : {"speed_demon", "edge_expert", "tinymlperf"}) {
    const CategorySpec before = Spec(name);
    EXPECT_EQ(MeasuredOtherwise(before, before), "");
    for (const auto& change : changes) {
      CategorySpec after = before;
      change(after);
      EXPECT_EQ(MeasuredOtherwise(before, after), "");
      EXPECT_EQ(MeasuredOtherwise(after, before), "");
    }
  }
}

TEST(MeasuredTest, AnotherWayOfMeasuringIsNamedByItsField) {
  const auto named = [](const std::string& category,
                        const std::function<void(CategorySpec&)>& change) {
    const CategorySpec before = Spec(category);
    CategorySpec after = before;
    change(after);
    EXPECT_EQ(MeasuredOtherwise(before, after),
              MeasuredOtherwise(after, before));
    return MeasuredOtherwise(before, after);
  };
  EXPECT_EQ(
      named("speed_demon",
            [](CategorySpec& s) { s.mutable_measuring()->set_batch_size(77); }),
      "measuring.batch_size");
  EXPECT_EQ(named("speed_demon",
                  [](CategorySpec& s) { s.mutable_limits()->set_threads(9); }),
            "limits.threads");
  EXPECT_EQ(named("edge_expert",
                  [](CategorySpec& s) {
                    s.mutable_terms(1)->set_measure(PEAK_MEMORY);
                  }),
            "terms[1].measure");
  EXPECT_EQ(named("speed_demon", [](CategorySpec& s) { s.add_terms(); }),
            "terms");
  EXPECT_EQ(named("tinymlperf",
                  [](CategorySpec& s) { s.mutable_suite()->add_tasks("x"); }),
            "suite.tasks");
  EXPECT_EQ(named("speed_demon",
                  [](CategorySpec& s) { s.mutable_board()->set_model("Pi"); }),
            "board.model");
}

TEST(MeasuredTest, ATaskIsTheSameButForItsTarget) {
  TaskSpec before;
  before.set_name("digits");
  before.set_quality_target(0.9);
  TaskSpec after = before;
  after.set_quality_target(0.95);
  EXPECT_EQ(MeasuredOtherwise(before, after), "");
  after.mutable_strong()->set_shear(0.1);
  EXPECT_EQ(MeasuredOtherwise(before, after), "strong.shear");
}

}  // namespace
}  // namespace olympics
