// Fits the energy model's parameters to this machine:
//
//   bazel run //grader/energy:calibrate -- [--meter=rapl] [--seconds=5]
//
// Idle power, then one core busy at each frequency that cpufreq lets us set (as
// root), or at the one that there is. Prints an `energy` block for a category's
// spec.textproto. A machine without a meter has nothing to be fitted to: it is
// then said so, and the exit code is 1.
#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/clock.h"
#include "base/files.h"
#include "categories/category.pb.h"
#include "grader/energy/idle.h"
#include "grader/energy/model.h"
#include "grader/energy/open.h"
#include "grader/report/files.h"

namespace olympics {
namespace {

// Keeps this thread's core busy.
void Spin(double seconds) {
  const double end = base::SteadySeconds() + seconds;
  volatile uint64_t x = 1;
  while (base::SteadySeconds() < end) {
    for (int i = 0; i < 100'000; ++i) x = x * 6364136223846793005u + 1;
  }
}

absl::StatusOr<Energy> Calibrate(const std::string& meter_name,
                                 double seconds) {
  Energy wanted;
  wanted.set_meter(meter_name);
  CorePower* any = wanted.add_core();
  any->set_mhz(1);
  any->set_watts(1);
  std::string why;
  absl::StatusOr<std::unique_ptr<EnergyMeter>> opened = OpenMeter(wanted, why);
  if (!opened.ok()) return opened.status();
  if ((*opened)->estimated()) {
    return absl::NotFoundError(absl::StrCat(
        "this machine has no energy meter to calibrate the model by: ", why));
  }
  std::fprintf(stderr, "%s\n", (*opened)->Describe().c_str());
  AboveIdle meter(*std::move(opened));
  std::fprintf(stderr, "idle for %.0f s ...\n", seconds);
  absl::Status status =
      meter.MeasureIdle([&] { usleep(static_cast<int>(1e6 * seconds)); });
  if (!status.ok()) return status;
  Energy model;
  model.set_meter("auto");
  model.set_idle_watts(meter.idle_watts());
  const int core = sched_getcpu();
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(core, &set);
  sched_setaffinity(0, sizeof(set), &set);
  const std::string folder =
      absl::StrCat("/sys/devices/system/cpu/cpu", core, "/cpufreq/");
  const absl::StatusOr<std::string> most =
      base::ReadFile(folder + "scaling_max_freq");
  // Written back at the end; a single step where it cannot be set.
  std::vector<std::string> limits;
  for (const char* name : {"cpuinfo_min_freq", "base_frequency"}) {
    const absl::StatusOr<std::string> khz = base::ReadFile(folder + name);
    if (khz.ok() && most.ok()) limits.push_back(*khz);
  }
  limits.push_back(most.value_or(""));
  std::vector<std::pair<double, double>> steps;
  for (const std::string& limit : limits) {
    if (!limit.empty()) {
      std::FILE* file = std::fopen((folder + "scaling_max_freq").c_str(), "w");
      if (file != nullptr) {
        std::fputs(limit.c_str(), file);
        std::fclose(file);
      }
    }
    Spin(0.5);
    std::fprintf(stderr, "one busy core for %.0f s ...\n", seconds);
    status = meter.Start();
    if (!status.ok()) break;
    Spin(seconds);
    const double mhz = CoreMhz(core);
    const absl::StatusOr<double> joules = meter.Stop({});
    if (!joules.ok()) {
      status = joules.status();
      break;
    }
    steps.emplace_back(mhz > 0 ? mhz : 1, *joules / seconds);
  }
  if (!status.ok()) return status;
  std::sort(steps.begin(), steps.end());
  for (const auto& [mhz, watts] : steps) {
    // Two steps that came out at one frequency are one.
    if (model.core_size() > 0 &&
        mhz < 1.02 * model.core(model.core_size() - 1).mhz()) {
      continue;
    }
    CorePower* c = model.add_core();
    c->set_mhz(mhz);
    c->set_watts(watts);
  }
  return model;
}

}  // namespace
}  // namespace olympics

int main(int argc, char** argv) {
  std::string meter = "auto";
  double seconds = 5;
  CLI::App app{"Fits the energy model's parameters to this machine."};
  app.add_option("--meter", meter, "auto, rapl, hwmon or trace:PATH");
  app.add_option("--seconds", seconds, "of each step")
      ->check(CLI::PositiveNumber);
  CLI11_PARSE(app, argc, argv);
  const absl::StatusOr<olympics::Energy> model =
      olympics::Calibrate(meter, seconds);
  if (!model.ok()) {
    std::fprintf(stderr, "calibrate: %s\n",
                 std::string(model.status().message()).c_str());
    return 1;
  }
  std::printf("energy {\n%s}\n", olympics::ToTextProto(*model).c_str());
  return 0;
}
