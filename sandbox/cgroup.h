// A cgroup of its own for one program: the kernel holds its memory, threads and
// CPU time, and counts them.
//
// Speaks cgroup v1 (one tree per controller) and v2. It is made below the
// cgroup that this process is in, or, in v2, below the nearest ancestor that
// gives its children the controllers and that this process may write. Where
// there is none, Create says why.
//
// A process that is killed cannot remove its cgroups: each is locked while its
// owner lives, and Create first removes those whose owner is gone.
#ifndef SANDBOX_CGROUP_H_
#define SANDBOX_CGROUP_H_

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace sandbox {

struct CgroupLimits {
  int64_t memory_bytes = 0;
  int threads = 0;
  double cores = 0;  // CPU time a second; 0: no limit
};

// Where this process may make cgroups. `cgroup` and `mountinfo` are the texts
// of /proc/self/cgroup and /proc/self/mountinfo.
struct CgroupPlace {
  bool v2 = false;
  // Directories, by controller; in v2 all are the same, and it is the deepest
  // candidate. Empty: there is no such controller.
  std::string memory, pids, cpu, cpuacct;
  std::string mount;  // v2: where the tree starts
};
absl::StatusOr<CgroupPlace> FindCgroupPlace(const std::string& cgroup,
                                            const std::string& mountinfo);

class Cgroup {
 public:
  // FailedPrecondition where there is no right or no controller.
  static absl::StatusOr<std::unique_ptr<Cgroup>> Create(
      const CgroupLimits& limits);
  // Removes it. No process may be left in it.
  ~Cgroup();

  Cgroup(const Cgroup&) = delete;
  Cgroup& operator=(const Cgroup&) = delete;

  // A process that writes "0" to each of these moves into it. -1: none.
  static constexpr int kMaxTrees = 4;
  const std::array<int, kMaxTrees>& entries() const { return entries_; }

  // All since it was made, for everything that was ever in it.
  std::optional<int64_t> PeakMemoryBytes() const;
  std::optional<double> CpuSeconds() const;
  // Starts a second peak from what is in use now: PeakSinceReset. False where
  // the kernel does not know how (v2 before Linux 6.12).
  bool ResetPeak();
  std::optional<int64_t> PeakSinceReset() const;
  // Whether the kernel has killed for want of memory.
  bool OutOfMemory() const;

 private:
  Cgroup() { entries_.fill(-1); }
  absl::Status Make(const CgroupPlace& place, const CgroupLimits& limits);

  std::vector<std::string> directories_;
  std::array<int, kMaxTrees> entries_;
  std::vector<int> locks_;
  bool v2_ = false;
  std::string memory_, cpuacct_;
  int reset_peak_ = -1;        // v2: a reset is a matter of one descriptor
  int64_t earlier_peak_ = -1;  // v1: of the time before a reset
};

}  // namespace sandbox

#endif  // SANDBOX_CGROUP_H_
