// A meter from power readings: a thread takes them and adds them up, by the
// trapezoidal rule.
#ifndef GRADER_ENERGY_SAMPLED_H_
#define GRADER_ENERGY_SAMPLED_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "grader/energy/meter.h"

namespace olympics {

// Something that says how many watts flow now.
class PowerSource {
 public:
  virtual ~PowerSource() = default;
  virtual std::string Describe() const = 0;
  virtual absl::StatusOr<double> Watts() = 0;
};

// Readings are `milliseconds` apart. A reading that fails makes the interval
// that it is in fail.
std::unique_ptr<EnergyMeter> Sampled(std::unique_ptr<PowerSource> source,
                                     int milliseconds = 5);

}  // namespace olympics

#endif  // GRADER_ENERGY_SAMPLED_H_
