#include "grader/fresh/program.h"

#include <string>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using testing::HasSubstr;

absl::StatusOr<std::string> Shell(const std::string& script, int seconds = 60) {
  return OutputOfProgram({"/bin/sh", "-c", script}, "", seconds);
}

std::string Why(const absl::StatusOr<std::string>& output) {
  EXPECT_TRUE(absl::IsUnavailable(output.status())) << output.status();
  return std::string(output.status().message());
}

TEST(OutputOfProgramTest, GivesTheInputAndTakesTheOutputHoweverLong) {
  const std::string input(3 << 20, 'a');
  const auto output = OutputOfProgram({"/bin/cat"}, input, 60);
  ASSERT_TRUE(output.ok()) << output.status();
  EXPECT_TRUE(*output == input);
}

TEST(OutputOfProgramTest, SaysWhyThereIsNoOutput) {
  EXPECT_THAT(Why(OutputOfProgram({"/no/such"}, "", 60)),
              HasSubstr("cannot be run: No such file"));
  EXPECT_EQ(Why(Shell("echo first >&2; echo second >&2; exit 3")), "second");
  EXPECT_EQ(Why(Shell("exit 3")), "it ended with exit code 3");
  EXPECT_EQ(Why(Shell("kill -9 $$")), "it was ended by signal 9");
}

TEST(OutputOfProgramTest, EndsAProgramThatDoesNotEnd) {
  EXPECT_EQ(Why(Shell("exec sleep 600", 1)), "it did not end within 1 s");
}

}  // namespace
}  // namespace olympics
