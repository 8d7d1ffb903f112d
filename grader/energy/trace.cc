#include "grader/energy/trace.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/clock.h"
#include "base/files.h"

namespace olympics {
namespace {

double UnixSeconds() { return 1e-3 * static_cast<double>(base::NowUnixMs()); }

class Trace : public EnergyMeter {
 public:
  Trace(std::string path, std::function<double()> clock, double patience)
      : path_(std::move(path)), clock_(std::move(clock)), patience_(patience) {}

  std::string Describe() const override {
    return absl::StrCat("a trace recorded in ", path_);
  }
  bool estimated() const override { return false; }

  absl::Status Start() override {
    started_ = clock_();
    return absl::OkStatus();
  }

  absl::StatusOr<double> Stop(const Activity&) override {
    const double end = clock_();
    while (true) {
      absl::StatusOr<double> joules = Read(started_, end);
      if (joules.ok()) return joules;
      if (!absl::IsOutOfRange(joules.status()) || clock_() > end + patience_) {
        return absl::UnavailableError(absl::StrCat(
            "the meter, ", Describe(),
            ", does not answer: ", std::string(joules.status().message())));
      }
      usleep(20'000);
    }
  }

 private:
  // Of the file as it is now; what was read before is not parsed again.
  absl::StatusOr<double> Read(double begin, double end) {
    const absl::StatusOr<std::string> text = base::ReadFile(path_);
    if (!text.ok()) return text.status();
    if (text->compare(0, parsed_.size(), parsed_) != 0) {  // another file
      parsed_.clear();
      trace_.clear();
    }
    const size_t whole = text->rfind('\n') + 1;  // 0 where there is none
    if (whole > parsed_.size()) {
      const absl::StatusOr<std::vector<PowerReading>> more =
          ParseTrace(text->substr(parsed_.size(), whole - parsed_.size()));
      const bool goes_back = more.ok() && !trace_.empty() && !more->empty() &&
                             more->front().seconds < trace_.back().seconds;
      // It says which line of the file.
      if (!more.ok() || goes_back) return ParseTrace(*text).status();
      trace_.insert(trace_.end(), more->begin(), more->end());
      parsed_ = text->substr(0, whole);
    }
    return JoulesBetween(trace_, begin, end);
  }

  const std::string path_;
  const std::function<double()> clock_;
  const double patience_;
  double started_ = 0;
  std::string parsed_;  // whole lines
  std::vector<PowerReading> trace_;
};

}  // namespace

absl::StatusOr<std::vector<PowerReading>> ParseTrace(const std::string& text) {
  std::vector<PowerReading> trace;
  const size_t whole = text.rfind('\n');
  if (whole == std::string::npos) return trace;
  int number = 0;
  for (const absl::string_view line :
       absl::StrSplit(absl::string_view(text).substr(0, whole), '\n')) {
    ++number;
    if (line.empty() || line[0] == '#') continue;
    const std::vector<absl::string_view> cells = absl::StrSplit(line, ',');
    PowerReading r;
    if (cells.size() != 2 || !absl::SimpleAtod(cells[0], &r.seconds) ||
        !absl::SimpleAtod(cells[1], &r.watts) || !std::isfinite(r.seconds) ||
        !std::isfinite(r.watts) || r.watts < 0) {
      return absl::InvalidArgumentError(
          absl::StrCat("line ", number, " of the trace is \"",
                       line.substr(0, 60), "\"; it must be seconds,watts"));
    }
    if (!trace.empty() && r.seconds < trace.back().seconds) {
      return absl::InvalidArgumentError(
          absl::StrCat("line ", number, " of the trace goes back in time"));
    }
    trace.push_back(r);
  }
  return trace;
}

absl::StatusOr<double> JoulesBetween(const std::vector<PowerReading>& trace,
                                     double begin, double end) {
  if (trace.empty() || trace.front().seconds > begin ||
      trace.back().seconds < end) {
    return absl::OutOfRangeError("the trace does not cover the time measured");
  }
  double joules = 0;
  for (size_t i = 1; i < trace.size(); ++i) {
    const PowerReading &a = trace[i - 1], &b = trace[i];
    const double from = std::max(a.seconds, begin),
                 to = std::min(b.seconds, end);
    if (!(to > from)) continue;
    const auto watts_at = [&](double t) {
      return a.watts +
             (b.watts - a.watts) * (t - a.seconds) / (b.seconds - a.seconds);
    };
    joules += 0.5 * (watts_at(from) + watts_at(to)) * (to - from);
  }
  return joules;
}

absl::StatusOr<std::unique_ptr<EnergyMeter>> OpenTrace(
    const std::string& path, std::function<double()> clock,
    double patience_seconds) {
  const absl::StatusOr<std::string> text = base::ReadFile(path);
  if (!text.ok()) return text.status();
  const absl::StatusOr<std::vector<PowerReading>> trace = ParseTrace(*text);
  if (!trace.ok()) return trace.status();
  if (clock == nullptr) clock = UnixSeconds;
  return std::make_unique<Trace>(path, std::move(clock), patience_seconds);
}

}  // namespace olympics
