// The statistics that grades rest on: pure functions of lists of numbers.
#ifndef GRADER_JUDGE_STATISTICS_H_
#define GRADER_JUDGE_STATISTICS_H_

#include <cstdint>
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

// The median with a percentile bootstrap interval (Efron, 1979): `resamples`
// times as many values are drawn with replacement, and the 2.5 % and 97.5 %
// quantiles of their medians are the ends. The draws depend on `seed` alone.
Estimate BootstrapMedian(const std::vector<double>& values,
                         int resamples = 1000, uint64_t seed = 1);

}  // namespace olympics

#endif  // GRADER_JUDGE_STATISTICS_H_
