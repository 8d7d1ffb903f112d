// What one task's evidence says against a submission, check by check: the rules
// that end in a verdict other than a grade.
#ifndef GRADER_JUDGE_OBJECTIONS_H_
#define GRADER_JUDGE_OBJECTIONS_H_

#include <optional>
#include <string>

#include "categories/category.pb.h"
#include "grader/evidence/evidence.h"
#include "grader/report/grade.pb.h"

namespace olympics {

struct Objection {
  const char* check;  // of Sheet's
  Verdict verdict;
  std::string message;      // a sentence, or several joined by "; "
  std::string output = {};  // of the program, where it failed by itself
};
using MaybeObjection = std::optional<Objection>;

// A program that ended before it had answered, or answered what is no number.
MaybeObjection JudgeEnding(const CategorySpec& spec, const TaskEvidence& task);
MaybeObjection JudgeHonesty(const CategorySpec& spec, const TaskEvidence& task);
MaybeObjection JudgeQuality(const CategorySpec& spec, const TaskEvidence& task);
// NOT_COMPLIANT only where the turns show it; UNSTABLE where they are too few
// or too unlike each other to tell.
MaybeObjection JudgeCompliance(const CategorySpec& spec,
                               const TaskEvidence& task);

}  // namespace olympics

#endif  // GRADER_JUDGE_OBJECTIONS_H_
