#include "sandbox/outcome.h"

#include <csignal>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace sandbox {

const char* VerdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::kExited:
      return "exited";
    case Verdict::kCrashed:
      return "crashed";
    case Verdict::kViolation:
      return "violation";
    case Verdict::kWallLimit:
      return "wall_limit";
    case Verdict::kCpuLimit:
      return "cpu_limit";
    case Verdict::kMemoryLimit:
      return "memory_limit";
    case Verdict::kOutputLimit:
      return "output_limit";
    case Verdict::kFileLimit:
      return "file_limit";
    case Verdict::kKilled:
      return "killed";
  }
  return "unknown";
}

std::string Outcome::Describe() const {
  switch (verdict) {
    case Verdict::kExited:
      return exit_code == 0
                 ? "it ended normally"
                 : absl::StrCat("it ended with exit code ", exit_code);
    case Verdict::kCrashed:
      return absl::StrCat(
          "it crashed with signal ", signal, " (", strsignal(signal), ")",
          signal == SIGILL ? ": this processor lacks an instruction that it "
                             "was compiled for, or it ran into a trap"
                           : "");
    case Verdict::kViolation:
      return absl::StrCat("it called ", violation,
                          ", which the sandbox forbids");
    case Verdict::kWallLimit:
      return absl::StrFormat("it was stopped at its time limit, after %.1f s",
                             wall_seconds);
    case Verdict::kCpuLimit:
      return absl::StrFormat(
          "it was stopped at its CPU time limit, after %.1f s of CPU",
          user_seconds + system_seconds);
    case Verdict::kMemoryLimit:
      return absl::StrFormat(
          "it was stopped at its memory limit, at %.1f MiB",
          static_cast<double>(peak_memory_bytes) / (1 << 20));
    case Verdict::kOutputLimit:
      return "it was stopped for writing more than its output limit";
    case Verdict::kFileLimit:
      return "it was stopped for writing a larger file than its limit";
    case Verdict::kKilled:
      return "it was ended by the program that started it";
  }
  return "";
}

}  // namespace sandbox
