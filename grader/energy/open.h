// Which meter a machine has.
#ifndef GRADER_ENERGY_OPEN_H_
#define GRADER_ENERGY_OPEN_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "categories/category.pb.h"
#include "grader/energy/meter.h"

namespace olympics {

// The one that the spec names: "rapl", "hwmon", "trace:PATH" or "model". "auto"
// is RAPL, else a power monitor, else the model; `why` then says what kept it
// from a real one, for people.
absl::StatusOr<std::unique_ptr<EnergyMeter>> OpenMeter(
    const Energy& spec, std::string& why, const std::string& root = "");

}  // namespace olympics

#endif  // GRADER_ENERGY_OPEN_H_
