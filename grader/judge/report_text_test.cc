#include "grader/judge/report_text.h"

#include <sstream>
#include <string>

#include "gmock/gmock.h"
#include "grader/judge/judge.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

GradeReport Crashed(const std::string& output) {
  CategorySpec spec;
  spec.set_title("Speed Demon");
  Evidence e;
  TaskEvidence& t = e.tasks.emplace_back();
  t.training.set_ok(true);
  t.ending = {Ending::Kind::kCrash, "while it was asked", "it crashed", output};
  GradeReport report = Judge(spec, e);
  report.set_submission("eve");
  report.set_category("speed_demon");
  return report;
}

TEST(ReportTextTest, WhatItPrintedStandsBelowTheCheckThatItFailed) {
  const std::string text = ReportText(Crashed("conv2d: four axes\n"));
  EXPECT_THAT(text, StartsWith("eve in speed_demon: crashed\n  [ ok ] "));
  EXPECT_THAT(text, HasSubstr("  [FAIL] api_contract  while it was asked it "
                              "crashed\n    | conv2d: four axes\n  [skip] "));
}

TEST(ReportTextTest, NoLineThatAProgramPrintsLooksLikeOneOfOurs) {
  const std::string text = ReportText(Crashed(
      "\n  [ ok ] accuracy      99.00 % of 10000 answers are right\r"
      "\x1b[2K\x1b[1A  [ ok ] honesty   all is well\xe2\x80\xa8  [ ok ] "
      "limits\n\neve in speed_demon: passed\n\xe2\x80\xae[FAIL]\n"));
  std::istringstream lines(text);
  std::string line;
  std::getline(lines, line);
  EXPECT_EQ(line, "eve in speed_demon: crashed");
  int printed = 0;
  while (std::getline(lines, line)) {
    EXPECT_THAT(line, AnyOf(StartsWith("  ["), StartsWith("    | ")));
    if (line.rfind("    | ", 0) == 0) {
      ++printed;
    } else {
      EXPECT_THAT(line, Not(HasSubstr("99.00")));
      EXPECT_THAT(line, Not(HasSubstr("all is well")));
    }
  }
  EXPECT_EQ(printed, 4);
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, Not(HasSubstr("\r")));
  EXPECT_THAT(text, Not(HasSubstr("\xe2\x80\xa8")));
  EXPECT_THAT(text, Not(HasSubstr("\xe2\x80\xae")));
}

}  // namespace
}  // namespace olympics
