#include "grader/judge/compliance.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "base/statistics.h"

namespace olympics {
namespace {

constexpr int kResamples = 1000;

}  // namespace

bool HasFigures(const Compared& c) {
  const auto positive = [](double seconds) { return seconds > 0; };
  return !c.plain.empty() && c.plain.size() == c.compared.size() &&
         c.plain.size() == c.rounds.size() &&
         std::all_of(c.plain.begin(), c.plain.end(), positive) &&
         std::all_of(c.compared.begin(), c.compared.end(), positive);
}

base::Estimate PerformanceKept(const Compared& compared) {
  std::vector<double> kept;
  for (size_t i = 0; i < compared.plain.size(); ++i) {
    kept.push_back(compared.plain[i] / compared.compared[i]);
  }
  return base::GroupedMedian(kept, compared.rounds, kResamples);
}

Compliance ComplianceOf(const Compared& compared, double tolerance) {
  if (!HasFigures(compared)) return Compliance::kNoFigures;
  const base::Estimate kept = PerformanceKept(compared);
  const bool faster_is_wrong = compared.test == "TEST04";
  const auto beyond = [&](double performance) {
    return faster_is_wrong ? performance > 1 + tolerance
                           : performance < 1 - tolerance;
  };
  const bool low = beyond(kept.low), high = beyond(kept.high);
  if (low && high) return Compliance::kBroken;
  return low || high ? Compliance::kUndecided : Compliance::kHeld;
}

double ComplianceTolerance(const Suite& suite, double latency_ns) {
  return latency_ns < static_cast<double>(suite.short_latency_ns())
             ? suite.short_tolerance()
             : suite.tolerance();
}

}  // namespace olympics
