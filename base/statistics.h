// The statistics that grades rest on: pure functions of lists of numbers. A NaN
// among the numbers makes the result NaN, and never a wrong order.
#ifndef BASE_STATISTICS_H_
#define BASE_STATISTICS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace base {

// A value and the ends of its 95 % confidence interval, all in one unit.
struct Estimate {
  double value = 0;
  double low = 0;
  double high = 0;

  // Returns the interval's width as a share of the value; 0 if the value is 0.
  double width() const { return value == 0 ? 0 : (high - low) / value; }
};

// Returns the q-quantile (0 <= q <= 1) of numbers that ascend: the one at index
// floor(q * n), as MLPerf takes percentiles, and the last one for q = 1.
// `sorted` must not be empty.
//
//   QuantileOfSorted<int>({10, 20, 30, 40}, 0.5)   // 30
template <typename T>
T QuantileOfSorted(const std::vector<T>& sorted, double q) {
  const auto index =
      static_cast<size_t>(q * static_cast<double>(sorted.size()));
  return sorted[std::min(index, sorted.size() - 1)];
}

// Returns the same of numbers in any order. Ends the program if there are none.
double Quantile(std::vector<double> values, double q);

// Returns the middle number, or the mean of the middle two of an even count.
// Ends the program if there are none.
//
//   Median({4, 1, 3, 2})   // 2.5
double Median(std::vector<double> values);

// The percentile bootstrap (Efron, 1979), in two steps. First, observations are
// drawn with replacement, as many as there are, and the figure is computed of
// the draw, again and again. Then the figure's values over all draws give the
// ends of its interval, their 2.5 % and 97.5 % quantiles.
//
//   std::mt19937_64 random(1);
//   std::vector<double> drawn;
//   for (int r = 0; r < 1000; ++r) {
//     drawn.push_back(FigureOf(Resample(n, random)));
//   }
//   const Estimate e = WithInterval(FigureOf(all), drawn);

// Returns the indices of one draw, each below `observations`; none of none.
std::vector<size_t> Resample(size_t observations, std::mt19937_64& random);

// Returns the indices of one draw of observations that come in groups, where
// groups[i] is the group of observation i: groups are drawn with replacement,
// then observations within each (Davison and Hinkley, "Bootstrap Methods and
// their Application", 1997, section 3.8).
std::vector<size_t> ResampleGroups(const std::vector<int>& groups,
                                   std::mt19937_64& random);

// Returns `value` with the interval that the draws give, which leaves out as
// many of them at its lower as at its upper end. Ends the program if there are
// no draws.
Estimate WithInterval(double value, std::vector<double> drawn);

// Returns the median of values that come in groups, with the interval of so
// many resamples by ResampleGroups. The same values always give the same. Ends
// the program if there are none.
//
//   GroupedMedian({1, 2, 3}, {0, 0, 1}, 400).value   // 2
Estimate GroupedMedian(const std::vector<double>& values,
                       const std::vector<int>& groups, int resamples);

}  // namespace base

#endif  // BASE_STATISTICS_H_
