// From evidence to a grade: pure functions, so that every rule can be tested
// without running anything.
#ifndef GRADER_JUDGE_JUDGE_H_
#define GRADER_JUDGE_JUDGE_H_

#include <string>

#include "categories/category.pb.h"
#include "grader/judge/evidence.h"
#include "grader/judge/statistics.h"
#include "grader/report/grade.pb.h"

namespace olympics {

// Answers that may change when asked again: none but for chance in the last bit
// of scores that are all but equal.
inline constexpr double kMaxChangedShare = 0.01;

// The candidate's samples a second, the baseline's, and the gain pair by pair.
struct Speeds {
  Estimate candidate, baseline, gain;
};
Speeds SpeedsOf(const std::vector<TurnPair>& pairs);  // not of none

// The verdict, its checks, and the figures. Submission, host and times are left
// to the caller.
GradeReport Judge(const CategorySpec& spec, const Evidence& evidence);

// A report of the grader's own failure: a JUnit error, never a lost result.
GradeReport GraderError(const std::string& message);

// A report of a submission that could not be built, an error likewise.
GradeReport NotBuilt(const std::string& message);

// Whether the verdict says something of the submission that a grade can stand
// on: not so where it was not built, not measured well enough, or the grader
// failed.
bool IsResult(Verdict verdict);

// "passed", "refused", ...
std::string VerdictWord(Verdict verdict);

}  // namespace olympics

#endif  // GRADER_JUDGE_JUDGE_H_
