#include "grader/judge/statistics.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <random>

namespace olympics {
namespace {

// Of values that it may reorder.
double MedianInPlace(std::vector<double>& values) {
  if (values.empty()) std::abort();  // a bug of the caller
  const size_t half = values.size() / 2;
  std::nth_element(values.begin(), values.begin() + static_cast<int64_t>(half),
                   values.end());
  const double upper = values[half];
  if (values.size() % 2 == 1) return upper;
  const double lower = *std::max_element(
      values.begin(), values.begin() + static_cast<int64_t>(half));
  return (lower + upper) / 2;
}

}  // namespace

double Median(std::vector<double> values) { return MedianInPlace(values); }

Estimate BootstrapMedian(const std::vector<double>& values, int resamples,
                         uint64_t seed) {
  std::mt19937_64 random(seed);
  const size_t n = values.size();
  std::vector<double> medians, drawn(n);
  medians.reserve(resamples);
  for (int r = 0; r < resamples; ++r) {
    // The bias of a remainder is below n / 2^64.
    for (double& d : drawn) d = values[random() % n];
    medians.push_back(MedianInPlace(drawn));
  }
  std::sort(medians.begin(), medians.end());
  const auto quantile = [&](double q) {
    const auto last = static_cast<double>(medians.size() - 1);
    return medians[static_cast<size_t>(std::lround(q * last))];
  };
  return {Median(values), quantile(0.025), quantile(0.975)};
}

}  // namespace olympics
