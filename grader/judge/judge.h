// From evidence to a grade: pure functions, so that every rule can be tested
// without running anything.
#ifndef GRADER_JUDGE_JUDGE_H_
#define GRADER_JUDGE_JUDGE_H_

#include "categories/category.pb.h"
#include "grader/evidence/evidence.h"
#include "grader/report/grade.pb.h"

namespace olympics {

// The verdict, its checks, and the figures. Submission, host and times are left
// to the caller.
GradeReport Judge(const CategorySpec& spec, const Evidence& evidence);

}  // namespace olympics

#endif  // GRADER_JUDGE_JUDGE_H_
