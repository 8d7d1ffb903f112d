// Other programs, as tito runs them.
#ifndef TOOLS_PROCESS_PROCESS_H_
#define TOOLS_PROCESS_PROCESS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace olympics {

// The command as it is run from that folder, wherever we were started: Bazel
// serves the tree that it is in.
std::vector<std::string> Inside(const std::string& folder,
                                std::vector<std::string> command);

// The path of a program of ours: `installed` beside this one, as tools/tito
// puts it, or else `built`, relative to this one's folder, as Bazel does.
std::string ProgramBeside(const std::string& installed,
                          const std::string& built);

// Runs a command, found as a shell finds it, and waits for it; its exit code,
// 128 + signal if one ended it. What it prints goes to our standard error if
// `aside`, so that ours is for the answer alone. NotFound: it cannot be run.
absl::StatusOr<int> RunCommand(const std::vector<std::string>& command,
                               bool aside);

// Runs a command and waits for it; its exit code as above. `on_line` is called
// with each line of its standard output and error as it comes, at most 64 KiB
// of a line; `on_tick` a few times a second.
absl::StatusOr<int> RunWatched(
    const std::vector<std::string>& command,
    const std::function<void(const std::string&)>& on_line,
    const std::function<void()>& on_tick);

// Runs a command whose output is of no interest; 128 + SIGKILL if it had to be
// ended, with what it started, after so many seconds.
absl::StatusOr<int> RunQuietly(const std::vector<std::string>& command,
                               int seconds);

// What a command answers: it is given `input` on its standard input, and what
// it prints is returned. Its standard error stays ours. FailedPrecondition
// unless it ended with 0.
absl::StatusOr<std::string> AnswerOf(const std::vector<std::string>& command,
                                     const std::string& input);

// What a command prints. Its standard error stays ours. FailedPrecondition
// unless it ended with 0.
absl::StatusOr<std::string> OutputOf(const std::vector<std::string>& command);

}  // namespace olympics

#endif  // TOOLS_PROCESS_PROCESS_H_
