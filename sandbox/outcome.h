// What became of a program that ran in the sandbox.
#ifndef SANDBOX_OUTCOME_H_
#define SANDBOX_OUTCOME_H_

#include <cstdint>
#include <string>

namespace sandbox {

enum class Verdict {
  kExited,       // it ended by itself: see exit_code
  kCrashed,      // a signal ended it: see signal
  kViolation,    // it called what the policy forbids: see violation
  kWallLimit,    // it ran longer than the policy's wall-clock limit
  kCpuLimit,     // it used more CPU time than the policy's limit
  kMemoryLimit,  // it used more memory than the policy's limit
  kOutputLimit,  // it wrote more to stdout and stderr than the policy's limit
  kKilled,       // whoever started it ended it
};

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
  // Of the whole tree of processes, the sandbox's own few ms included.
  double user_seconds = 0;
  double system_seconds = 0;
  // The largest resident set of the program itself, and how that is known:
  // "VmHWM" (the kernel's high-water mark, last read at most 10 ms before the
  // end) or "ru_maxrss" (for programs too short for that: an upper bound, which
  // may include the starting process).
  int64_t peak_memory_bytes = 0;
  std::string peak_memory_method;
  // The last bytes of stdout and stderr together, at most 16 KiB of them.
  std::string output;

  bool ok() const { return verdict == Verdict::kExited && exit_code == 0; }
  // One sentence for people: "it called socket, which the sandbox forbids".
  std::string Describe() const;
};

}  // namespace sandbox

#endif  // SANDBOX_OUTCOME_H_
