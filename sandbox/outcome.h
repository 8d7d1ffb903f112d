// What became of a program that ran in the sandbox.
#ifndef SANDBOX_OUTCOME_H_
#define SANDBOX_OUTCOME_H_

#include <cstdint>
#include <string>
#include <vector>

namespace sandbox {

enum class Verdict {
  kExited,       // it ended by itself: see exit_code
  kCrashed,      // a signal ended it: see signal
  kViolation,    // it called what the policy forbids: see violation
  kWallLimit,    // it ran longer than the policy's wall-clock limit
  kCpuLimit,     // it used more CPU time than the policy's limit
  kMemoryLimit,  // it used more memory than the policy's limit
  kOutputLimit,  // it wrote more to stdout and stderr than the policy's limit
  kFileLimit,    // it wrote a larger file than the policy's limit
  kKilled,       // whoever started it ended it
};
inline constexpr int kVerdicts = 9;

// "exited", "crashed", "violation", "wall_limit", ...
const char* VerdictName(Verdict verdict);

struct Outcome {
  Verdict verdict = Verdict::kKilled;
  int exit_code = 0;
  int signal = 0;
  // The forbidden call and what is known of its arguments, such as
  // `openat("/etc/passwd")` or `socket`; "" without a violation.
  std::string violation;
  double wall_seconds = 0;
  // Of the program and everything that it started, with the less than 1 ms that
  // its process took for its locks before exec.
  double user_seconds = 0;
  double system_seconds = 0;
  // The larger of the two below where both are known, and how it was measured.
  int64_t peak_memory_bytes = 0;
  std::string peak_memory_method;
  // The largest resident set of the program since exec (VmHWM): exact when it
  // ended by itself, else last read at most 10 ms before its end. -1: unknown.
  int64_t peak_resident_bytes = -1;
  // The cgroup's peak, which also counts kernel memory and the page cache of
  // files that it was the first to read. -1: there was no cgroup.
  int64_t peak_cgroup_bytes = -1;
  int64_t minor_faults = 0, major_faults = 0;
  int64_t voluntary_switches = 0, involuntary_switches = 0;
  int64_t output_bytes = 0;   // to stdout and stderr
  int64_t written_bytes = 0;  // by any write call, those to stdout included
  // The last bytes of stdout and stderr together, at most 16 KiB of them.
  std::string output;
  // Layers that the policy did not switch off and that this system lacks: one
  // sentence each, with what is lost.
  std::vector<std::string> missing;

  bool ok() const { return verdict == Verdict::kExited && exit_code == 0; }
  // One sentence for people: "it called socket, which the sandbox forbids".
  std::string Describe() const;
};

}  // namespace sandbox

#endif  // SANDBOX_OUTCOME_H_
