#include "tools/builds/progress.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "re2/re2.h"

namespace olympics {
namespace {

// What one graded test takes, until one was seen.
constexpr double kTestSeconds = 25;
// A training that no line named for so long has ended: Bazel names one that
// runs every few seconds, but only some of those that run.
constexpr double kForgotten = 30;
// Of one failure, and of failures.
constexpr size_t kMaxLines = 40;
constexpr size_t kMaxFailures = 8;

int Number(std::string digits) {
  digits.erase(std::remove(digits.begin(), digits.end(), ','), digits.end());
  return static_cast<int>(std::strtol(digits.c_str(), nullptr, 10));
}

// "3/10" of "epoch 3/10 loss 0.41": how much of a training is done.
double PartDone(const std::string& said) {
  int at = 0, of = 0;
  static const RE2 kEpoch(R"(epoch\s+(\d{1,6})\s*(?:/|of)\s*(\d{1,6}))");
  if (!RE2::PartialMatch(said, kEpoch, &at, &of) || of <= 0 || at > of) {
    return 0;
  }
  return static_cast<double>(at) / of;
}

}  // namespace

std::string WithoutBuildFolders(std::string line) {
  static const RE2 kOut(R"(bazel-out/[^\s:]*?/bin/)");
  static const RE2 kInspected(R"((submissions/[^/\s:]+)/[^/\s:]+_inspected/)");
  static const RE2 kRoot(R"(/\S*/execroot/[^/\s]+/)");
  static const RE2 kTree(R"((^|[\s'"])/[^\s:]*/(submissions/))");
  RE2::GlobalReplace(&line, kRoot, "");
  RE2::GlobalReplace(&line, kOut, "");
  RE2::GlobalReplace(&line, kInspected, R"(\1/)");
  RE2::GlobalReplace(&line, kTree, R"(\1\2)");
  return line;
}

std::string AboutSeconds(double seconds) {
  if (seconds < 60) {
    // In steps of ten: it is not known better.
    const int tens = std::max(1, static_cast<int>(std::ceil(seconds / 10)));
    return absl::StrCat("about ", tens * 10, " s");
  }
  return absl::StrCat("about ", static_cast<int>(std::ceil(seconds / 60)),
                      " min");
}

void Progress::ReadCounted(const std::string& rest, double seconds) {
  static const RE2 kTests(R"(^(\d+) / (\d+) tests[^;]*;\s*)");
  static const RE2 kTesting(R"(Testing //submissions/[^:]+:([\w-]+))");
  static const RE2 kTraining(R"(^Training (\S+?); (\d+)s)");
  std::string text = rest;
  std::string done, total, name;
  if (RE2::PartialMatch(text, kTests, &done, &total)) {
    tests_done_ = Number(done);
    tests_total_ = Number(total);
    RE2::Replace(&text, kTests, "");
  }
  testing_.clear();
  if (RE2::PartialMatch(text, kTesting, &name)) {
    testing_ = name;
    if (testing_since_ < 0) testing_since_ = seconds;
  }
  int running = 0;
  if (RE2::PartialMatch(text, kTraining, &name, &running)) {
    Run& run = training_[name];
    if (run.seen == 0) run.began = seconds - running;
    run.seen = seconds;
  }
}

void Progress::ReadLine(const std::string& line, double seconds) {
  static const RE2 kCounted(R"(^\[([\d,]+) / ([\d,]+)\]\s*(.*))");
  std::string done, total, rest;
  if (RE2::FullMatch(line, kCounted, &done, &total, &rest)) {
    in_failure_ = false;
    analyzing_ = false;
    done_ = Number(done);
    total_ = std::max(done_, Number(total));
    if (building_since_ < 0) {
      building_since_ = seconds;
      done_at_first_ = done_;
    }
    ReadCounted(rest, seconds);
    return;
  }
  if (absl::StartsWith(line, "Loading:") ||
      absl::StartsWith(line, "Analyzing:")) {
    in_failure_ = false;
    analyzing_ = building_since_ < 0;
    return;
  }
  if (absl::StartsWith(line, "INFO:") || absl::StartsWith(line, "FAILED:") ||
      absl::StartsWith(line, "WARNING:") || absl::StartsWith(line, "DEBUG:")) {
    in_failure_ = false;
    return;
  }
  if (absl::StartsWith(line, "ERROR:")) {
    // Bazel says one thing of each target that it keeps from being built.
    const std::string first = WithoutBuildFolders(line) + "\n";
    in_failure_ = failures_.size() < kMaxFailures &&
                  std::none_of(failures_.begin(), failures_.end(),
                               [&](const std::string& f) {
                                 return absl::StartsWith(f, first);
                               });
    if (in_failure_) failures_.emplace_back();
  }
  if (!in_failure_ || line.empty()) return;
  std::string& block = failures_.back();
  if (std::count(block.begin(), block.end(), '\n') <
      static_cast<std::ptrdiff_t>(kMaxLines)) {
    absl::StrAppend(&block, WithoutBuildFolders(line), "\n");
  }
}

void Progress::TrainingSaid(const std::string& name, const std::string& line) {
  if (!line.empty() && training_.contains(name)) training_[name].said = line;
}

std::vector<std::string> Progress::Training() const {
  std::vector<std::string> names;
  for (const auto& [name, run] : training_) names.push_back(name);
  return names;
}

double Progress::Left(double seconds) const {
  if (building_since_ < 0) return -1;
  const int tests_left = tests_total_ - tests_done_;
  double test_seconds = kTestSeconds;
  if (testing_since_ >= 0 && tests_done_ > 0) {
    test_seconds = (seconds - testing_since_) / tests_done_;
  }
  double left = tests_left * test_seconds;
  if (!testing_.empty()) return left;
  // Steps that are no test, at the speed of those so far.
  const int steps = std::max(0, total_ - done_ - tests_left);
  const int passed = done_ - done_at_first_;
  double building = 0;
  if (passed >= 5) {
    building = steps * (seconds - building_since_) / passed;
  } else if (steps > 0) {
    return -1;
  }
  for (const auto& [name, run] : training_) {
    const double part = PartDone(run.said);
    if (seconds - run.seen > kForgotten || part <= 0) continue;
    building = std::max(building, (seconds - run.began) * (1 - part) / part);
  }
  return left + building;
}

std::string Progress::Status(double seconds) const {
  if (building_since_ < 0) {
    return analyzing_ ? "Reading what is to be built" : "";
  }
  std::vector<std::string> parts;
  if (!testing_.empty()) {
    parts.push_back(absl::StrFormat("Measuring %s, %d of %d done", testing_,
                                    tests_done_, tests_total_));
  } else {
    parts.push_back(absl::StrFormat("Building, %d of %d steps", done_, total_));
    for (const auto& [name, run] : training_) {
      if (seconds - run.seen > kForgotten) continue;
      parts.push_back(absl::StrFormat(
          "training %s (%s)", name,
          run.said.empty() ? absl::StrFormat("%.0f s", seconds - run.began)
                           : run.said));
    }
  }
  const double left = Left(seconds);
  if (left > 0) parts.push_back(AboutSeconds(left) + " left");
  return absl::StrJoin(parts, "; ");
}

}  // namespace olympics
