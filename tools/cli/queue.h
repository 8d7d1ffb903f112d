// The queue of attempts as people type it: `submit --queue` and `grade
// --queue`.
#ifndef TOOLS_CLI_QUEUE_H_
#define TOOLS_CLI_QUEUE_H_

#include <string>

#include "absl/status/statusor.h"
#include "tools/cli/course.h"

namespace olympics {

// Grades what waits (tools/record/queue.h), one attempt after the other, until
// nothing does; where it `stays`, waits for more, until it is ended. Killed at
// any moment, it or another goes on with what has no report yet: nothing is
// lost and nothing graded twice. Several may run: they take turns. An error
// where an attempt could not be graded for what has nothing to do with it, as
// on a full disk: it waits still.
absl::StatusOr<int> GradeQueue(const Course& course, bool stays);

// Prints how many attempts are graded before the newest of `submission`, and
// how long that takes.
absl::StatusOr<int> SayPlace(const Course& course,
                             const std::string& submission);

}  // namespace olympics

#endif  // TOOLS_CLI_QUEUE_H_
