#include "grader/host/host.h"

#include <algorithm>
#include <optional>
#include <set>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "grader/energy/hwmon.h"
#include "grader/energy/rapl.h"
#include "grader/energy/sysfs.h"
#include "grader/host/core_time.h"
#include "nlohmann/json.hpp"

namespace olympics {
namespace {

using Findings = std::vector<HostFinding>;

void Add(Findings& findings, const char* what, const std::string& state,
         const std::string& mend) {
  HostFinding& f = findings.emplace_back();
  f.set_what(what);
  f.set_state(state);
  f.set_mend(mend);
}

// "cpu0", "cpu1", ...: not "cpufreq".
std::vector<std::string> Processors(const std::string& folder) {
  std::vector<std::string> names = ListSysfs(folder, "cpu");
  std::erase_if(names, [](const std::string& name) {
    int number;
    return !absl::SimpleAtoi(name.substr(3), &number);
  });
  return names;
}

void Frequency(const std::string& root, Findings& findings) {
  const std::string folder = root + "/sys/devices/system/cpu/";
  std::set<std::string> governors;
  for (const std::string& cpu : Processors(folder)) {
    const absl::StatusOr<std::string> governor =
        ReadSysfs(folder + cpu + "/cpufreq/scaling_governor");
    if (governor.ok() && *governor != "performance") {
      governors.insert(*governor);
    }
  }
  if (!governors.empty()) {
    Add(findings, "frequency_governor", absl::StrJoin(governors, ", "),
        "set it with `cpupower frequency-set --governor performance`");
  }
  const absl::StatusOr<double> no_turbo =
      ReadSysfsNumber(folder + "intel_pstate/no_turbo");
  const absl::StatusOr<double> boost =
      ReadSysfsNumber(folder + "cpufreq/boost");
  if (no_turbo.ok() ? *no_turbo == 0 : boost.ok() && *boost == 1) {
    Add(findings, "turbo", "on",
        no_turbo.ok()
            ? "write 1 to /sys/devices/system/cpu/intel_pstate/no_turbo"
            : "write 0 to /sys/devices/system/cpu/cpufreq/boost");
  }
}

void Cores(const std::string& root, Findings& findings) {
  const std::string folder = root + "/sys/devices/system/cpu/";
  int shared = 0;
  const std::vector<std::string> processors = Processors(folder);
  for (const std::string& cpu : processors) {
    const absl::StatusOr<std::string> siblings =
        ReadSysfs(folder + cpu + "/topology/thread_siblings_list");
    // "0" alone, or "0,4", "0-1".
    shared += siblings.ok() && (absl::StrContains(*siblings, ',') ||
                                absl::StrContains(*siblings, '-'));
  }
  if (shared > 0) {
    Add(findings, "smt", absl::StrCat(shared, " processors share a core"),
        "write off to /sys/devices/system/cpu/smt/control");
  }
  if (processors.size() == 1) {
    Add(findings, "cores", "1",
        "give the grader a second core: worker and referee share this one");
  }
}

void Memory(const std::string& root, Findings& findings) {
  const absl::StatusOr<std::string> swaps = ReadSysfs(root + "/proc/swaps");
  // A heading, then a line for each.
  if (swaps.ok() && absl::StrContains(*swaps, '\n')) {
    Add(findings, "swap", "on", "turn it off with `swapoff --all`");
  }
  const absl::StatusOr<std::string> pages =
      ReadSysfs(root + "/sys/kernel/mm/transparent_hugepage/enabled");
  if (pages.ok() && absl::StrContains(*pages, "[always]")) {
    Add(findings, "transparent_huge_pages", "always",
        "write madvise to /sys/kernel/mm/transparent_hugepage/enabled");
  }
  const absl::StatusOr<double> aslr =
      ReadSysfsNumber(root + "/proc/sys/kernel/randomize_va_space");
  if (aslr.ok() && *aslr != 0) {
    Add(findings, "address_randomisation", absl::StrCat(*aslr),
        "write 0 to /proc/sys/kernel/randomize_va_space on a machine that "
        "grades and does nothing else");
  }
}

void Load(const std::string& root, Findings& findings) {
  const absl::StatusOr<std::string> load = ReadSysfs(root + "/proc/loadavg");
  double last_minute = 0;
  if (load.ok() &&
      absl::SimpleAtod(load->substr(0, load->find(' ')), &last_minute) &&
      last_minute > 0.5) {
    Add(findings, "load", absl::StrFormat("%.2f", last_minute),
        "end what else runs here, or wait");
  }
  const std::optional<CoreTime> time = ReadCoreTime(kAllCores, root);
  if (!time.has_value()) return;
  const double all = time->busy + time->idle + time->stolen;
  if (time->stolen > 0.005 * all) {
    Add(findings, "stolen_time",
        absl::StrFormat("%.1f %% of all since the start",
                        100 * time->stolen / all),
        "use a machine that is not shared with other virtual machines");
  }
}

}  // namespace

std::vector<HostFinding> ExamineHost(const std::string& root, bool emulated) {
  if (emulated) return {};
  Findings findings;
  Frequency(root, findings);
  Cores(root, findings);
  Memory(root, findings);
  Load(root, findings);
  const auto rapl = OpenRapl(root);
  if (!rapl.ok() && !OpenHwmon(root).ok()) {
    const bool denied = absl::IsPermissionDenied(rapl.status());
    Add(findings, "energy_meter", denied ? "RAPL, root alone" : "none",
        denied ? std::string(rapl.status().message())
               : "energy is estimated by a model; see docs/measuring.md");
  }
  return findings;
}

std::string HostJson(const std::vector<HostFinding>& findings) {
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  for (const HostFinding& f : findings) {
    json.push_back(
        {{"what", f.what()}, {"state", f.state()}, {"mend", f.mend()}});
  }
  return json.dump(2) + "\n";
}

std::string HostText(const std::vector<HostFinding>& findings) {
  if (findings.empty()) return "Nothing against this host for timed runs.\n";
  size_t what = 0, state = 0;
  for (const HostFinding& f : findings) {
    what = std::max(what, f.what().size());
    state = std::max(state, f.state().size());
  }
  std::string text;
  for (const HostFinding& f : findings) {
    absl::StrAppendFormat(&text, "%-*s  %-*s  %s\n", what, f.what(), state,
                          f.state(), f.mend());
  }
  return text;
}

}  // namespace olympics
