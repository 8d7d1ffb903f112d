// A grading from the tree to the record.
#ifndef TOOLS_CLI_GRADE_AND_KEEP_H_
#define TOOLS_CLI_GRADE_AND_KEEP_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "grader/report/grade.pb.h"
#include "tools/cli/course.h"

namespace olympics {

struct GradeOptions {
  std::vector<std::string> names;  // none: the roster
  std::string category;            // that alone; "": all
  // Those alone, of the submissions that enter them; none: as `category` says.
  std::vector<std::string> categories = {};
  // The files that are graded (AttemptDigest), of one submission; "": those of
  // its newest attempt.
  std::string digest = {};
  std::string phase;   // as it was submitted
  bool again = false;  // even what was graded already
  // A folder for the reports, which are then neither signed nor recorded; "":
  // they are.
  std::string reports = {};
};

// What a grading came to, on record.
struct Graded {
  std::vector<GradeReport> reports;
  int added = 0;  // of them new on record
  Season before, after;
};

// Puts what is to be graded into the tree, has Bazel grade it, and records what
// came of it. Whoever calls it holds LockGrading (in_tree.h): until it ends
// nobody changes what is graded. An error where Bazel could not be run or did
// not end: then nothing was recorded.
absl::StatusOr<Graded> GradeAndKeep(const Course& course,
                                    const GradeOptions& options);

// Prints the outcome of each report that `shown` holds for, a line each.
void PrintOutcomes(const Graded& graded, bool (*shown)(const GradeReport&));

}  // namespace olympics

#endif  // TOOLS_CLI_GRADE_AND_KEEP_H_
