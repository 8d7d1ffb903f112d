#include "grader/host/core_time.h"

#include <unistd.h>

#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/files.h"

namespace olympics {

std::optional<CoreTime> ParseCoreTime(const std::string& stat, int core,
                                      double ticks_per_second) {
  const std::string name =
      core == kAllCores ? "cpu" : absl::StrCat("cpu", core);
  for (const absl::string_view line : absl::StrSplit(stat, '\n')) {
    const std::vector<absl::string_view> fields =
        absl::StrSplit(line, ' ', absl::SkipEmpty());
    // user nice system idle iowait irq softirq steal, as proc(5) says.
    constexpr size_t kFields = 9, kIdle = 4, kIoWait = 5, kSteal = 8;
    if (fields.size() < kFields || fields[0] != name) continue;
    CoreTime time;
    for (size_t i = 1; i < kFields; ++i) {
      double ticks;
      if (!absl::SimpleAtod(fields[i], &ticks)) return std::nullopt;
      double& of = i == kSteal                  ? time.stolen
                   : i == kIdle || i == kIoWait ? time.idle
                                                : time.busy;
      of += ticks / ticks_per_second;
    }
    return time;
  }
  return std::nullopt;
}

std::optional<CoreTime> ReadCoreTime(int core, const std::string& root) {
  const std::string text = base::ReadFile(root + "/proc/stat").value_or("");
  return ParseCoreTime(text, core, static_cast<double>(sysconf(_SC_CLK_TCK)));
}

}  // namespace olympics
