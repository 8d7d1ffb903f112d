#include "tools/course/marks.h"

#include <limits>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;

Marks Of(double baseline, double target, double refused = 0) {
  Marks marks;
  marks.set_baseline(baseline);
  marks.set_target(target);
  marks.set_refused(refused);
  return marks;
}

TEST(MarksTest, AreLinearInPoints) {
  const Marks marks = Of(60, 100);
  EXPECT_EQ(MarkOf(marks, 0), 60);
  EXPECT_EQ(MarkOf(marks, 50), 80);
  EXPECT_EQ(MarkOf(marks, 100), 100);
  EXPECT_EQ(MarkOf(marks, 150), 120);
  EXPECT_EQ(MarkOf(Of(4, 5.5), 100), 5.5);
}

TEST(MarksTest, TheMostIsTheTargets) {
  CourseConfig config;
  EXPECT_EQ(MostOf(config), 100);
  EXPECT_FALSE(MissingMark(config).has_value());
  *config.mutable_marks() = Of(10, 20);
  EXPECT_EQ(MostOf(config), 20);
  EXPECT_FALSE(MissingMark(config).has_value());
  config.mutable_marks()->set_missing(0);
  EXPECT_EQ(MissingMark(config), 0);
}

TEST(MarksTest, WhatMakesNoSenseIsRefused) {
  EXPECT_TRUE(ValidateMarks(Of(60, 100, 60)).ok());
  const auto why = [](const Marks& marks) {
    return std::string(ValidateMarks(marks).message());
  };
  EXPECT_EQ(why(Of(60, 50)),
            "marks.target is 50; it must be above marks.baseline, 60");
  EXPECT_THAT(why(Of(60, 60)), HasSubstr("above marks.baseline"));
  EXPECT_THAT(why(Of(-1, 60)), HasSubstr("marks.baseline is -1; it must be "));
  EXPECT_THAT(why(Of(0, 1001)), HasSubstr("marks.target is 1001"));
  EXPECT_THAT(why(Of(0, std::numeric_limits<double>::quiet_NaN())),
              HasSubstr("marks.target is nan"));
  EXPECT_EQ(why(Of(60, 100, 61)),
            "marks.refused is 61; it must be at most marks.baseline, 60");
  Marks missing = Of(60, 100);
  missing.set_missing(70);
  EXPECT_THAT(why(missing), HasSubstr("marks.missing is 70"));
}

}  // namespace
}  // namespace olympics
