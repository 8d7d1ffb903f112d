// A policy as a seccomp filter: which system calls the kernel lets through.
//
// Calls are of four kinds. Allowed ones cost a few comparisons. Some that every
// C library tries at start, or that have a harmless answer, are answered with
// an error and go no further. All others are handed to the sandbox's supervisor
// (SECCOMP_RET_USER_NOTIF), which lets ends and new threads up to the limit
// pass, and ends the program at anything else, naming the call; if the
// supervisor is gone they fail. Calls of another architecture (x32 and 32-bit
// entry) kill at once.
//
// The one exec that starts the program is that of kProgramFd, which exec closes
// and which the program's limit of open files keeps it from making again.
#ifndef SANDBOX_FILTER_H_
#define SANDBOX_FILTER_H_

#include <linux/filter.h>

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "sandbox/policy.h"

namespace sandbox {

inline constexpr int kProgramFd = 200;
static_assert(kProgramFd >= kMaxOpenFiles);
// In its own namespace, where its keeper is 1.
inline constexpr int kProgramPid = 2;

// Compiled once for each kind of policy and process.
absl::StatusOr<std::vector<sock_filter>> CompileFilter(const Policy& policy);

// The call's name on this architecture, or "system call <number>".
std::string SyscallName(int number);

}  // namespace sandbox

#endif  // SANDBOX_FILTER_H_
