// The half of the sandbox that runs inside it, before the program does: two
// processes made by clone, which must not allocate (the starting process may
// have had other threads). The keeper is PID 1 of the new namespaces: it builds
// the root, starts the program, reaps whatever the program leaves, and by
// ending takes everything else with it. Between clone and exec the program's
// process puts on the locks: descriptors, limits, Landlock, capabilities,
// seccomp.
#ifndef SANDBOX_JAIL_CHILD_H_
#define SANDBOX_JAIL_CHILD_H_

#include <linux/filter.h>
#include <sys/resource.h>

#include <atomic>
#include <string>
#include <utility>
#include <vector>

#include "sandbox/policy.h"

namespace sandbox {

inline constexpr int kMaxMounts = 32;
inline constexpr int kMaxDescriptors = 16;

// Written by the two inside, read by the supervisor; in memory shared by all.
struct Report {
  // What the sandbox was doing, and errno, when setting up failed.
  std::atomic<const char*> failed_step{nullptr};
  std::atomic<int> failed_mount{-1};
  std::atomic<int> error{0};
  std::atomic<int> listener{-1};  // the program's seccomp listener, once loaded
  std::atomic<bool> ended{false};
  int wait_status = 0;  // valid once `ended`
  rusage usage = {};    // of the program and what it waited for
};

// The user and group that the inside becomes.
struct InnerIds {
  unsigned uid, gid;
};

// The name of the program's process until exec gives it its own.
inline constexpr char kBeforeExec[] = "sandbox-setup";

// Everything that the inside needs, prepared outside.
struct Plan {
  const Policy* policy;
  int program_fd;                // O_PATH, what is executed
  std::vector<char*> argv, env;  // null-terminated
  std::vector<std::pair<int, int>>
      fds;  // outside number, number in the program
  std::vector<std::vector<std::string>>
      parents;          // of each mount, outermost first
  std::string staging;  // a directory to build the root on
  std::vector<sock_filter> filter;
  int landlock_abi;
  int pin_cpu;      // -1: not pinned
  int go_fd;        // an InnerIds comes once they are mapped
  int listener_fd;  // a socket that takes the listener
  Report* report;
};

// The keeper's whole life; does not return.
[[noreturn]] void KeeperMain(const Plan& plan);

}  // namespace sandbox

#endif  // SANDBOX_JAIL_CHILD_H_
