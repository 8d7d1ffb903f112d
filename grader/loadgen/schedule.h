// When queries are sent and which samples they ask for, from a seed. The random
// numbers are MT19937's with 53 bits (`genrand_res53`), so that NumPy's
// RandomState computes the same: golden values come from there.
#ifndef GRADER_LOADGEN_SCHEDULE_H_
#define GRADER_LOADGEN_SCHEDULE_H_

#include <cstdint>
#include <random>
#include <vector>

namespace olympics {

class Random {
 public:
  explicit Random(uint32_t seed) : generator_(seed) {}
  // Uniform in [0, 1).
  double Uniform();
  // Uniform in 0..n-1, for n > 0.
  int64_t Below(int64_t n);
  // Exponential with this mean.
  double Exponential(double mean);

 private:
  std::mt19937 generator_;
};

// The Server scenario's arrivals: a Poisson process of `queries_per_second`,
// as nanoseconds since the start, ascending.
std::vector<int64_t> PoissonArrivals(int64_t count, double queries_per_second,
                                     uint32_t seed);

// `count` samples out of `size`, drawn with replacement.
std::vector<int64_t> SampleIndices(int64_t count, int64_t size, uint32_t seed);

}  // namespace olympics

#endif  // GRADER_LOADGEN_SCHEDULE_H_
