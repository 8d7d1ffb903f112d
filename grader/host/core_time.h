// What a core did in a while: whether others than the measured programs had it.
#ifndef GRADER_HOST_CORE_TIME_H_
#define GRADER_HOST_CORE_TIME_H_

#include <optional>
#include <string>

namespace olympics {

// Seconds since the machine was started, as /proc/stat counts them, in steps of
// a hundredth.
struct CoreTime {
  double busy = 0;    // of all programs and the kernel
  double stolen = 0;  // in which the hypervisor ran something else
  double idle = 0;
};

inline constexpr int kAllCores = -1;  // together

// Of that core; nullopt where /proc/stat has no line for it. `root` is where
// the system's files are, "" for here.
std::optional<CoreTime> ReadCoreTime(int core, const std::string& root = "");

// The same of the text of /proc/stat.
//
//   ParseCoreTime("cpu0 100 0 50 900 0 0 0 25\n", 0, 100)
//     // busy 1.5 s, stolen 0.25 s
std::optional<CoreTime> ParseCoreTime(const std::string& stat, int core,
                                      double ticks_per_second);

}  // namespace olympics

#endif  // GRADER_HOST_CORE_TIME_H_
