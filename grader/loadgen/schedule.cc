#include "grader/loadgen/schedule.h"

#include <cmath>

namespace olympics {

double Random::Uniform() {
  const uint32_t high = generator_() >> 5, low = generator_() >> 6;
  return (high * 67108864.0 + low) / 9007199254740992.0;
}

int64_t Random::Below(int64_t n) {
  return static_cast<int64_t>(Uniform() * static_cast<double>(n));
}

double Random::Exponential(double mean) {
  return -mean * std::log(1.0 - Uniform());
}

std::vector<int64_t> PoissonArrivals(int64_t count, double queries_per_second,
                                     uint32_t seed) {
  Random random(seed);
  std::vector<int64_t> arrivals(count);
  double at = 0;
  for (int64_t& arrival : arrivals) {
    at += random.Exponential(1e9 / queries_per_second);
    arrival = static_cast<int64_t>(at);
  }
  return arrivals;
}

std::vector<int64_t> SampleIndices(int64_t count, int64_t size, uint32_t seed) {
  Random random(seed);
  std::vector<int64_t> indices(count);
  for (int64_t& index : indices) index = random.Below(size);
  return indices;
}

}  // namespace olympics
