#include "sandbox/landlock.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>

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

int RestrictFiles(int abi, const LandlockRule* rules, int count) {
  if (abi <= 0) return 0;
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
  const int set =
      static_cast<int>(syscall(__NR_landlock_create_ruleset, &attr, size, 0));
  if (set < 0) return errno;
  for (int i = 0; i < count; ++i) {
    const LandlockRule& rule = rules[i];
    PathBeneathAttr path = {kReadFile, rule.fd};
    if (rule.directory) path.access |= kReadDir;
    if (rule.executable) path.access |= kExecute;
    if (rule.writable) path.access |= kWriteFile | (attr.fs & kTruncate);
    if (syscall(__NR_landlock_add_rule, set, kPathBeneath, &path, 0) != 0) {
      return errno;
    }
  }
  const int error =
      syscall(__NR_landlock_restrict_self, set, 0) == 0 ? 0 : errno;
  close(set);
  return error;
}

}  // namespace sandbox
