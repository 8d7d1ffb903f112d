// The half of the sandbox that runs inside it, before the program does: two
// processes. The keeper is PID 1 of the new namespaces: it builds the root,
// starts the program, reaps whatever the program leaves, and by ending takes
// everything else with it. Between clone and exec the program's process puts on
// the locks: cgroup, descriptors, Landlock, capabilities, limits, seccomp.
//
// Both run on stacks of their own in the memory of the starting process
// (CLONE_VM), which makes starting a sandbox as cheap from a large process as
// from a small one. So they must not allocate, lock, or touch errno: everything
// that they need is prepared in a Plan, and they call the kernel directly.
#ifndef SANDBOX_JAIL_CHILD_H_
#define SANDBOX_JAIL_CHILD_H_

#include <linux/filter.h>
#include <sys/resource.h>
#include <sys/types.h>

#include <array>
#include <atomic>
#include <string>
#include <utility>
#include <vector>

#include "sandbox/policy.h"

namespace sandbox {

inline constexpr int kMaxDescriptors = 16;
inline constexpr int kMaxEntries = 4;

// Written by the two inside, read by the supervisor.
struct Report {
  // What the sandbox was doing, and errno, when setting up failed.
  std::atomic<const char*> failed_step{nullptr};
  std::atomic<int> failed_mount{-1};
  std::atomic<int> error{0};
  std::atomic<bool> ended{false};
  int wait_status = 0;  // valid once `ended`
  rusage usage = {};    // of the program and everything that it started
};

// The user and group that the inside becomes.
struct InnerIds {
  unsigned uid, gid;
  bool change;  // from another user: take leave of its groups too
};

// What the keeper tells the supervisor over their socket, a byte each.
inline constexpr char kStarted = 's';  // with the seccomp listener, and the
                                       // program's PID as credentials
inline constexpr char kEnded = 'e';    // the report has been filled in

// Everything that the inside needs, prepared outside.
struct Plan {
  const Policy* policy;
  int program_fd;                // what is executed
  std::string interpreter;       // the loader that it names; "": it is static
  std::vector<char*> argv, env;  // null-terminated
  std::vector<std::pair<int, int>>
      fds;  // outside number, number in the program
  std::vector<std::vector<std::string>>
      parents;              // of each mount, outermost first
  std::string staging;      // a directory to build the root on
  std::string tmp_options;  // of the mount of /tmp; "" without one
  std::vector<sock_filter> filter;
  std::array<int, kMaxEntries> cgroup_entries;  // each takes a "0"; or -1
  int landlock_abi;                             // 0: without
  int pin_cpu;                                  // -1: not pinned
  int socket;             // InnerIds come from here, the bytes above go there
  int supervisor_socket;  // its other end, of which the inside has a copy
  char* keeper_stack;     // the high ends
  char* program_stack;
  Report* report;
  // The keeper's own.
  InnerIds ids;
  int listener;
};

// The keeper's whole life: the function for clone(), with a Plan. Call with all
// signals blocked.
int KeeperMain(void* plan);

}  // namespace sandbox

#endif  // SANDBOX_JAIL_CHILD_H_
