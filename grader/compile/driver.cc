#include "grader/compile/driver.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace olympics {
namespace {

Arguments SplitCommand(absl::string_view line) {
  Arguments words;
  bool in_word = false, quoted = false;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == ' ' && !quoted) {
      in_word = false;
      continue;
    }
    if (!in_word) words.emplace_back();
    in_word = true;
    if (c == '"') {
      quoted = !quoted;
    } else if (c == '\\' && quoted && i + 1 < line.size()) {
      words.back() += line[++i];
    } else {
      words.back() += c;
    }
  }
  return words;
}

}  // namespace

absl::StatusOr<std::vector<Arguments>> ParseDriverOutput(
    const std::string& output) {
  std::vector<Arguments> commands;
  std::string said;
  for (absl::string_view line : absl::StrSplit(output, '\n')) {
    if (absl::StartsWith(line, " ")) {
      Arguments words = SplitCommand(line);
      if (!words.empty()) commands.push_back(std::move(words));
    } else if (absl::StrContains(line, "error:")) {
      absl::StrAppend(&said, said.empty() ? "" : "; ", line);
    }
  }
  if (!said.empty() || commands.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the compiler does not know what to do: ",
        said.empty() ? output.substr(0, 200) : said.substr(0, 400)));
  }
  return commands;
}

absl::StatusOr<std::vector<Arguments>> AskDriver(const std::string& driver,
                                                 const Arguments& arguments) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) {
    return absl::UnavailableError("cannot make a pipe for the compiler");
  }
  Arguments words = {driver, "-###"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  char locale[] = "LC_ALL=C", path[] = "PATH=/usr/bin:/bin";
  char* const environment[] = {locale, path, nullptr};
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_adddup2(&files, ends[1], 2);
  pid_t pid = 0;
  const int error = posix_spawn(&pid, driver.c_str(), &files, nullptr,
                                argv.data(), environment);
  posix_spawn_file_actions_destroy(&files);
  close(ends[1]);
  std::string output;
  char bytes[4096];
  for (ssize_t got; (got = read(ends[0], bytes, sizeof(bytes))) != 0;) {
    if (got < 0 && errno != EINTR) break;
    if (got > 0) output.append(bytes, got);
  }
  close(ends[0]);
  if (error != 0) {
    return absl::UnavailableError(absl::StrCat(
        "cannot run the compiler ", driver, ": ", std::strerror(error)));
  }
  while (waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
  }
  return ParseDriverOutput(output);
}

}  // namespace olympics
