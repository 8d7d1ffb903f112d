#include "grader/fresh/program.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/subprocess.h"

namespace olympics {
namespace {

std::string LastLineOf(const std::string& text) {
  const std::string said(absl::StripSuffix(text, "\n"));
  const size_t before = said.rfind('\n');
  const std::string line =
      before == std::string::npos ? said : said.substr(before + 1);
  return line.substr(0, 300);
}

}  // namespace

absl::StatusOr<std::string> OutputOfProgram(std::vector<std::string> command,
                                            const std::string& input,
                                            int seconds) {
  absl::StatusOr<base::Ended> ended = base::Run(
      {.command = command,
       .input = base::Stream::Pipe(),
       .output = base::Stream::Pipe(),
       .errors = base::Stream::Pipe(),
       .environment = std::vector<std::string>{"LC_ALL=C"}},
      {.input = input, .timeout_seconds = static_cast<double>(seconds)});
  if (!ended.ok()) {
    return absl::UnavailableError(absl::StrCat(
        "it cannot be run: ",
        absl::StripPrefix(ended.status().message(),
                          absl::StrCat("cannot run ", command[0], ": "))));
  }
  if (ended->timed_out) {
    return absl::UnavailableError(
        absl::StrCat("it did not end within ", seconds, " s"));
  }
  if (ended->code == 0) return std::move(ended->output);
  if (const std::string line = LastLineOf(ended->errors); !line.empty()) {
    return absl::UnavailableError(line);
  }
  return absl::UnavailableError(
      ended->signaled
          ? absl::StrCat("it was ended by signal ", ended->code - 128)
          : absl::StrCat("it ended with exit code ", ended->code));
}

}  // namespace olympics
