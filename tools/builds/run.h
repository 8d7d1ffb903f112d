// Bazel, as tito runs it: its lines go into a log, and people see what is done,
// what remains and for about how long.
#ifndef TOOLS_BAZEL_RUN_H_
#define TOOLS_BAZEL_RUN_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tools/record/build_events.h"

namespace olympics {

struct BazelOptions {
  std::string root;      // the course's tree
  std::string state;     // a folder for the log and the build events
  bool verbose = false;  // Bazel's own lines in place of ours
  // Called as each test ends, while others run; what it prints is not mixed
  // with the line of progress.
  std::function<void(const TestRun&)> on_test = {};
};

// Runs `bazel test --keep_going` with these arguments and tells what it did.
// Everything that it prints goes to <state>/logs; progress to standard error:
// one line that changes on a terminal, a line now and then elsewhere; what
// failed to build at its end, in the students' file names. Unavailable or
// Aborted where it cannot be known what it did: then the sentence names the
// log.
absl::StatusOr<BuildEvents> RunBazelTests(
    const BazelOptions& options, const std::vector<std::string>& arguments);

}  // namespace olympics

#endif  // TOOLS_BAZEL_RUN_H_
