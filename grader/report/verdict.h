// What verdicts mean, in words and in what follows from them.
#ifndef GRADER_REPORT_VERDICT_H_
#define GRADER_REPORT_VERDICT_H_

#include <string>

#include "grader/report/grade.pb.h"

namespace olympics {

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

#endif  // GRADER_REPORT_VERDICT_H_
