// Reports on their way from who grades to who signs: two processes, on two
// machines if need be, of which only the second has the course's key and never
// runs, builds or parses what a student wrote.
#ifndef TOOLS_CLI_REPORTS_H_
#define TOOLS_CLI_REPORTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grader/report/grade.pb.h"
#include "tools/cli/course.h"

namespace olympics {

// Writes each into <folder>/<submission>_<category>.textproto; the folder is
// made where it is missing. AlreadyExists where it holds reports: whose are
// they?
absl::Status WriteReports(const std::string& folder,
                          const std::vector<GradeReport>& reports);

// Reads what WriteReports wrote. InvalidArgument, naming the file and what is
// wrong with it, where one is no report, is of a submission or category that is
// not among these, is called otherwise than what it holds, or was begun more
// than a day from `now_unix_ms` in the future or 30 in the past; then none
// counts.
absl::StatusOr<std::vector<GradeReport>> ReadReports(
    const std::string& folder, const std::vector<std::string>& submissions,
    const std::vector<std::string>& categories, int64_t now_unix_ms);

// Says on standard error what evidence could not be copied (CopyEvidence in
// kept_evidence.h), a line each.
void SayLostEvidence(const std::vector<std::string>& sentences);

// `tito olympics record FOLDER`: checks, signs and keeps them, with their
// evidence, which is in FOLDER/evidence.
absl::StatusOr<int> RecordReports(const Course& course,
                                  const std::string& folder);

}  // namespace olympics

#endif  // TOOLS_CLI_REPORTS_H_
