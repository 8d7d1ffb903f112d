#include "sandbox/landlock.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>

#include "sandbox/raw_syscall.h"

namespace sandbox {
namespace {

// From the kernel's landlock.h, which many systems have in an older version.
struct RulesetAttr {
  uint64_t fs, net, scoped;
};
struct __attribute__((packed)) PathBeneathAttr {
  uint64_t access;
  int32_t fd;
};
constexpr int kVersionFlag = 1, kPathBeneath = 1;
constexpr uint64_t kExecute = 1 << 0, kWriteFile = 1 << 1, kReadFile = 1 << 2,
                   kReadDir = 1 << 3, kTruncate = 1 << 14;
// Removing (4, 5), and making directories (7), files (8), FIFOs and links.
constexpr uint64_t kCreates =
    1 << 4 | 1 << 5 | 1 << 7 | 1 << 8 | 1 << 10 | 1 << 12 | 1 << 13;
constexpr uint64_t kFsAbi1 = (1 << 13) - 1, kRefer = 1 << 13,
                   kIoctlDevice = 1 << 15;
constexpr uint64_t kNetAll = 3, kScopeAll = 3;

#ifndef __NR_landlock_create_ruleset
#define __NR_landlock_create_ruleset 444
#define __NR_landlock_add_rule 445
#define __NR_landlock_restrict_self 446
#endif

}  // namespace

int LandlockAbi() {
  const long abi =
      syscall(__NR_landlock_create_ruleset, nullptr, size_t{0}, kVersionFlag);
  return abi < 0 ? 0 : static_cast<int>(abi);
}

int RestrictWithLandlock(int abi, const LandlockRule* rules, int count) {
  RulesetAttr attr = {kFsAbi1, 0, 0};
  size_t size = sizeof(uint64_t);
  if (abi >= 2) attr.fs |= kRefer;
  if (abi >= 3) attr.fs |= kTruncate;
  if (abi >= 4) {
    attr.net = kNetAll;
    size = 2 * sizeof(uint64_t);
  }
  if (abi >= 5) attr.fs |= kIoctlDevice;
  if (abi >= 6) {
    attr.scoped = kScopeAll;
    size = sizeof(attr);
  }
  const long set = RawSyscall(__NR_landlock_create_ruleset, &attr, size, 0);
  if (set < 0) return static_cast<int>(-set);
  for (int i = 0; i < count; ++i) {
    const LandlockRule& rule = rules[i];
    PathBeneathAttr path = {kReadFile, rule.fd};
    if (rule.directory) path.access |= kReadDir;
    if (rule.executable) path.access |= kExecute;
    if (rule.writable) path.access |= kWriteFile | (attr.fs & kTruncate);
    if (rule.creates) path.access |= attr.fs & kCreates;
    const long added =
        RawSyscall(__NR_landlock_add_rule, set, kPathBeneath, &path, 0);
    if (added < 0) return static_cast<int>(-added);
  }
  const long result = RawSyscall(__NR_landlock_restrict_self, set, 0);
  RawSyscall(SYS_close, set);
  return static_cast<int>(-result);
}

}  // namespace sandbox
