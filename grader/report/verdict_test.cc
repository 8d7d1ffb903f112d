#include "grader/report/verdict.h"

#include <map>
#include <string>

#include "grader/report/sheet.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

// Whose word a verdict is; one that is not here is of the submission.
const std::map<Verdict, const char*> kOthers = {
    {UNSTABLE, "nobody's"},        {NOT_BUILT, "nobody's"},
    {SUPERSEDED, "nobody's"},      {GRADER_ERROR, "the machine's"},
    {BAD_SPEC, "the machine's"},   {BAD_DATASET, "the machine's"},
    {METER_LOST, "the machine's"}, {BOARD_UNFIT, "the machine's"},
    {BOARD_LOST, "the machine's"}, {BOARD_THROTTLED, "the machine's"},
    {BOARD_FULL, "the machine's"}, {BOARD_REBOOTED, "the machine's"},
};

TEST(VerdictTest, EachSaysSomethingOfTheSubmissionOfTheMachineOrOfNobody) {
  for (int v = Verdict_MIN; v <= Verdict_MAX; ++v) {
    if (!Verdict_IsValid(v) || v == VERDICT_UNSPECIFIED) continue;
    const auto verdict = static_cast<Verdict>(v);
    const auto other = kOthers.find(verdict);
    EXPECT_EQ(IsResult(verdict), other == kOthers.end())
        << Verdict_Name(verdict);
    EXPECT_EQ(
        IsMachinesFault(verdict),
        other != kOthers.end() && std::string(other->second) == "the machine's")
        << Verdict_Name(verdict);
  }
}

TEST(ErrorReportTest, WhatIsNotTheSubmissionsFaultIsAnErrorEverywhere) {
  for (const Verdict verdict :
       {GRADER_ERROR, BAD_SPEC, BAD_DATASET, METER_LOST, NOT_BUILT}) {
    const GradeReport r = ErrorReport(verdict, "no sandbox here");
    EXPECT_EQ(r.verdict(), verdict);
    EXPECT_FALSE(IsResult(verdict));
    EXPECT_EQ(r.points(), 0);
    for (const Check& c : r.checks()) EXPECT_EQ(c.result(), CHECK_ERROR);
  }
}

TEST(VerdictTest, TheyHaveWords) {
  EXPECT_EQ(VerdictWord(LIMIT_EXCEEDED), "limit exceeded");
}

}  // namespace
}  // namespace olympics
