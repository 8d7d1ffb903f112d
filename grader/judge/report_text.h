// A report as a console shows it.
#ifndef GRADER_JUDGE_REPORT_TEXT_H_
#define GRADER_JUDGE_REPORT_TEXT_H_

#include <string>

#include "grader/report/grade.pb.h"

namespace olympics {

// The verdict and every check, a line each; below a check that the program
// itself failed, the last lines that it printed, each behind a bar:
//
//   eve in speed_demon: crashed
//     [ ok ] training      95.1 s of CPU time
//     [FAIL] api_contract  while it was asked it crashed with signal 6
//     (Aborted)
//       | conv2d: input [1, 784] and weight [16, 1, 3, 3] must have four axes
//
// The bar stands where no line of the grader's own has one.
std::string ReportText(const GradeReport& report);

// What the program of a report that failed had printed last (Check's
// program_output); "" where it did not fail by itself.
std::string ProgramOutputOf(const GradeReport& report);

}  // namespace olympics

#endif  // GRADER_JUDGE_REPORT_TEXT_H_
