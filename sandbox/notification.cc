#include "sandbox/notification.h"

#include <linux/sched.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <optional>

#include "absl/strings/str_cat.h"
#include "sandbox/filter.h"

namespace sandbox {
namespace {

// From newer kernels' seccomp.h.
#ifndef SECCOMP_IOCTL_NOTIF_SET_FLAGS
#define SECCOMP_IOCTL_NOTIF_SET_FLAGS SECCOMP_IOW(4, __u64)
#endif
constexpr uint64_t kSyncWakeUp = 1;

// Whatever the program put there is shown to people: keep it plain.
std::string Plain(std::string text) {
  for (char& c : text) {
    if (c < ' ' || c > '~' || c == '"' || c == '\\') c = '?';
  }
  return text;
}

// A C string in another process.
std::optional<std::string> ReadString(pid_t pid, uint64_t address) {
  std::string text;
  while (text.size() < 256) {
    char part[64];
    // Not beyond the page, which may be the last.
    const size_t want = std::min<size_t>(sizeof(part), 4096 - address % 4096);
    const iovec local = {part, want};
    const iovec remote = {reinterpret_cast<void*>(address), want};
    const ssize_t got = process_vm_readv(pid, &local, 1, &remote, 1, 0);
    if (got <= 0) return std::nullopt;
    const void* end = std::memchr(part, 0, got);
    text.append(part,
                end == nullptr ? got : static_cast<const char*>(end) - part);
    if (end != nullptr) break;
    address += got;
  }
  return Plain(text);
}

// The path of an open descriptor of another process.
std::optional<std::string> PathOf(pid_t pid, uint64_t fd) {
  char path[256];
  const std::string link =
      absl::StrCat("/proc/", pid, "/fd/", static_cast<int>(fd));
  const ssize_t got = readlink(link.c_str(), path, sizeof(path));
  if (got <= 0) return std::nullopt;
  return Plain(std::string(path, got));
}

// Which argument of a call is a path; -1: none.
int PathArgument(const std::string& name) {
  constexpr const char* kFirst[] = {
      "open",         "creat",  "stat",    "lstat",      "access", "execve",
      "unlink",       "chdir",  "mkdir",   "chmod",      "chown",  "rename",
      "rmdir",        "link",   "chroot",  "mknod",      "statfs", "truncate",
      "memfd_create", "swapon", "umount2", "pivot_root", "acct",   "symlink"};
  constexpr const char* kSecond[] = {
      "openat",    "openat2",    "newfstatat", "statx",
      "faccessat", "unlinkat",   "execveat",   "mkdirat",
      "mknodat",   "faccessat2", "fchmodat",   "fchownat",
      "renameat",  "linkat",     "mount",      "renameat2"};
  if (std::find(std::begin(kFirst), std::end(kFirst), name) !=
      std::end(kFirst)) {
    return 0;
  }
  return std::find(std::begin(kSecond), std::end(kSecond), name) !=
                 std::end(kSecond)
             ? 1
             : -1;
}

std::string DescribeMapping(const std::string& name,
                            const seccomp_notif& call) {
  const uint64_t protection = call.data.args[2];
  if (name == "mmap" && (call.data.args[3] & MAP_ANONYMOUS) == 0) {
    const std::optional<std::string> path =
        PathOf(static_cast<pid_t>(call.pid), call.data.args[4]);
    if (path.has_value()) return absl::StrCat("mmap (", *path, " as code)");
  }
  if (name == "mmap" && (protection & PROT_EXEC) == 0) {
    return "mmap (of shared memory)";
  }
  return absl::StrCat(name, (protection & PROT_WRITE) != 0
                                ? " (memory both writable and executable)"
                                : " (to make memory executable)");
}

// Files that std::thread::hardware_concurrency, malloc's arenas and
// std::localtime ask for, and do without where they are not there.
bool IsLookedForByLibraries(const std::string& path) {
  constexpr const char* kPaths[] = {"/sys/devices/system/cpu/online",
                                    "/sys/devices/system/cpu/possible",
                                    "/sys/devices/system/cpu",
                                    "/proc/stat",
                                    "/proc/cpuinfo",
                                    "/etc/localtime",
                                    "/sys/kernel/mm/transparent_hugepage/"
                                    "enabled"};
  return std::find(std::begin(kPaths), std::end(kPaths), path) !=
             std::end(kPaths) ||
         path.rfind("/usr/share/zoneinfo/", 0) == 0;
}

}  // namespace

CallKind KindOf(const seccomp_notif& call) {
  const auto number = call.data.nr;
  if (number == SYS_exit || number == SYS_exit_group) return CallKind::kEnd;
  // A new thread of the same process: no new process, no new namespace.
  constexpr uint64_t kThread =
      CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD;
  constexpr uint64_t kForbidden = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS |
                                  CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID |
                                  CLONE_NEWNET | CLONE_UNTRACED | CLONE_PTRACE;
  if (number == SYS_clone &&
      (call.data.args[0] & (kThread | kForbidden)) == kThread) {
    return CallKind::kNewThread;
  }
  // The filter hands these over of a program that settles alone.
  constexpr int kCalls[] = {SYS_lseek, SYS_madvise, SYS_read,
                            SYS_readv, SYS_write,   SYS_writev};
  if (std::find(std::begin(kCalls), std::end(kCalls), number) !=
      std::end(kCalls)) {
    return CallKind::kUntilSettled;
  }
  if (number == SYS_fcntl || number == SYS_prctl) return CallKind::kRefused;
#if defined(__x86_64__)
  if (number == SYS_arch_prctl) return CallKind::kRefused;
  const bool open = number == SYS_open || number == SYS_openat;
#else
  const bool open = number == SYS_openat;
#endif
  if (open) {
    const std::optional<std::string> path =
        ReadString(static_cast<pid_t>(call.pid),
                   call.data.args[number == SYS_openat ? 1 : 0]);
    if (path.has_value() && IsLookedForByLibraries(*path)) {
      return CallKind::kAbsent;
    }
  }
  return CallKind::kForbidden;
}

std::string DescribeCall(const seccomp_notif& call) {
  const std::string name = SyscallName(call.data.nr);
  const int argument = PathArgument(name);
  if (argument >= 0) {
    const std::optional<std::string> path =
        ReadString(static_cast<pid_t>(call.pid), call.data.args[argument]);
    if (path.has_value()) return absl::StrCat(name, "(\"", *path, "\")");
  }
  if (name == "clone") return "clone (to start another process)";
  if (name == "mmap" || name == "mprotect") return DescribeMapping(name, call);
  return name;
}

void PreferSameCore(int listener) {
  if (listener < 0) return;
  // An older kernel refuses, and is slower.
  ioctl(listener, SECCOMP_IOCTL_NOTIF_SET_FLAGS, kSyncWakeUp);
}

}  // namespace sandbox
