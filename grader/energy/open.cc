#include "grader/energy/open.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "grader/energy/hwmon.h"
#include "grader/energy/model.h"
#include "grader/energy/rapl.h"
#include "grader/energy/sampled.h"
#include "grader/energy/trace.h"

namespace olympics {
namespace {

absl::StatusOr<std::unique_ptr<EnergyMeter>> OpenMonitor(
    const std::string& root) {
  absl::StatusOr<std::unique_ptr<PowerSource>> source = OpenHwmon(root);
  if (!source.ok()) return source.status();
  return Sampled(*std::move(source));
}

}  // namespace

absl::StatusOr<std::unique_ptr<EnergyMeter>> OpenMeter(
    const Energy& spec, std::string& why, const std::string& root) {
  why.clear();
  const std::string& wanted = spec.meter();
  const std::string trace = "trace:";
  if (wanted.rfind(trace, 0) == 0) {
    return OpenTrace(wanted.substr(trace.size()));
  }
  if (wanted == "model") return ModelMeter(spec);
  if (wanted == "rapl") return OpenRapl(root);
  if (wanted == "hwmon") return OpenMonitor(root);
  absl::StatusOr<std::unique_ptr<EnergyMeter>> rapl = OpenRapl(root);
  if (rapl.ok()) return rapl;
  absl::StatusOr<std::unique_ptr<EnergyMeter>> monitor = OpenMonitor(root);
  if (monitor.ok()) return monitor;
  why = absl::StrCat(std::string(rapl.status().message()), "; ",
                     std::string(monitor.status().message()));
  return ModelMeter(spec);
}

}  // namespace olympics
