// Grades to the course's LMS over LTI. Exit codes as in student.h.
#ifndef TOOLS_CLI_PUSH_H_
#define TOOLS_CLI_PUSH_H_

#include "absl/status/statusor.h"
#include "tools/cli/course.h"

namespace olympics {

struct PushOptions {
  bool dry_run = false;  // tell what would be sent
  bool json = false;
};
// Sends what the platform does not have yet.
absl::StatusOr<int> PushGrades(const Course& course,
                               const PushOptions& options);

// Our public key as a key set, for the platform's administrator; the key is
// made where there is none.
absl::StatusOr<int> ShowLtiKey(const Course& course);

}  // namespace olympics

#endif  // TOOLS_CLI_PUSH_H_
