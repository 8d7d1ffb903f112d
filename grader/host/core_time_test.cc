#include "grader/host/core_time.h"

#include "gtest/gtest.h"

namespace olympics {
namespace {

constexpr char kStat[] =
    "cpu  300 0 150 1800 10 5 5 50 0 0\n"
    "cpu0 100 10 40 900 7 1 2 25 0 0\n"
    "cpu1 200 0 100 900 3 4 3 25 0 0\n"
    "cpu10 1 2 3 4 5 6 7 8 9 10\n"
    "intr 1 2 3\n";

TEST(CoreTimeTest, BusyIsWhatIsNeitherIdleNorStolen) {
  const auto time = ParseCoreTime(kStat, 0, 100);
  ASSERT_TRUE(time.has_value());
  EXPECT_DOUBLE_EQ(time->busy, 1.53);
  EXPECT_DOUBLE_EQ(time->stolen, 0.25);
  EXPECT_DOUBLE_EQ(time->idle, 9.07);
  EXPECT_DOUBLE_EQ(ParseCoreTime(kStat, kAllCores, 100)->busy, 4.6);
  // The guest's time is in the user's already.
  const auto tenth = ParseCoreTime(kStat, 10, 1);
  ASSERT_TRUE(tenth.has_value());
  EXPECT_DOUBLE_EQ(tenth->busy, 1 + 2 + 3 + 6 + 7);
  EXPECT_DOUBLE_EQ(tenth->stolen, 8);
}

TEST(CoreTimeTest, WhatIsNotThereIsUnknown) {
  EXPECT_FALSE(ParseCoreTime(kStat, 2, 100).has_value());
  EXPECT_FALSE(ParseCoreTime("", 0, 100).has_value());
  EXPECT_FALSE(ParseCoreTime("cpu0 1 2 3\n", 0, 100).has_value());
  EXPECT_FALSE(ParseCoreTime("cpu0 a b c d e f g h\n", 0, 100).has_value());
  EXPECT_FALSE(ReadCoreTime(0, "/no/such/root").has_value());
}

TEST(CoreTimeTest, ThisMachineHasOneOfItsFirstCore) {
  EXPECT_TRUE(ReadCoreTime(0).has_value());
}

}  // namespace
}  // namespace olympics
