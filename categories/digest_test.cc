#include "categories/digest.h"

#include "categories/spec.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

CategorySpec Speed() {
  return *LoadSpec("categories/speed_demon/spec.textproto");
}

TEST(DigestTest, ChangesWithWhatAGradeDependsOn) {
  const std::string before = DigestOf(Speed());
  EXPECT_EQ(before.size(), 16u);
  EXPECT_EQ(before, DigestOf(Speed()));
  CategorySpec floor = Speed();
  floor.set_accuracy_floor(floor.accuracy_floor() + 0.01);
  EXPECT_NE(DigestOf(floor), before);
  CategorySpec target = Speed();
  target.mutable_terms(0)->set_target_gain(99);
  EXPECT_NE(DigestOf(target), before);
  CategorySpec limits = Speed();
  limits.mutable_limits()->set_threads(9);
  EXPECT_NE(DigestOf(limits), before);
}

TEST(DigestTest, WhatIsShownAloneChangesNothing) {
  CategorySpec shown = Speed();
  shown.set_title("Another");
  shown.set_sign("x");
  shown.set_order(77);
  shown.set_difficulty(9);
  EXPECT_EQ(DigestOf(shown), DigestOf(Speed()));
}

TEST(DigestTest, OfATaskItsQualityCounts) {
  TaskSpec task;
  task.set_name("digits");
  task.set_quality_target(0.9);
  TaskSpec other = task;
  other.set_title("Digits");
  EXPECT_EQ(DigestOf(other), DigestOf(task));
  other.set_quality_target(0.91);
  EXPECT_NE(DigestOf(other), DigestOf(task));
}

}  // namespace
}  // namespace olympics
