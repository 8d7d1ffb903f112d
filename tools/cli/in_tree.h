// What the tree holds while it is graded: the files of attempts, put there when
// their grading begins and changed by nobody until it ends.
#ifndef TOOLS_CLI_IN_TREE_H_
#define TOOLS_CLI_IN_TREE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grader/report/grade.pb.h"
#include "tools/cli/course.h"
#include "tools/process/lock.h"

namespace olympics {

// One grading at a time changes submissions' folders: waits for its turn, and
// says on standard error that it does.
absl::StatusOr<std::unique_ptr<FileLock>> LockGrading(const Course& course);

// Puts into the tree, for each of `names`, the files of `digest`, or where that
// is "" those of its newest attempt; a folder that holds no attempt's files, as
// after a change by hand, stays. Who of them cannot be graded for what is kept
// (ReadAttempt) is taken out of `names`, and the report of it returned.
std::vector<GradeReport> PutAttempts(const Course& course,
                                     const std::vector<Entry>& entries,
                                     const std::string& digest,
                                     int64_t now_unix_ms,
                                     std::vector<std::string>& names);

// Says of reports that no grader wrote which files they are about: those that
// the tree holds.
void AddDigests(const Course& course, std::vector<GradeReport>& reports);

// Makes of each report about all categories one for each that the submission
// enters and the course has, or for those of `alone` where there are some: each
// attempt has a report in every category. What enters none that can be read
// stays one.
std::vector<GradeReport> InEachCategory(
    const Course& course, const std::vector<std::string>& alone,
    const std::vector<GradeReport>& reports);

}  // namespace olympics

#endif  // TOOLS_CLI_IN_TREE_H_
