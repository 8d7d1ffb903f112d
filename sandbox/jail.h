// Runs one untrusted program in a sandbox of its own.
//
//   absl::StatusOr<std::unique_ptr<Jail>> jail = Jail::Start(
//       PolicyBuilder::Worker().SetWallLimit(absl::Seconds(5)).Build(),
//       {.program = "/path/to/static/program", .arguments = {"program"}});
//   if (!jail.ok()) ...          // could not be set up: nothing ran
//   Outcome outcome = (*jail)->Wait();
//
// Around the program, from the outside in: its own user, mount, PID, network,
// IPC, UTS and cgroup namespaces, with an empty root (policy.h); a cgroup of
// its own; no capabilities and no way to any; Landlock; a seccomp filter
// (filter.h); resource limits; and a supervisor here that watches time, memory
// and output. A layer that cannot be put on is an error. Landlock and cgroups,
// which not every system has or gives, may be missing where the policy does not
// require them; the outcome then says so. When the program ends, is ended, or
// this process dies, everything that it started ends too.
//
// Works as root (the program then runs as "nobody" where that user can be
// mapped) and as an ordinary user, inside another container or not. Needs Linux
// 5.14 with unprivileged user namespaces (or root), and /proc.
#ifndef SANDBOX_JAIL_H_
#define SANDBOX_JAIL_H_

#include <sys/types.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "sandbox/outcome.h"
#include "sandbox/policy.h"

namespace sandbox {

struct Command {
  std::string program;                      // a path, opened once
  std::vector<std::string> arguments = {};  // argv, the program's name first
  std::vector<std::string> environment =
      {};  // "NAME=value"; nothing is inherited
  // Descriptors that the program gets: this process's number, the program's.
  // 1 and 2 cannot be given: stdout and stderr are collected in the outcome. 0
  // is empty if it is not given.
  std::vector<std::pair<int, int>> descriptors = {};
  int pin_cpu = -1;  // the core it runs on; -1: any
  // Cores that Start's supervisor may run on; none: those of the caller.
  std::vector<int> supervisor_cpus = {};
  // Where stdout and stderr go as well while it runs, within the policy's
  // limit; -1: nowhere. SIGPIPE should be ignored where these are pipes.
  int copy_stdout = -1, copy_stderr = -1;
};

class Jail {
 public:
  // Returns once the program has been started. Call from a thread that lives as
  // long as the program is to: the kernel ends the program with it.
  //
  // InvalidArgument: the policy or the command makes no sense. NotFound: there
  // is no such program. Unavailable: this system lacks a layer that cannot be
  // done without. Everything else: a layer could not be put on. Nothing runs
  // then, and nothing is left.
  static absl::StatusOr<std::unique_ptr<Jail>> Start(const Policy& policy,
                                                     const Command& command);
  // The same to its end, without a thread for the supervisor.
  static absl::StatusOr<Outcome> Run(const Policy& policy,
                                     const Command& command);
  ~Jail();  // kills, and waits until nothing is left

  Jail(const Jail&) = delete;
  Jail& operator=(const Jail&) = delete;

  // False once the program has ended. Costs one load.
  bool running() const { return running_.load(std::memory_order_acquire); }

  // Ends the program, with the verdict kKilled if nothing else came first.
  void Kill();

  // Blocks until the program has ended.
  const Outcome& Wait();

  struct Usage {
    double cpu_seconds = 0;           // of the tree where there is a cgroup
    int64_t peak_resident_bytes = 0;  // VmHWM since exec, or since ResetPeak
    int64_t resident_bytes = 0;
    // The cgroup's peak since ResetPeak; -1 without one, or where the kernel
    // cannot start it anew.
    int64_t peak_cgroup_bytes = -1;
  };
  // Of the program itself, now. NotFound once it has ended.
  absl::StatusOr<Usage> ReadUsage() const;

  // From here on a program whose policy says that it settles (policy.h) keeps
  // what it touches, and uses no descriptor but its output's. Others: nothing
  // changes.
  void Settle();

  // Stops the program, and lets it go on. Once Pause has returned true no
  // thread of it runs, and ReadUsage says to the nanosecond what it used: of a
  // program that runs the kernel knows the CPU time but to its last tick. False
  // where it has ended or does not stop within `patience`, as on a busy
  // machine: then it goes on, and nobody needs to resume it. Time that it is
  // stopped for counts for the wall limit.
  bool Pause(absl::Duration patience = absl::Milliseconds(50));
  void Resume();

  // Starts Usage's peaks anew, from what is in use now; the outcome's go on.
  // Unavailable where this process may not: then they go on as well.
  absl::Status ResetPeak();

 private:
  struct State;
  explicit Jail(std::unique_ptr<State> state);
  static absl::StatusOr<std::unique_ptr<Jail>> Begin(const Policy& policy,
                                                     const Command& command);
  void Supervise();

  std::unique_ptr<State> state_;
  std::atomic<bool> running_{true};
  std::thread supervisor_;
};

}  // namespace sandbox

#endif  // SANDBOX_JAIL_H_
