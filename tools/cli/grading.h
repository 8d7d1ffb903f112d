// How tito's commands have Bazel test something: what is needed for it is
// installed first, people see how far it is, and what each test said.
#ifndef TOOLS_CLI_GRADING_H_
#define TOOLS_CLI_GRADING_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grader/report/grade.pb.h"
#include "tools/cli/course.h"
#include "tools/record/build_events.h"

namespace olympics {

// What of a test's own output people see as it ends.
enum class Told {
  kAll,       // what one student wants of one grading
  kVerdicts,  // the verdict, and under it why not: of a class
  kNothing,   // where a table follows
};

// Runs `bazel test` with these arguments from the course's tree, and tells what
// it did; what tests say goes to standard error. An error where that cannot be
// known.
absl::StatusOr<BuildEvents> RunTests(const Course& course,
                                     const std::vector<std::string>& arguments,
                                     Told told);

// The grade tests of these submissions in those of `categories` (names as
// people write them) that each enters; `names` keeps only who enters one.
// NotFound where there is no such category, or nobody enters it.
absl::StatusOr<std::vector<std::string>> GradeTargets(
    const Course& course, std::vector<std::string>& names,
    const std::vector<std::string>& categories);

// What the submission in the tree enters, by its BUILD file; nothing where
// there is none that can be read: what is wrong with it, Bazel says.
std::vector<std::string> CategoriesOf(const Course& course,
                                      const std::string& name);
// The reports of a finished run, as CollectReports says, with the evidence of
// each kept in the course's folder and the tree's commit in its basis. What
// could not be kept is said on standard error.
std::vector<GradeReport> CollectWithEvidence(
    const Course& course, const BuildEvents& events,
    const std::vector<std::string>& names);

// The commit that the tree at `root` is at, with " with changes" where files
// that it holds, but for submissions/, were changed since; "" where that is not
// known, as in a folder that is no work tree of git.
std::string CommitOf(const std::string& root);

// Has tools/tito install what the grading of these submissions takes beyond
// what every grading does, such as an emulated board for Edge Expert: in those
// of `categories` that they enter, or where there are none in all of them.
// FailedPrecondition where that could not be; it has said why.
absl::Status SetUpFor(const Course& course,
                      const std::vector<std::string>& names,
                      const std::vector<std::string>& categories);

// Of a grading's log: "eve in speed_demon: refused" and the lines of the checks
// that failed, with what stands under them.
std::string VerdictLines(const std::string& log);

// Without the lines that Bazel puts before what a test printed.
std::string WithoutTestHeader(const std::string& log);

}  // namespace olympics

#endif  // TOOLS_CLI_GRADING_H_
