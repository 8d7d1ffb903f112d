#include "base/statistics.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <map>
#include <utility>

namespace base {

namespace {

bool AnyNan(const std::vector<double>& values) {
  return std::any_of(values.begin(), values.end(),
                     [](double v) { return std::isnan(v); });
}

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

}  // namespace

double Quantile(std::vector<double> values, double q) {
  if (values.empty()) std::abort();  // a bug of the caller
  if (AnyNan(values)) return kNan;
  const auto index =
      static_cast<size_t>(q * static_cast<double>(values.size()));
  const auto at =
      values.begin() + static_cast<int64_t>(std::min(index, values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

double Median(std::vector<double> values) {
  if (values.empty()) std::abort();  // a bug of the caller
  if (AnyNan(values)) return kNan;
  const auto half = values.begin() + static_cast<int64_t>(values.size() / 2);
  std::nth_element(values.begin(), half, values.end());
  if (values.size() % 2 == 1) return *half;
  return (*std::max_element(values.begin(), half) + *half) / 2;
}

std::vector<size_t> Resample(size_t observations, std::mt19937_64& random) {
  std::vector<size_t> draw(observations);
  // The bias of a remainder is below observations / 2^64.
  for (size_t& i : draw) i = random() % observations;
  return draw;
}

namespace {

// The observations of each group.
std::vector<std::vector<size_t>> ByGroup(const std::vector<int>& groups) {
  std::map<int, std::vector<size_t>> of_group;
  for (size_t i = 0; i < groups.size(); ++i) of_group[groups[i]].push_back(i);
  std::vector<std::vector<size_t>> all;
  for (auto& [group, observations] : of_group) {
    all.push_back(std::move(observations));
  }
  return all;
}

// Into `draw`, whose memory is used again.
void DrawGroups(const std::vector<std::vector<size_t>>& groups,
                std::mt19937_64& random, std::vector<size_t>& draw) {
  draw.clear();
  for (size_t g = 0; g < groups.size(); ++g) {
    const std::vector<size_t>& group = groups[random() % groups.size()];
    for (size_t i = 0; i < group.size(); ++i) {
      draw.push_back(group[random() % group.size()]);
    }
  }
}

}  // namespace

std::vector<size_t> ResampleGroups(const std::vector<int>& groups,
                                   std::mt19937_64& random) {
  std::vector<size_t> draw;
  DrawGroups(ByGroup(groups), random, draw);
  return draw;
}

Estimate GroupedMedian(const std::vector<double>& values,
                       const std::vector<int>& groups, int resamples) {
  const std::vector<std::vector<size_t>> by_group = ByGroup(groups);
  std::mt19937_64 random(1);
  std::vector<double> medians, some;
  std::vector<size_t> draw;
  for (int r = 0; r < resamples; ++r) {
    DrawGroups(by_group, random, draw);
    some.clear();
    for (const size_t i : draw) some.push_back(values[i]);
    medians.push_back(Median(some));
  }
  return WithInterval(Median(values), std::move(medians));
}

Estimate WithInterval(double value, std::vector<double> drawn) {
  if (drawn.empty()) std::abort();  // a bug of the caller
  if (AnyNan(drawn)) return {value, kNan, kNan};
  std::sort(drawn.begin(), drawn.end());
  const auto left_out =
      static_cast<size_t>(0.025 * static_cast<double>(drawn.size()));
  return {value, drawn[left_out], drawn[drawn.size() - 1 - left_out]};
}

}  // namespace base
