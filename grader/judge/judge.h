// From evidence to a grade: pure functions, so that every rule can be tested
// without running anything.
#ifndef GRADER_JUDGE_JUDGE_H_
#define GRADER_JUDGE_JUDGE_H_

#include <string>

#include "categories/category.pb.h"
#include "grader/evidence/evidence.h"
#include "grader/report/grade.pb.h"

namespace olympics {

// The verdict, its checks, and the figures. Submission, host and times are left
// to the caller.
GradeReport Judge(const CategorySpec& spec, const Evidence& evidence);

// A report of what is not the submission's fault, or could not be built: a
// JUnit error for every check, never a lost result. `verdict` is GRADER_ERROR,
// BAD_SPEC, BAD_DATASET, METER_LOST, NOT_BUILT or one of the board's.
GradeReport ErrorReport(Verdict verdict, const std::string& message);

// Whether the verdict says something of the submission that a grade can stand
// on: not so where it was not built, not measured well enough, or the grader
// failed.
bool IsResult(Verdict verdict);

// Whether it says nothing of the submission at all: the grader, its data, a
// meter or a board failed.
bool IsMachinesFault(Verdict verdict);

// "passed", "refused", ...
std::string VerdictWord(Verdict verdict);

// How the figure came about where it was not simply measured: "estimated",
// "simulated, estimated"; "" elsewhere.
std::string MarksText(const GradeReport& report);

}  // namespace olympics

#endif  // GRADER_JUDGE_JUDGE_H_
