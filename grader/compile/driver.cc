#include "grader/compile/driver.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "base/subprocess.h"

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
  Arguments words = {driver, "-###"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  const absl::StatusOr<base::Ended> ended =
      base::Run({.command = std::move(words),
                 .input = base::Stream::Null(),
                 .output = base::Stream::Null(),
                 .errors = base::Stream::Pipe(),
                 .environment = {{"LC_ALL=C", "PATH=/usr/bin:/bin"}}});
  if (!ended.ok()) {
    return absl::UnavailableError(
        absl::StrCat("the compiler: ", std::string(ended.status().message())));
  }
  return ParseDriverOutput(ended->errors);
}

}  // namespace olympics
