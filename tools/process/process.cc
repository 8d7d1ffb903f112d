#include "tools/process/process.h"

#include <unistd.h>

#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/subprocess.h"

namespace olympics {
namespace {

using base::Stream;

// Whatever a program of ours answers.
constexpr size_t kMost = size_t{1} << 30;

// What an ended command printed, if it ended well.
absl::StatusOr<std::string> IfItEndedWell(const std::string& program,
                                          absl::StatusOr<base::Ended> ended) {
  if (!ended.ok()) return ended.status();
  if (ended->code == 0) return std::move(ended->output);
  return absl::FailedPreconditionError(
      absl::StrCat(program, " ended with ", ended->code, "; see above"));
}

absl::StatusOr<int> CodeOf(const absl::StatusOr<base::Ended>& ended) {
  if (!ended.ok()) return ended.status();
  return ended->code;
}

}  // namespace

std::string ProgramBeside(const std::string& installed,
                          const std::string& built) {
  std::error_code error;
  const std::filesystem::path here =
      std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
  return std::filesystem::exists(here / installed, error)
             ? (here / installed).string()
             : (here / built).lexically_normal().string();
}

std::vector<std::string> Inside(const std::string& folder,
                                std::vector<std::string> command) {
  command.insert(command.begin(), {"env", "--chdir=" + folder});
  return command;
}

absl::StatusOr<int> RunCommand(const std::vector<std::string>& command,
                               bool aside) {
  return CodeOf(base::Run({.command = command,
                           .output = aside ? Stream::Descriptor(STDERR_FILENO)
                                           : Stream::Inherit()}));
}

absl::StatusOr<int> RunWatched(
    const std::vector<std::string>& command,
    const std::function<void(const std::string&)>& on_line,
    const std::function<void()>& on_tick) {
  return CodeOf(base::Run(
      {.command = command, .output = Stream::Pipe(), .errors_to_output = true},
      {.most = 0, .on_line = on_line, .on_tick = on_tick}));
}

absl::StatusOr<int> RunQuietly(const std::vector<std::string>& command,
                               int seconds) {
  return CodeOf(base::Run({.command = command,
                           .input = Stream::Null(),
                           .output = Stream::Null(),
                           .errors = Stream::Null(),
                           .own_group = true},
                          {.timeout_seconds = static_cast<double>(seconds)}));
}

absl::StatusOr<std::string> OutputOf(const std::vector<std::string>& command) {
  return IfItEndedWell(command[0],
                       base::Run({.command = command, .output = Stream::Pipe()},
                                 {.most = kMost}));
}

absl::StatusOr<std::string> AnswerOf(const std::vector<std::string>& command,
                                     const std::string& input) {
  return IfItEndedWell(command[0], base::Run({.command = command,
                                              .input = Stream::Pipe(),
                                              .output = Stream::Pipe()},
                                             {.input = input, .most = kMost}));
}

}  // namespace olympics
