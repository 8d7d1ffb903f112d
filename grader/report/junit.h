// A grade as a JUnit XML file, in the form that Jenkins' junit schema accepts
// and that learning-management systems and CI servers read.
#ifndef GRADER_REPORT_JUNIT_H_
#define GRADER_REPORT_JUNIT_H_

#include <string>
#include <vector>

#include "grader/report/grade.pb.h"

namespace olympics {

// One <testsuite> of one submission and category: a <testcase> for each check,
// and every figure as a <property>. Text that came from a submission is
// escaped, and what XML cannot hold is replaced by '?'.
std::string JUnitXml(const GradeReport& report);

// The same of many, a <testsuite> each, in one file.
std::string JUnitXml(const std::vector<GradeReport>& reports);

}  // namespace olympics

#endif  // GRADER_REPORT_JUNIT_H_
