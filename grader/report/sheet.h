// The checks of one report, in order, as they are decided.
#ifndef GRADER_REPORT_SHEET_H_
#define GRADER_REPORT_SHEET_H_

#include <string>

#include "grader/report/grade.pb.h"

namespace olympics {

// Every check is "skipped" until it is decided. The first that fails gives the
// verdict and the reason.
class Sheet {
 public:
  // "compliance" is a check of suites alone.
  explicit Sheet(bool suite);

  void Pass(const char* name, const std::string& message);
  // `output` is what the program had printed, where it failed by itself.
  void Fail(const char* name, Verdict verdict, const std::string& message,
            const std::string& output = "");
  // Nothing can be said of the submission: every check is an error.
  void Error(Verdict verdict, const std::string& message);

  GradeReport& report() { return report_; }

 private:
  void Set(const char* name, CheckResult result, const std::string& message,
           const std::string& output = "");

  GradeReport report_;
};

// A report of what is not the submission's fault, or could not be built: a
// JUnit error for every check, never a lost result. `verdict` is GRADER_ERROR,
// BAD_SPEC, BAD_DATASET, METER_LOST, NOT_BUILT or one of the board's.
GradeReport ErrorReport(Verdict verdict, const std::string& message);

}  // namespace olympics

#endif  // GRADER_REPORT_SHEET_H_
