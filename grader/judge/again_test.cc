#include "grader/judge/again.h"

#include <string>

#include "gtest/gtest.h"

namespace olympics {
namespace {

GradeReport Of(Verdict verdict) {
  GradeReport report;
  report.set_verdict(verdict);
  return report;
}

TEST(AgainTest, OnlyWhatIsUnstableIsGradedOnceMore) {
  for (int v = Verdict_MIN; v <= Verdict_MAX; ++v) {
    if (!Verdict_IsValid(v)) continue;
    const auto verdict = static_cast<Verdict>(v);
    EXPECT_EQ(GradesOnceMore(Of(verdict), 1, 40), verdict == UNSTABLE)
        << Verdict_Name(verdict);
  }
}

TEST(AgainTest, NoThirdTimeAndNoneThatTakesTooLong) {
  EXPECT_FALSE(GradesOnceMore(Of(UNSTABLE), 2, 1));
  EXPECT_TRUE(GradesOnceMore(Of(UNSTABLE), 1, 240));
  EXPECT_FALSE(GradesOnceMore(Of(UNSTABLE), 1, 241));
}

TEST(AgainTest, TheReasonSaysThatItWasTriedTwice) {
  EXPECT_STREQ(TriedAgain(Of(UNSTABLE), 1), "");
  EXPECT_STREQ(TriedAgain(Of(UNSTABLE), 2), " (it was tried twice)");
  EXPECT_STREQ(TriedAgain(Of(PASSED), 2), "");
}

}  // namespace
}  // namespace olympics
