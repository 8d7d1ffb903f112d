// What a Jail is made of: for jail.cc, start.cc and supervise.cc alone.
#ifndef SANDBOX_JAIL_STATE_H_
#define SANDBOX_JAIL_STATE_H_

#include <linux/seccomp.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "sandbox/cgroup.h"
#include "sandbox/fd.h"
#include "sandbox/jail.h"
#include "sandbox/jail_child.h"

namespace sandbox {

using Clock = std::chrono::steady_clock;

inline constexpr int kWatchMilliseconds = 10;
inline constexpr size_t kStackBytes = 64 << 10;
inline constexpr size_t kGuardBytes = 64 << 10;  // a page, of whatever size

// Internal, "sandbox: cannot <what>: <errno>".
absl::Status Errno(const std::string& what);

// The number after "Name:" in a /proc file, 0 if it is not there.
int64_t Field(const std::string& text, const std::string& name);

// Whether the process that the descriptor names has ended.
bool HasEnded(int pidfd);

// Whether descriptors and core make sense. InvalidArgument, in one sentence.
absl::Status CheckCommand(const Policy& policy, const Command& command);

// The stacks of the keeper and of the program's process until exec, each above
// a page that cannot be touched.
class Stacks {
 public:
  static absl::Status Make(Stacks& stacks);
  ~Stacks() {
    if (base_ != nullptr) munmap(base_, kBytes);
  }
  Stacks() = default;
  Stacks(const Stacks&) = delete;
  Stacks& operator=(const Stacks&) = delete;
  char* first() const { return base_ + kGuardBytes + kStackBytes; }
  char* second() const { return base_ + kBytes; }

 private:
  static constexpr size_t kBytes = 2 * (kGuardBytes + kStackBytes);
  char* base_ = nullptr;
};

// Output on its way to whoever wants it while the program runs.
struct Stream {
  Fd pipe;
  int copy = -1;
  std::string pending = {};  // for `copy`, which is full

  // Passes on what it can without waiting, or all of it.
  void Flush(bool wait) {
    while (copy >= 0 && !pending.empty()) {
      pollfd ready = {copy, POLLOUT, 0};
      const int n = poll(&ready, 1, wait ? -1 : 0);
      if (n == 0) return;
      if (n < 0 && errno == EINTR) continue;
      // Not more than a pipe that is ready takes without waiting.
      const ssize_t put = n < 0 ? -1
                                : write(copy, pending.data(),
                                        std::min<size_t>(pending.size(), 4096));
      if (put < 0 && errno != EAGAIN && errno != EINTR) copy = -1;
      if (put > 0) pending.erase(0, put);
    }
    if (copy < 0) pending.clear();
  }
};

struct Jail::State {
  // Before exec, the two inside read these; afterwards the keeper its report.
  Policy policy;
  std::vector<std::string> arguments, environment;
  Plan plan;
  Report report;
  Stacks stacks;

  std::unique_ptr<Cgroup> cgroup;
  pid_t keeper = -1;
  pid_t program = 0;
  Fd program_fd, socket, listener, status, stop;
  Stream streams[2];
  Clock::time_point started;

  // Of Jail::ResetPeak: the process's peak until then, and whether the
  // cgroup's was started anew.
  std::atomic<int64_t> peak_before_reset{-1};
  bool cgroup_peak_reset = false;
  std::atomic<bool> settled{false};  // Jail::Settle was called

  // The supervisor's alone until running_ is false.
  Outcome outcome;
  bool decided = false;
  Clock::time_point decided_at;
  int unseen = 0;  // times in a row that its use could not be read

  ~State() {
    if (keeper > 0) {
      kill(keeper, SIGKILL);
      while (waitpid(keeper, nullptr, 0) < 0 && errno == EINTR) {
      }
    }
    cgroup.reset();
  }

  absl::Status Prepare(const Command& command);
  absl::Status StartKeeper();
  absl::Status Failure() const;
  std::optional<Usage> ReadUsage() const;
  absl::Status ResetPeak();
  // False where the program has ended.
  bool Signal(int signal);
  bool Pause(absl::Duration patience);
  void Watch();
  void Decide(Verdict verdict);
  void Answer(const seccomp_notif& call, int error);
  void HandleCall();
  bool DrainOutput(Stream& stream);
  void Finish();
};

}  // namespace sandbox

#endif  // SANDBOX_JAIL_STATE_H_
