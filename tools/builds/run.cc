#include "tools/builds/run.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/clock.h"
#include "base/files.h"
#include "base/status_macros.h"
#include "grader/report/text.h"
#include "tools/builds/progress.h"
#include "tools/process/process.h"

namespace olympics {
namespace {

namespace fs = std::filesystem;

constexpr size_t kLogsKept = 10;
// Between two lines of progress where they stay on the page.
constexpr double kEverySeconds = 20;

// One line at the foot of a terminal, or lines now and then elsewhere.
class StatusLine {
 public:
  StatusLine() : terminal_(isatty(STDERR_FILENO) == 1) {}

  void Show(const std::string& text, double seconds) {
    if (text.empty()) return;
    if (!terminal_) {
      if (text == shown_ || seconds < next_) return;
      next_ = seconds + kEverySeconds;
      std::fprintf(stderr, "%s\n", text.c_str());
      shown_ = text;
      return;
    }
    winsize size{};
    ioctl(STDERR_FILENO, TIOCGWINSZ, &size);
    const size_t width = size.ws_col > 10 ? size.ws_col - 1 : 79;
    std::fprintf(stderr, "\r\x1b[2K%s", text.substr(0, width).c_str());
    std::fflush(stderr);
    shown_ = text;
  }

  // Before anything else is printed.
  void Clear() {
    if (terminal_ && !shown_.empty()) std::fputs("\r\x1b[2K", stderr);
    if (terminal_) shown_.clear();
    std::fflush(stderr);
  }

 private:
  const bool terminal_;
  std::string shown_;
  double next_ = 0;
};

// The file's text from `offset` on, up to its last line break; moves `offset`.
std::string NewLines(const std::string& path, size_t& offset) {
  std::string text =
      base::ReadFile(path, {.from = static_cast<int64_t>(offset)}).value_or("");
  const size_t end = text.rfind('\n');
  text.resize(end == std::string::npos ? 0 : end + 1);
  offset += text.size();
  return text;
}

// Bazel's execution roots: the workspace's own, and one for each action that it
// runs in a sandbox now.
std::vector<fs::path> ExecutionRoots(const std::string& root) {
  std::error_code error;
  const fs::path out = fs::read_symlink(root + "/bazel-out", error);
  if (error) return {};
  // <output base>/execroot/<workspace>/bazel-out
  const fs::path own = out.parent_path();
  std::vector<fs::path> roots = {own};
  for (const auto& sandbox : fs::directory_iterator(
           own.parent_path().parent_path() / "sandbox/linux-sandbox", error)) {
    roots.push_back(sandbox.path() / "execroot" / own.filename());
  }
  return roots;
}

// The log of `name`'s training that was written to last, or "".
std::string NewestTrainingLog(const std::string& root,
                              const std::string& name) {
  std::error_code error;
  fs::file_time_type newest{};
  std::string log;
  for (const fs::path& r : ExecutionRoots(root)) {
    for (const auto& config : fs::directory_iterator(r / "bazel-out", error)) {
      for (const auto& file : fs::directory_iterator(
               config.path() / "bin/submissions" / name, error)) {
        if (!absl::EndsWith(file.path().string(), "_training.log")) continue;
        const fs::file_time_type when = fs::last_write_time(file, error);
        if (error || when < newest) continue;
        newest = when;
        log = file.path().string();
      }
    }
  }
  return log;
}

// The last line of what the training of `name` has printed so far. Bazel shows
// nothing of an action before it ends, but the file grows where it runs.
std::string LastLineOfTraining(const std::string& root,
                               const std::string& name) {
  constexpr int64_t kEnough = 4096;
  const std::string log = NewestTrainingLog(root, name);
  std::error_code error;
  const auto size = static_cast<int64_t>(fs::file_size(log, error));
  if (error || size == 0) return "";
  std::string text =
      base::ReadFile(log, {.from = std::max<int64_t>(0, size - kEnough)})
          .value_or("");
  text.erase(text.find_last_not_of('\n') + 1);
  return PlainText(text.substr(text.rfind('\n') + 1));
}

// A new log; the oldest go.
std::string NewLog(const std::string& folder) {
  std::error_code error;
  std::vector<std::string> old;
  for (const auto& file : fs::directory_iterator(folder, error)) {
    old.push_back(file.path().string());
  }
  std::sort(old.begin(), old.end());
  for (size_t i = 0; i + kLogsKept <= old.size(); ++i)
    fs::remove(old[i], error);
  return absl::StrCat(folder, "/bazel-", base::NowUnixMs(), ".log");
}

}  // namespace

absl::StatusOr<BuildEvents> RunBazelTests(
    const BazelOptions& options, const std::vector<std::string>& arguments) {
  const std::string logs = options.state + "/logs";
  RETURN_IF_ERROR(base::MakeFolder(logs));
  const std::string events_path =
      absl::StrCat(options.state, "/events-", getpid(), ".json");
  const std::string log_path = NewLog(logs);
  std::ofstream log(log_path, std::ios::binary);
  std::vector<std::string> command = {
      "bazel",
      "test",
      "--keep_going",
      "--color=no",
      "--curses=no",
      "--show_progress_rate_limit=1",
      "--noverbose_failures",
      absl::StrCat("--build_event_json_file=", events_path)};
  command.insert(command.end(), arguments.begin(), arguments.end());

  Progress progress;
  StatusLine status;
  const double start = base::SteadySeconds();
  const auto seconds = [start] { return base::SteadySeconds() - start; };
  size_t offset = 0;
  const auto tell_tests = [&] {
    if (!options.on_test) return;
    for (const TestRun& test :
         ParseBuildEvents(NewLines(events_path, offset)).tests) {
      status.Clear();
      options.on_test(test);
    }
  };
  double next_look = 0;
  std::string refused;
  const absl::StatusOr<int> code = RunWatched(
      Inside(options.root, std::move(command)),
      [&](const std::string& line) {
        log << line << '\n';
        // The workspace's tools/bazel, in one sentence.
        if (absl::StartsWith(line, "bazel: ")) refused = line;
        if (options.verbose) std::fprintf(stderr, "%s\n", line.c_str());
        progress.ReadLine(line, seconds());
      },
      [&] {
        const double now = seconds();
        if (now < next_look) return;
        next_look = now + 1;
        log.flush();
        tell_tests();
        if (options.verbose) return;
        for (const std::string& name : progress.Training()) {
          progress.TrainingSaid(name, LastLineOfTraining(options.root, name));
        }
        status.Show(progress.Status(now), now);
      });
  tell_tests();
  status.Clear();
  log.flush();
  const absl::StatusOr<std::string> text = base::ReadFile(events_path);
  std::remove(events_path.c_str());
  if (!code.ok()) return code.status();
  if (!options.verbose) {
    for (const std::string& block : progress.failures()) {
      std::fprintf(stderr, "%s\n", PlainText(block).c_str());
    }
  }
  if (!text.ok() && code.ok() && *code == 2 && !refused.empty()) {
    return absl::FailedPreconditionError(refused);
  }
  if (!text.ok()) {
    return absl::UnavailableError(
        absl::StrCat("bazel ended before it said what it did; its own words "
                     "are in ",
                     log_path));
  }
  BuildEvents events = ParseBuildEvents(*text);
  if (!events.finished) {
    return absl::AbortedError(
        "bazel was interrupted; nothing was recorded. Start it again");
  }
  return events;
}

}  // namespace olympics
