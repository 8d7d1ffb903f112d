// The statistics that grades rest on: pure functions of lists of numbers.
#ifndef GRADER_JUDGE_STATISTICS_H_
#define GRADER_JUDGE_STATISTICS_H_

#include <cstddef>
#include <random>
#include <vector>

namespace olympics {

struct Estimate {
  double value = 0;
  double low = 0;  // 95 % interval
  double high = 0;

  // The interval's width as a share of the value.
  double width() const { return value == 0 ? 0 : (high - low) / value; }
};

// The middle value; the mean of the middle two of an even number. Not of none.
double Median(std::vector<double> values);

// The percentile bootstrap (Efron, 1979), in two steps: observations are drawn
// with replacement, as many as there are, again and again; a figure's values
// over all these draws give the ends of its interval, their 2.5 % and 97.5 %
// quantiles.
std::vector<size_t> Resample(size_t observations, std::mt19937_64& random);
// The same of observations that come in groups, `groups` has the group of each:
// groups are drawn with replacement, then observations within each (Davison and
// Hinkley, "Bootstrap Methods and their Application", 1997, section 3.8).
std::vector<size_t> ResampleGroups(const std::vector<int>& groups,
                                   std::mt19937_64& random);
Estimate WithInterval(double value, std::vector<double> drawn);

// The median of values that come in groups, `groups` has the group of each,
// with the interval of so many resamples of that kind; the same values always
// give the same. Not of none.
//
//   GroupedMedian({1, 2, 3}, {0, 0, 1}, 400).value  // 2
Estimate GroupedMedian(const std::vector<double>& values,
                       const std::vector<int>& groups, int resamples);

}  // namespace olympics

#endif  // GRADER_JUDGE_STATISTICS_H_
