#include "tools/process/process.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

TEST(ProcessTest, GivesTheExitCode) {
  EXPECT_EQ(*RunCommand({"true"}, true), 0);
  EXPECT_EQ(*RunCommand({"sh", "-c", "exit 7"}, true), 7);
  EXPECT_EQ(*RunCommand({"sh", "-c", "kill -9 $$"}, true), 128 + 9);
}

TEST(ProcessTest, GivesTheOutput) {
  EXPECT_EQ(*OutputOf({"printf", "%s|%s", "a b", "$HOME"}), "a b|$HOME");
  // More than a pipe holds.
  EXPECT_EQ(OutputOf({"head", "-c", "300000", "/dev/zero"})->size(), 300000u);
}

TEST(ProcessTest, SaysWhatCouldNotBeDone) {
  EXPECT_THAT(std::string(OutputOf({"no-such-program"}).status().message()),
              ::testing::HasSubstr("cannot run no-such-program"));
  EXPECT_THAT(std::string(OutputOf({"false"}).status().message()),
              ::testing::HasSubstr("false ended with 1"));
}

}  // namespace
}  // namespace olympics
