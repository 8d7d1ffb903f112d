#include "grader/energy/hwmon.h"

#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "grader/energy/sysfs.h"

namespace olympics {
namespace {

// Watts from one file in microwatts, or from two in millivolts and
// milliamperes.
struct Channel {
  std::string microwatts;
  std::string millivolts, milliamperes;
};

absl::StatusOr<double> WattsOf(const Channel& c) {
  if (!c.microwatts.empty()) {
    const absl::StatusOr<double> power = ReadSysfsNumber(c.microwatts);
    if (!power.ok()) return power.status();
    return 1e-6 * *power;
  }
  const absl::StatusOr<double> volts = ReadSysfsNumber(c.millivolts);
  if (!volts.ok()) return volts.status();
  const absl::StatusOr<double> amperes = ReadSysfsNumber(c.milliamperes);
  if (!amperes.ok()) return amperes.status();
  return 1e-6 * *volts * *amperes;
}

class Hwmon : public PowerSource {
 public:
  Hwmon(std::vector<std::string> names, std::vector<Channel> channels)
      : names_(std::move(names)), channels_(std::move(channels)) {}

  std::string Describe() const override { return absl::StrJoin(names_, ", "); }

  absl::StatusOr<double> Watts() override {
    double watts = 0;
    for (const Channel& c : channels_) {
      const absl::StatusOr<double> one = WattsOf(c);
      if (!one.ok()) return one.status();
      watts += *one;
    }
    return watts;
  }

 private:
  std::vector<std::string> names_;
  std::vector<Channel> channels_;
};

// The channels of an INA3221 that are in use.
std::vector<Channel> ChannelsOf3221(const std::string& folder) {
  std::vector<Channel> channels;
  for (int n = 1; n <= 3; ++n) {
    const absl::StatusOr<double> on =
        ReadSysfsNumber(absl::StrCat(folder, "in", n, "_enable"));
    if (on.ok() && *on == 0) continue;
    const std::string volts = absl::StrCat(folder, "in", n, "_input");
    // A channel without a shunt has no current to read.
    if (absl::IsNotFound(ReadSysfs(volts).status())) continue;
    channels.push_back({"", volts, absl::StrCat(folder, "curr", n, "_input")});
  }
  return channels;
}

}  // namespace

absl::StatusOr<std::unique_ptr<PowerSource>> OpenHwmon(
    const std::string& root) {
  const std::string base = root + "/sys/class/hwmon/";
  std::vector<std::string> names;
  std::vector<Channel> channels;
  for (const std::string& entry : ListSysfs(base, "hwmon")) {
    const std::string folder = base + entry + "/";
    const std::string name = ReadSysfs(folder + "name").value_or("");
    if (name == "ina219" || name == "ina226") {
      channels.push_back({folder + "power1_input", "", ""});
    } else if (name == "ina3221") {
      const std::vector<Channel> found = ChannelsOf3221(folder);
      if (found.empty()) continue;
      channels.insert(channels.end(), found.begin(), found.end());
    } else {
      continue;
    }
    names.push_back(absl::StrCat(name, " on ", entry));
  }
  if (channels.empty()) {
    return absl::NotFoundError(
        absl::StrCat("no INA219, INA226 or INA3221 below ", base));
  }
  auto source = std::make_unique<Hwmon>(std::move(names), std::move(channels));
  const absl::StatusOr<double> first = source->Watts();
  if (!first.ok()) return first.status();
  return source;
}

}  // namespace olympics
