// A meter that something else records: a file of lines "seconds,watts", seconds
// since 1970 as the same machine's clock has it, ascending. It may grow while
// it is read.
#ifndef GRADER_ENERGY_TRACE_H_
#define GRADER_ENERGY_TRACE_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "grader/energy/meter.h"

namespace olympics {

struct PowerReading {
  double seconds, watts;
};

// Lines that are empty or start with '#' are passed over, and so is a last line
// without its end, which is being written. InvalidArgument names the line that
// is not two numbers, or goes back in time.
absl::StatusOr<std::vector<PowerReading>> ParseTrace(const std::string& text);

// Joules from `begin` to `end`, linear between readings. OutOfRange where the
// trace does not cover that time.
absl::StatusOr<double> JoulesBetween(const std::vector<PowerReading>& trace,
                                     double begin, double end);

// `clock` gives the seconds since 1970; `patience` is how long Stop waits for a
// trace that is behind.
absl::StatusOr<std::unique_ptr<EnergyMeter>> OpenTrace(
    const std::string& path, std::function<double()> clock = {},
    double patience_seconds = 2);

}  // namespace olympics

#endif  // GRADER_ENERGY_TRACE_H_
