// What students type: register, submit, scores, leaderboard, profile, module
// tests. Each prints what it has to say and gives an exit code: 0, or 3 where
// what was asked for was done and its answer is no: a submission that did not
// pass, of a roster one that could not be graded.
#ifndef TOOLS_CLI_STUDENT_H_
#define TOOLS_CLI_STUDENT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tools/cli/course.h"
#include "tools/cli/grade_and_keep.h"

namespace olympics {

// Adds the student to students.csv. `join` makes them one of the team that has
// the submission. `with_grades` gives them what is on record, or in the tree,
// of a submission that nobody registered; a guest may not say so.
absl::StatusOr<int> Register(const Course& course, Student student, bool join,
                             bool with_grades);

struct SubmitOptions {
  std::string folder = ".";
  std::string category;
  std::string as;  // for somebody else
  bool baseline = false, final_phase = false;
  bool queue = false;  // whoever runs `grade --queue` grades it
};
absl::StatusOr<int> Submit(const Course& course, SubmitOptions options);

absl::StatusOr<int> GradeSubmissions(const Course& course,
                                     const GradeOptions& options);

// `category` is a name or "all".
absl::StatusOr<int> ShowScores(const Course& course,
                               const std::string& category, bool json);
absl::StatusOr<int> ShowLeaderboard(const Course& course,
                                    const std::string& category, bool json);

// TinyTorch's profiler on a submission's model, on this machine.
absl::StatusOr<int> ProfileSubmission(const Course& course, std::string name,
                                      bool detailed, bool json);

// Tests the modules and shows which pass; 0 if all do.
absl::StatusOr<int> TestModules(const Course& course,
                                const std::vector<std::string>& names,
                                bool again, bool json);

}  // namespace olympics

#endif  // TOOLS_CLI_STUDENT_H_
