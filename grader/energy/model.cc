#include "grader/energy/model.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "grader/energy/sysfs.h"

namespace olympics {
namespace {

class Model : public EnergyMeter {
 public:
  Model(Energy model, std::function<double(int)> mhz)
      : model_(std::move(model)), mhz_(std::move(mhz)) {}

  std::string Describe() const override {
    return "a model of CPU time and frequency";
  }
  bool estimated() const override { return true; }

  absl::Status Start() override { return absl::OkStatus(); }

  absl::StatusOr<double> Stop(const Activity& a) override {
    const double mhz = a.core >= 0 ? mhz_(a.core) : 0;
    const double gib = static_cast<double>(a.resident_bytes) / (1 << 30);
    return model_.idle_watts() * a.wall_seconds +
           a.cpu_seconds *
               (CoreWatts(model_, mhz) + model_.dram_watts_per_gib() * gib);
  }

 private:
  const Energy model_;
  const std::function<double(int)> mhz_;
};

}  // namespace

double CoreWatts(const Energy& model, double mhz) {
  const int n = model.core_size();
  const CorePower& last = model.core(n - 1);
  if (mhz <= 0 || mhz >= last.mhz()) return last.watts();
  for (int i = 0; i < n; ++i) {
    const CorePower& b = model.core(i);
    if (mhz > b.mhz()) continue;
    if (i == 0) return b.watts();
    const CorePower& a = model.core(i - 1);
    return a.watts() +
           (b.watts() - a.watts()) * (mhz - a.mhz()) / (b.mhz() - a.mhz());
  }
  return last.watts();
}

double CoreMhz(int core, const std::string& root) {
  const absl::StatusOr<double> khz = ReadSysfsNumber(absl::StrCat(
      root, "/sys/devices/system/cpu/cpu", core, "/cpufreq/scaling_cur_freq"));
  if (khz.ok()) return 1e-3 * *khz;
  const absl::StatusOr<std::string> info = ReadSysfs(root + "/proc/cpuinfo");
  if (!info.ok()) return 0;
  int processor = -1;
  for (const absl::string_view line : absl::StrSplit(*info, '\n')) {
    const std::vector<absl::string_view> parts =
        absl::StrSplit(line, absl::MaxSplits(':', 1));
    if (parts.size() != 2) continue;
    const absl::string_view key = absl::StripAsciiWhitespace(parts[0]);
    if (key == "processor" && !absl::SimpleAtoi(parts[1], &processor)) return 0;
    double mhz = 0;
    if (key == "cpu MHz" && processor == core &&
        absl::SimpleAtod(parts[1], &mhz)) {
      return mhz;
    }
  }
  return 0;
}

std::unique_ptr<EnergyMeter> ModelMeter(const Energy& model,
                                        std::function<double(int core)> mhz) {
  if (mhz == nullptr) mhz = [](int core) { return CoreMhz(core); };
  return std::make_unique<Model>(model, std::move(mhz));
}

}  // namespace olympics
