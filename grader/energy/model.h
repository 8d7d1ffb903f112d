// An estimate for machines without a meter: the formula is beside
// categories/category.proto, Energy. Everything that it gives is marked
// `estimated`.
#ifndef GRADER_ENERGY_MODEL_H_
#define GRADER_ENERGY_MODEL_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "categories/category.pb.h"
#include "grader/energy/meter.h"

namespace olympics {

// Watts of one busy core above idle at a frequency: linear between the model's
// entries, the nearest one's beyond them. The model has an entry at least.
double CoreWatts(const Energy& model, double mhz);

// The core's frequency in MHz now, from cpufreq or /proc/cpuinfo; 0: unknown.
double CoreMhz(int core, const std::string& root = "");

// A frequency that is not known counts as the model's highest.
std::unique_ptr<EnergyMeter> ModelMeter(
    const Energy& model, std::function<double(int core)> mhz = {});

}  // namespace olympics

#endif  // GRADER_ENERGY_MODEL_H_
