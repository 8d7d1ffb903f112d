// Power monitors on the I2C bus, through Linux's hwmon
// (Documentation/hwmon/ina2xx.rst, ina3221.rst, sysfs-interface.rst): INA219
// and INA226 give microwatts (power1_input); an INA3221 gives, for each of
// three channels, millivolts (inN_input) and milliamperes (currN_input).
#ifndef GRADER_ENERGY_HWMON_H_
#define GRADER_ENERGY_HWMON_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "grader/energy/sampled.h"

namespace olympics {

// All monitors that are there, added up. NotFound: there is none;
// PermissionDenied: it may not be read.
absl::StatusOr<std::unique_ptr<PowerSource>> OpenHwmon(
    const std::string& root = "");

}  // namespace olympics

#endif  // GRADER_ENERGY_HWMON_H_
