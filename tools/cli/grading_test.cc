#include "tools/cli/grading.h"

#include <string>

#include "gtest/gtest.h"

namespace olympics {
namespace {

constexpr char kLog[] =
    "exec ${PAGER:-/usr/bin/less} \"$0\" || exit 1\n"
    "Executing tests from //submissions/eve:eve_speed_demon\n"
    "--------------------------------------------------------------------------"
    "---\n"
    "  host: cores is 1; give the grader a second core\n"
    "\n"
    "eve in speed_demon: crashed\n"
    "  [ ok ] inspection    2 files\n"
    "  [FAIL] api_contract  it crashed with signal 6\n"
    "    | conv2d: input and weight must have four axes\n"
    "  [skip] accuracy      an earlier check failed\n"
    "    | not of it\n";

TEST(GradingTest, ATestsHeaderIsBazels) {
  EXPECT_EQ(WithoutTestHeader(kLog).substr(0, 7), "  host:");
  EXPECT_EQ(WithoutTestHeader("no header\n"), "no header\n");
}

TEST(GradingTest, AVerdictStandsWithWhy) {
  EXPECT_EQ(VerdictLines(WithoutTestHeader(kLog)),
            "eve in speed_demon: crashed\n"
            "  [FAIL] api_contract  it crashed with signal 6\n"
            "    | conv2d: input and weight must have four axes\n");
  EXPECT_EQ(VerdictLines(""), "");
}

}  // namespace
}  // namespace olympics
