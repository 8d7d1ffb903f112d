// What a machine used in a while: one interface for every kind of meter.
//
//   absl::StatusOr<std::unique_ptr<EnergyMeter>> meter = OpenMeter(spec, ...);
//   (*meter)->Start();
//   ...
//   absl::StatusOr<double> joules = (*meter)->Stop({.cpu_seconds = ...});
//
// Joules are of the whole machine, or of as much of it as the meter covers,
// idle power included; AboveIdle (idle.h) subtracts that.
#ifndef GRADER_ENERGY_METER_H_
#define GRADER_ENERGY_METER_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace olympics {

// What ran between Start and Stop: all that a model has to go by. Meters that
// measure do not look.
struct Activity {
  double cpu_seconds = 0;      // of all measured processes, on all cores
  int64_t resident_bytes = 0;  // of memory
  int core = -1;               // that they ran on, for its frequency
  // From Start to Stop, by the one clock that idle power is subtracted by; a
  // meter of its own reads none.
  double wall_seconds = 0;
};

class EnergyMeter {
 public:
  virtual ~EnergyMeter() = default;

  // For people: "RAPL package-0, dram", "INA219 on hwmon2", "a model of ...".
  virtual std::string Describe() const = 0;
  // Whether figures come from a model, not from a measurement.
  virtual bool estimated() const = 0;

  // Unavailable where the meter does not answer (any more); of Stop also where
  // it did not answer in between. Start begins anew each time.
  virtual absl::Status Start() = 0;
  virtual absl::StatusOr<double> Stop(const Activity& activity) = 0;
};

}  // namespace olympics

#endif  // GRADER_ENERGY_METER_H_
