#include "grader/energy/rapl.h"

#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "grader/energy/sysfs.h"

namespace olympics {
namespace {

struct Domain {
  std::string name;  // "package-0", "dram"
  std::string counter;
  double range_uj = 0;
  double started_uj = 0;
};

class Rapl : public EnergyMeter {
 public:
  explicit Rapl(std::vector<Domain> domains) : domains_(std::move(domains)) {}

  std::string Describe() const override {
    std::vector<std::string> names;
    for (const Domain& d : domains_) names.push_back(d.name);
    return absl::StrCat("RAPL ", absl::StrJoin(names, ", "));
  }
  bool estimated() const override { return false; }

  absl::Status Start() override {
    for (Domain& d : domains_) {
      const absl::StatusOr<double> now = ReadCounter(d);
      if (!now.ok()) return now.status();
      d.started_uj = *now;
    }
    return absl::OkStatus();
  }

  absl::StatusOr<double> Stop(const Activity&) override {
    double joules = 0;
    for (const Domain& d : domains_) {
      const absl::StatusOr<double> now = ReadCounter(d);
      if (!now.ok()) return now.status();
      const double wrapped = *now < d.started_uj ? d.range_uj : 0;
      joules += 1e-6 * (*now + wrapped - d.started_uj);
    }
    return joules;
  }

 private:
  static absl::StatusOr<double> ReadCounter(const Domain& d) {
    absl::StatusOr<double> now = ReadSysfsNumber(d.counter);
    if (now.ok()) return now;
    return absl::UnavailableError(absl::StrCat(
        "the meter RAPL ", d.name,
        " does not answer any more: ", std::string(now.status().message())));
  }

  std::vector<Domain> domains_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<EnergyMeter>> OpenRapl(const std::string& root) {
  const std::string folder = root + "/sys/class/powercap/";
  std::vector<Domain> domains;
  std::string package;
  for (const std::string& zone : ListSysfs(folder, "intel-rapl:")) {
    const absl::StatusOr<std::string> name = ReadSysfs(folder + zone + "/name");
    if (!name.ok()) continue;
    const bool is_package = absl::StartsWith(*name, "package");
    if (is_package) package = *name;
    if (!is_package && *name != "dram") continue;
    const absl::StatusOr<double> range =
        ReadSysfsNumber(folder + zone + "/max_energy_range_uj");
    if (!range.ok()) return range.status();
    Domain d = {is_package ? *name : absl::StrCat(package, " dram"),
                folder + zone + "/energy_uj", *range};
    const absl::StatusOr<double> now = ReadSysfsNumber(d.counter);
    if (absl::IsPermissionDenied(now.status())) {
      return absl::PermissionDeniedError(absl::StrCat(
          "RAPL is there, but ", d.counter,
          " may be read by root alone: run the grader as root, or have an "
          "administrator run `chmod a+r ",
          folder, "*/energy_uj`"));
    }
    if (!now.ok()) return now.status();
    domains.push_back(std::move(d));
  }
  if (domains.empty()) {
    return absl::NotFoundError(absl::StrCat("no RAPL below ", folder));
  }
  return std::make_unique<Rapl>(std::move(domains));
}

}  // namespace olympics
