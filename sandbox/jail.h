// Runs one untrusted program in a sandbox of its own.
//
//   absl::StatusOr<std::unique_ptr<Jail>> jail = Jail::Start(
//       PolicyBuilder::Worker().SetWallLimit(absl::Seconds(5)).Build(),
//       {.program = "/path/to/static/program", .arguments = {"program"}});
//   if (!jail.ok()) ...          // could not be set up: nothing ran
//   Outcome outcome = (*jail)->Wait();
//
// Around the program, from the outside in: its own user, mount, PID, network,
// IPC and UTS namespaces, with an empty root (policy.h); no capabilities and no
// way to any; Landlock where the kernel has it; a seccomp filter (filter.h);
// resource limits; and a supervisor thread here that watches time, memory and
// output. A layer that cannot be put on is an error, never left out, Landlock
// on kernels without it excepted. When the program ends, is ended, or this
// process dies, everything that it started ends too.
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
#include "sandbox/outcome.h"
#include "sandbox/policy.h"

namespace sandbox {

struct Command {
  std::string program;                      // a path, opened once
  std::vector<std::string> arguments = {};  // argv, the program's name first
  std::vector<std::string> environment =
      {};  // "NAME=value"; nothing is inherited
  // Descriptors that the program gets: this process's number, the program's.
  // Stdin is empty; stdout and stderr are collected in the outcome.
  std::vector<std::pair<int, int>> descriptors = {};
  int pin_cpu = -1;  // the core it runs on; -1: any
};

class Jail {
 public:
  // Returns once the program has been started. Call from a thread that lives as
  // long as the program is to: the kernel ends the program with it.
  static absl::StatusOr<std::unique_ptr<Jail>> Start(const Policy& policy,
                                                     const Command& command);
  ~Jail();  // kills

  Jail(const Jail&) = delete;
  Jail& operator=(const Jail&) = delete;

  // False once the program has ended. Costs one load.
  bool running() const { return running_.load(std::memory_order_acquire); }

  // Ends the program, with the verdict kKilled if nothing else came first.
  void Kill();

  // Blocks until the program has ended.
  const Outcome& Wait();

  struct Usage {
    double cpu_seconds = 0;
    int64_t peak_resident_bytes = 0;  // VmHWM since exec
    int64_t resident_bytes = 0;
  };
  // Of the program itself, now. NotFound once it has ended.
  absl::StatusOr<Usage> ReadUsage() const;

 private:
  struct State;
  explicit Jail(std::unique_ptr<State> state);
  void Supervise();

  std::unique_ptr<State> state_;
  std::atomic<bool> running_{true};
  std::thread supervisor_;
};

}  // namespace sandbox

#endif  // SANDBOX_JAIL_H_
