// BUILD files of submissions, before Bazel sees them: however a folder came
// into the tree, what Bazel evaluates there is written by us.
#ifndef TOOLS_CLI_BUILD_FILES_H_
#define TOOLS_CLI_BUILD_FILES_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "grader/report/grade.pb.h"
#include "tools/cli/course.h"

namespace olympics {

// What a plain model.cc and train.cc can enter, and where no BUILD file says
// otherwise does.
std::vector<std::string> DefaultCategories();

// Sees to it that <folder>/BUILD is what `tito olympics submit` would have
// written of it, and that nothing else in the folder would be read by Bazel: it
// is taken apart as a hand-in is (tools/intake) and written anew where it
// differs. InvalidArgument, in one sentence, where the folder is no submission;
// then Bazel must not be asked for it.
absl::Status MakeBuildFileOurs(const std::string& folder,
                               const std::string& name,
                               const std::vector<std::string>& categories);

// The same of these submissions of the tree, but for the course's own: `names`
// keeps those that Bazel may be asked for; a NOT_BUILT report of each other.
std::vector<GradeReport> RefuseForeignBuildFiles(
    const Course& course, const std::set<std::string>& own,
    std::vector<std::string>& names, int64_t now_unix_ms);

}  // namespace olympics

#endif  // TOOLS_CLI_BUILD_FILES_H_
