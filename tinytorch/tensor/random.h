// The random numbers of the framework: the same seed gives the same numbers on
// every machine, which is what makes a training run reproducible.
#ifndef TINYTORCH_TENSOR_RANDOM_H_
#define TINYTORCH_TENSOR_RANDOM_H_

#include <cstdint>

namespace tinytorch {

// xoshiro256** (Blackman and Vigna, 2018), seeded through splitmix64.
class Generator {
 public:
  explicit Generator(uint64_t seed = 0);

  uint64_t next();               // uniform over 64 bits
  float uniform();               // uniform in [0, 1)
  float normal();                // mean 0, variance 1 (Box-Muller)
  int64_t below(int64_t bound);  // uniform in [0, bound); bound > 0

 private:
  uint64_t state_[4];
  float spare_ = 0;
  bool has_spare_ = false;
};

// The generator that is used where none is given; one a thread.
Generator& default_generator();

// Restarts the calling thread's default generator.
void manual_seed(uint64_t seed);

}  // namespace tinytorch

#endif  // TINYTORCH_TENSOR_RANDOM_H_
