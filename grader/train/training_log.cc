#include "grader/train/training_log.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "grader/report/text.h"
#include "re2/re2.h"

namespace olympics {
namespace {

constexpr size_t kLineBytes = 200;
constexpr size_t kLogBytes = 1 << 20;

// "9 of 14", "9", or "" where it told of none. Digits alone are taken over.
std::string LastEpoch(const std::string& output) {
  static const RE2 kEpoch(
      R"re((?i)epoch:?\s+(\d{1,6})(?:\s*(?:/|of)\s*(\d{1,6}))?)re");
  re2::StringPiece rest(output);
  std::string epoch, epochs, last;
  while (RE2::FindAndConsume(&rest, kEpoch, &epoch, &epochs)) {
    last = epochs.empty() ? epoch : absl::StrCat(epoch, " of ", epochs);
  }
  return last;
}

}  // namespace

TrainingLog::TrainingLog(std::FILE* file, double budget_seconds)
    : file_(file), budget_seconds_(budget_seconds) {}

void TrainingLog::Add(const std::string& bytes, double cpu_seconds) {
  for (const char c : bytes) {
    if (c == '\n' || c == '\r') {
      Write(begun_, cpu_seconds);
      begun_.clear();
    } else if (begun_.size() < kLineBytes) {
      begun_ += c;
    }
  }
}

void TrainingLog::End(double cpu_seconds) {
  Write(begun_, cpu_seconds);
  begun_.clear();
}

void TrainingLog::Write(const std::string& line, double cpu_seconds) {
  if (line.empty() || written_ > kLogBytes) return;
  std::string text = absl::StrFormat("[%4.0f of %.0f CPU s] %s\n", cpu_seconds,
                                     budget_seconds_, PlainText(line));
  written_ += text.size();
  if (written_ > kLogBytes) text = "[no more is kept]\n";
  std::fwrite(text.data(), 1, text.size(), file_);
  std::fflush(file_);
}

std::string TrainingFailure(const sandbox::Outcome& outcome,
                            double budget_seconds) {
  std::string text = outcome.Describe();
  if (outcome.verdict == sandbox::Verdict::kCpuLimit) {
    absl::StrAppendFormat(&text, ": all of its %.0f s", budget_seconds);
  } else {
    absl::StrAppendFormat(&text, ", after %.1f of its %.0f s of CPU time",
                          outcome.user_seconds + outcome.system_seconds,
                          budget_seconds);
  }
  const std::string epoch = LastEpoch(outcome.output);
  if (!epoch.empty()) {
    absl::StrAppend(&text, "; the last epoch that it told of was ", epoch);
  }
  return text;
}

}  // namespace olympics
