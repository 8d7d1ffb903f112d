#include "grader/loadgen/drive.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <thread>

#include "absl/strings/str_cat.h"

namespace olympics {

int64_t SteadyRunClock::NowNs() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

void SteadyRunClock::SleepUntilNs(int64_t when) {
  // Sleeping is not exact: the last moment is waited for on the core.
  constexpr int64_t kSpin = 200'000;
  const int64_t left = when - NowNs();
  if (left > kSpin) {
    std::this_thread::sleep_for(std::chrono::nanoseconds(left - kSpin));
  }
  while (NowNs() < when) {
  }
}

absl::StatusOr<Summary> Drive(LoadGenerator& load,
                              const SystemUnderTest& system, RunClock& clock) {
  const int64_t start = clock.NowNs();
  while (const std::optional<Query> query = load.Next()) {
    if (query->scheduled_ns > 0)
      clock.SleepUntilNs(start + query->scheduled_ns);
    const int64_t issued = clock.NowNs() - start;
    if (absl::Status s = system(query->samples); !s.ok()) return s;
    load.Complete(*query, issued, clock.NowNs() - start);
  }
  return load.Summarize();
}

absl::StatusOr<double> FindPeakQps(
    const std::function<absl::StatusOr<Summary>(double qps)>& run, double low,
    double precision) {
  const auto valid = [&](double qps) -> absl::StatusOr<bool> {
    const absl::StatusOr<Summary> summary = run(qps);
    if (!summary.ok()) return summary.status();
    return summary->valid;
  };
  absl::StatusOr<bool> passes = valid(low);
  if (!passes.ok()) return passes.status();
  if (!*passes) {
    return absl::NotFoundError(
        absl::StrCat("not even ", low,
                     " queries a second are answered within "
                     "the latency bound"));
  }
  double high = 2 * low;
  for (int i = 0; i < 40; ++i) {
    passes = valid(high);
    if (!passes.ok()) return passes.status();
    if (!*passes) break;
    low = high;
    high *= 2;
  }
  while (high > low * (1 + precision)) {
    const double middle = 0.5 * (low + high);
    passes = valid(middle);
    if (!passes.ok()) return passes.status();
    (*passes ? low : high) = middle;
  }
  return low;
}

}  // namespace olympics
