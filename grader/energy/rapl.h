// RAPL: the processor's own energy counters, through Linux's powercap
// (Documentation/power/powercap/powercap.rst): microjoules that wrap around at
// max_energy_range_uj. Counted are the packages and, where there are any, their
// DRAM; "core" and "uncore" are parts of a package, "psys" holds all of them.
#ifndef GRADER_ENERGY_RAPL_H_
#define GRADER_ENERGY_RAPL_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "grader/energy/meter.h"

namespace olympics {

// NotFound: there is no RAPL. PermissionDenied: it may not be read; the message
// says how to allow it. `root` is where the system's files are, "" for here.
// Between Start and Stop a counter may wrap around once.
absl::StatusOr<std::unique_ptr<EnergyMeter>> OpenRapl(
    const std::string& root = "");

}  // namespace olympics

#endif  // GRADER_ENERGY_RAPL_H_
