#include "grader/loadgen/statistics.h"

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>

namespace olympics {

bool PassesEarlyStopping(int64_t queries, int64_t over, double percentile,
                         double confidence) {
  const int64_t under = queries - over;
  if (under <= 0) return false;
  return boost::math::ibeta(static_cast<double>(under),
                            static_cast<double>(over) + 1,
                            percentile) <= 1 - confidence;
}

int64_t MinPassingQueries(int64_t over, double percentile, double confidence) {
  const auto passes = [&](int64_t under) {
    return PassesEarlyStopping(under + over, over, percentile, confidence);
  };
  // The more under the bound, the less likely by chance: found by halves.
  int64_t high = 1;
  while (!passes(high)) high *= 2;
  int64_t low = high / 2;  // does not pass, or is 0
  while (high - low > 1) {
    const int64_t middle = low + (high - low) / 2;
    (passes(middle) ? high : low) = middle;
  }
  return high;
}

std::optional<int64_t> EarlyStoppingEstimate(const std::vector<int64_t>& sorted,
                                             double percentile,
                                             double confidence) {
  const auto n = static_cast<int64_t>(sorted.size());
  const auto allowed = [&](int64_t over) {
    return over < n && PassesEarlyStopping(n, over, percentile, confidence);
  };
  if (!allowed(1)) return std::nullopt;
  // The more over the bound, the less is believed: by halves again.
  int64_t low = 1, high = n;
  while (high - low > 1) {
    const int64_t middle = low + (high - low) / 2;
    (allowed(middle) ? low : high) = middle;
  }
  return sorted[n - low];
}

}  // namespace olympics
