#include "sandbox/jail_child.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/seccomp.h>
#include <linux/securebits.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

#include "sandbox/filter.h"
#include "sandbox/landlock.h"
#include "sandbox/raw_syscall.h"

namespace sandbox {
namespace {

// Kernel interfaces newer than some C libraries' headers.
#ifndef __NR_open_tree
#define __NR_open_tree 428
#define __NR_move_mount 429
#endif
#ifndef __NR_close_range
#define __NR_close_range 436
#endif
#ifndef __NR_mount_setattr
#define __NR_mount_setattr 442
#endif
constexpr unsigned kOpenTreeClone = 1, kRecursive = 0x8000,
                   kMoveMountEmptyPath = 4, kCloseRangeCloexec = 4;
constexpr uint64_t kMountReadOnly = 1, kMountNoSuid = 2, kMountNoDev = 4,
                   kMountNoExec = 8;
struct MountAttr {
  uint64_t set, clear, propagation, userns_fd;
};
#ifndef CLONE_NEWCGROUP
#define CLONE_NEWCGROUP 0x02000000
#endif
constexpr unsigned long kWaitKillable = 1ul << 5;  // of seccomp
// Descriptors on their way are moved here, out of the program's way.
constexpr int kPassingFds = kProgramFd + 1;
constexpr size_t kSignalSetBytes = 8;

// The kernel's struct sigaction without a handler.
struct KernelSigaction {
  uint64_t handler, flags, restorer, mask;
};

[[noreturn]] void Exit(int code) {
  while (true) RawSyscall(SYS_exit_group, code);
}

[[noreturn]] void Fail(const Plan& plan, const char* step, long result) {
  plan.report->error = static_cast<int>(-result);
  plan.report->failed_step = step;
  Exit(125);
}

// The result, where it is no error.
long Must(const Plan& plan, long result, const char* step) {
  if (result < 0) Fail(plan, step, result);
  return result;
}

bool Has(const Plan& plan, Layer layer) {
  return plan.policy->layers.Has(layer);
}

long Open(const char* path, int flags, int mode = 0) {
  return RawSyscall(SYS_openat, AT_FDCWD, path, flags | O_CLOEXEC, mode);
}

long Close(long fd) { return RawSyscall(SYS_close, fd); }

long Prctl(long option, long a = 0, long b = 0, long c = 0, long d = 0) {
  return RawSyscall(SYS_prctl, option, a, b, c, d);
}

// Makes a directory, if there is none.
void MakeDirectory(const Plan& plan, const char* path, const char* step) {
  const long made = RawSyscall(SYS_mkdirat, AT_FDCWD, path, 0755);
  if (made != -EEXIST) Must(plan, made, step);
}

bool IsDirectory(const Plan& plan, long fd, const char* step) {
  struct stat info;
#if defined(__x86_64__)
  Must(plan, RawSyscall(SYS_newfstatat, fd, "", &info, AT_EMPTY_PATH), step);
#else
  Must(plan, RawSyscall(SYS_fstat, fd, &info), step);
#endif
  return S_ISDIR(info.st_mode);
}

long SetMountFlags(long fd, const char* path, unsigned how, uint64_t flags) {
  MountAttr attr = {flags, 0, 0, 0};
  return RawSyscall(__NR_mount_setattr, fd, path, how, &attr, sizeof(attr));
}

// What is mounted, detached from where it was.
struct Trees {
  long fd[kMaxMounts];
  bool directory[kMaxMounts];
};

void OpenTrees(const Plan& plan, Trees& trees) {
  const std::vector<Mount>& mounts = plan.policy->mounts;
  Must(plan,
       RawSyscall(SYS_mount, nullptr, "/", nullptr, MS_REC | MS_PRIVATE,
                  nullptr),
       "make mounts private");
  for (size_t i = 0; i < mounts.size(); ++i) {
    plan.report->failed_mount = static_cast<int>(i);
    trees.fd[i] =
        Must(plan,
             RawSyscall(__NR_open_tree, AT_FDCWD, mounts[i].host.c_str(),
                        kOpenTreeClone | O_CLOEXEC | kRecursive),
             "open the mount");
    uint64_t flags = kMountNoSuid | kMountNoDev;
    if (!mounts[i].writable) flags |= kMountReadOnly;
    // What can be written never becomes code.
    if (!plan.policy->executable_mappings || mounts[i].writable) {
      flags |= kMountNoExec;
    }
    Must(plan,
         SetMountFlags(trees.fd[i], "", AT_EMPTY_PATH | kRecursive, flags),
         "restrict the mount");
    trees.directory[i] = IsDirectory(plan, trees.fd[i], "look at the mount");
    // It could make files there, and rename those that are.
    if (trees.directory[i] && mounts[i].writable) {
      Fail(plan, "let the program write a folder, which is not one file,",
           -EISDIR);
    }
  }
  plan.report->failed_mount = -1;
}

void BuildRoot(const Plan& plan, const Trees& trees) {
  const std::vector<Mount>& mounts = plan.policy->mounts;
  Must(plan,
       RawSyscall(SYS_mount, "tmpfs", plan.staging.c_str(), "tmpfs",
                  MS_NOSUID | MS_NODEV, "mode=0755,size=1m,nr_inodes=256"),
       "mount the new root");
  Must(plan, RawSyscall(SYS_chdir, plan.staging.c_str()), "enter the new root");
  for (size_t i = 0; i < mounts.size(); ++i) {
    plan.report->failed_mount = static_cast<int>(i);
    for (const std::string& parent : plan.parents[i]) {
      MakeDirectory(plan, parent.c_str(), "make a directory of the new root");
    }
    const char* at = mounts[i].guest.c_str() + 1;
    if (trees.directory[i]) {
      MakeDirectory(plan, at, "make a mount point");
    } else {
      Close(
          Must(plan, Open(at, O_CREAT | O_WRONLY, 0644), "make a mount point"));
    }
    Must(plan,
         RawSyscall(__NR_move_mount, trees.fd[i], "", AT_FDCWD, at,
                    kMoveMountEmptyPath),
         "attach the mount");
    Close(trees.fd[i]);
  }
  plan.report->failed_mount = -1;
  if (!plan.tmp_options.empty()) {
    MakeDirectory(plan, "tmp", "make /tmp");
    Must(plan,
         RawSyscall(SYS_mount, "tmpfs", "tmp", "tmpfs",
                    MS_NOSUID | MS_NODEV | MS_NOEXEC, plan.tmp_options.c_str()),
         "mount /tmp");
  }
  Must(plan, RawSyscall(SYS_pivot_root, ".", "."), "change the root");
  Must(plan, RawSyscall(SYS_umount2, ".", MNT_DETACH), "leave the old root");
  Must(plan, RawSyscall(SYS_chdir, "/"), "enter the root");
  Must(plan,
       SetMountFlags(AT_FDCWD, "/", 0,
                     kMountReadOnly | kMountNoSuid | kMountNoDev),
       "make the root read-only");
}

// Lowers a limit; one that is lower already stays.
void Limit(const Plan& plan, int resource, uint64_t soft, uint64_t hard) {
  rlimit now;
  Must(plan, RawSyscall(SYS_prlimit64, 0, resource, nullptr, &now),
       "read resource limits");
  if (hard > now.rlim_max) hard = now.rlim_max;
  const rlimit limit = {soft < hard ? soft : hard, hard};
  Must(plan, RawSyscall(SYS_prlimit64, 0, resource, &limit, nullptr),
       "set resource limits");
}

void ApplyLimits(const Plan& plan) {
  const Limits& l = plan.policy->limits;
  const auto cpu = static_cast<uint64_t>(
      absl::ToInt64Seconds(absl::Ceil(l.cpu, absl::Seconds(1))));
  // The supervisor ends the program first, and says why; these hold without it.
  Limit(plan, RLIMIT_CPU, cpu + 1, cpu + 2);
  Limit(plan, RLIMIT_AS, l.memory_bytes + (uint64_t{1} << 30),
        l.memory_bytes + (uint64_t{1} << 30));
  Limit(plan, RLIMIT_FSIZE, l.file_bytes, l.file_bytes);
  Limit(plan, RLIMIT_STACK, l.stack_bytes, l.stack_bytes);
  Limit(plan, RLIMIT_NOFILE, l.open_files, l.open_files);
  // 1 is the kernel's word for no dump even where a program of the host takes
  // them (man 5 core): 0 only forbids files.
  Limit(plan, RLIMIT_CORE, 1, 1);
  Limit(plan, RLIMIT_MEMLOCK, 0, 0);
  Limit(plan, RLIMIT_MSGQUEUE, 0, 0);
  Limit(plan, RLIMIT_SIGPENDING, 64, 64);
  // The supervisor and the cgroup count threads; this holds where the kernel
  // counts by namespace. The keeper is one, and a moment's surplus is allowed.
  Limit(plan, RLIMIT_NPROC, l.threads + 4, l.threads + 4);
}

void PinToCore(const Plan& plan) {
  if (plan.pin_cpu < 0) return;
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(plan.pin_cpu, &set);
  Must(plan, RawSyscall(SYS_sched_setaffinity, 0, sizeof(set), &set),
       "pin to a core");
}

void DropCapabilities(const Plan& plan) {
  // Until the kernel knows no more of them.
  for (int cap = 0; cap < 64; ++cap) {
    const long dropped = Prctl(PR_CAPBSET_DROP, cap);
    if (dropped == -EINVAL && cap > CAP_SYS_RESOURCE) break;
    Must(plan, dropped, "drop capabilities");
  }
  Prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL);
  Must(plan,
       Prctl(PR_SET_SECUREBITS,
             SECBIT_KEEP_CAPS_LOCKED | SECBIT_NO_SETUID_FIXUP |
                 SECBIT_NO_SETUID_FIXUP_LOCKED | SECBIT_NOROOT |
                 SECBIT_NOROOT_LOCKED | SECBIT_NO_CAP_AMBIENT_RAISE |
                 SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED),
       "lock the secure bits");
  __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct none[2] = {};
  Must(plan, RawSyscall(SYS_capset, &header, none), "drop capabilities");
}

// Gives the program the descriptors it is to have, by their numbers, and marks
// all others to be closed by exec.
void ArrangeDescriptors(const Plan& plan) {
  int high[kMaxDescriptors];
  for (size_t i = 0; i < plan.fds.size(); ++i) {
    high[i] = static_cast<int>(Must(
        plan,
        RawSyscall(SYS_fcntl, plan.fds[i].first, F_DUPFD_CLOEXEC, kPassingFds),
        "arrange descriptors"));
  }
  Must(plan, RawSyscall(__NR_close_range, 0u, ~0u, kCloseRangeCloexec),
       "mark descriptors");
  for (size_t i = 0; i < plan.fds.size(); ++i) {
    Must(plan, RawSyscall(SYS_dup3, high[i], plan.fds[i].second, 0),
         "arrange descriptors");
  }
}

void RestrictFiles(const Plan& plan) {
  const std::vector<Mount>& mounts = plan.policy->mounts;
  LandlockRule rules[kMaxMounts + 3];
  int count = 0;
  rules[count++] = {kProgramFd, false, false, true, false};
  for (const Mount& m : mounts) {
    const long fd =
        Must(plan, Open(m.guest.c_str(), O_PATH), "open a mount for Landlock");
    const bool directory = IsDirectory(plan, fd, "look at a mount");
    // What is mapped as code needs no right here, and nothing is executed
    // again.
    rules[count++] = {static_cast<int>(fd), directory, m.writable, false,
                      false};
  }
  // But for the loader that the program's own headers name.
  if (!plan.interpreter.empty()) {
    const long fd =
        Must(plan, Open(plan.interpreter.c_str(), O_PATH),
             "open the program's loader, which is mounted nowhere,");
    rules[count++] = {static_cast<int>(fd), false, false, true, false};
  }
  if (!plan.tmp_options.empty()) {
    const long fd = Must(plan, Open("/tmp", O_PATH), "open /tmp for Landlock");
    rules[count++] = {static_cast<int>(fd), true, true, false, true};
  }
  Must(plan, -RestrictWithLandlock(plan.landlock_abi, rules, count),
       "restrict files with Landlock");
}

void ResetSignals() {
  const KernelSigaction defaults = {};
  for (int s = 1; s <= 64; ++s) {
    RawSyscall(SYS_rt_sigaction, s, &defaults, nullptr, kSignalSetBytes);
  }
  const uint64_t none = 0;
  RawSyscall(SYS_rt_sigprocmask, SIG_SETMASK, &none, nullptr, kSignalSetBytes);
}

// The program's process until exec: the keeper waits, as after vfork.
int ProgramMain(void* argument) {
  Plan& plan = *static_cast<Plan*>(argument);
  Prctl(PR_SET_PDEATHSIG, SIGKILL);
  RawSyscall(SYS_setsid);
  for (const int fd : plan.cgroup_entries) {
    if (fd >= 0) {
      Must(plan, RawSyscall(SYS_write, fd, "0", 1), "enter the cgroup");
    }
  }
  // From inside, so that the program's cgroup is the root of what it sees.
  if (Has(plan, Layer::kCgroupNamespace)) {
    Must(plan, RawSyscall(SYS_unshare, CLONE_NEWCGROUP),
         "make a cgroup namespace");
  }
  // Everything that needs a descriptor above RLIMIT_NOFILE comes first.
  Must(plan, RawSyscall(SYS_dup3, plan.program_fd, kProgramFd, O_CLOEXEC),
       "keep the program");
  ArrangeDescriptors(plan);
  Must(plan, Prctl(PR_SET_NO_NEW_PRIVS, 1), "set no_new_privs");
  if (plan.landlock_abi > 0) RestrictFiles(plan);
  RawSyscall(SYS_umask, 022);
  if (Has(plan, Layer::kPrivileges)) DropCapabilities(plan);
  PinToCore(plan);
  if (Has(plan, Layer::kLimits)) ApplyLimits(plan);
  ResetSignals();
  if (Has(plan, Layer::kSeccomp)) {
    const sock_fprog filter = {static_cast<unsigned short>(plan.filter.size()),
                               const_cast<sock_filter*>(plan.filter.data())};
    // The keeper gets it too: they share one table until exec.
    // A signal would end the wait for an answer, and the call with EINTR, which
    // no C library expects of exit: not once the supervisor has the call, from
    // Linux 5.19 on.
    long listener =
        RawSyscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
                   SECCOMP_FILTER_FLAG_NEW_LISTENER | kWaitKillable, &filter);
    if (listener == -EINVAL) {
      listener = RawSyscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
                            SECCOMP_FILTER_FLAG_NEW_LISTENER, &filter);
    }
    plan.listener =
        static_cast<int>(Must(plan, listener, "load the seccomp filter"));
  }
  // The one exec that the filter lets through: by this descriptor.
  plan.report->error = static_cast<int>(
      -RawSyscall(SYS_execveat, kProgramFd, "", plan.argv.data(),
                  plan.env.data(), AT_EMPTY_PATH));
  plan.report->failed_step = "execute the program";
  // Ending is handed to the supervisor, who is not there yet; this is not.
  const long self = RawSyscall(SYS_getpid);
  while (true) RawSyscall(SYS_tgkill, self, self, SIGKILL);
}

// Tells the supervisor that the program runs, and hands the listener over.
void SendStarted(const Plan& plan, int program) {
  char byte = kStarted;
  iovec data = {&byte, 1};
  struct alignas(cmsghdr) {
    char bytes[CMSG_SPACE(sizeof(ucred)) + CMSG_SPACE(sizeof(int))];
  } control = {};
  msghdr message = {};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  message.msg_control = control.bytes;
  message.msg_controllen = CMSG_SPACE(sizeof(ucred));
  auto* header = reinterpret_cast<cmsghdr*>(control.bytes);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_CREDENTIALS;
  header->cmsg_len = CMSG_LEN(sizeof(ucred));
  // The kernel translates the PID for the supervisor.
  *reinterpret_cast<ucred*>(CMSG_DATA(header)) = {program, plan.ids.uid,
                                                  plan.ids.gid};
  if (plan.listener >= 0) {
    header =
        reinterpret_cast<cmsghdr*>(control.bytes + CMSG_SPACE(sizeof(ucred)));
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    *reinterpret_cast<int*>(CMSG_DATA(header)) = plan.listener;
    message.msg_controllen = sizeof(control.bytes);
  }
  Must(plan, RawSyscall(SYS_sendmsg, plan.socket, &message, MSG_NOSIGNAL),
       "hand the seccomp listener over");
}

void TakeOnInnerUser(const Plan& plan) {
  if (!plan.ids.change) return;
  Must(plan, RawSyscall(SYS_setgroups, 0, nullptr), "leave all groups");
  Must(plan,
       RawSyscall(SYS_setresgid, plan.ids.gid, plan.ids.gid, plan.ids.gid),
       "take on the inner group");
  Must(plan,
       RawSyscall(SYS_setresuid, plan.ids.uid, plan.ids.uid, plan.ids.uid),
       "take on the inner user");
  // Changing the user clears it.
  Prctl(PR_SET_PDEATHSIG, SIGKILL);
}

}  // namespace

int KeeperMain(void* argument) {
  Plan& plan = *static_cast<Plan*>(argument);
  Prctl(PR_SET_PDEATHSIG, SIGKILL);
  // If the supervisor is gone already, or goes where the line above does not
  // hold, so is the other end, and nothing can be read or sent.
  Close(plan.supervisor_socket);
  if (RawSyscall(SYS_read, plan.socket, &plan.ids, sizeof(plan.ids)) !=
      sizeof(plan.ids)) {
    Exit(125);
  }
  const bool mounts = Has(plan, Layer::kMount);
  // While still who started us: the way to a mount may be closed to others.
  Trees trees;
  if (mounts) OpenTrees(plan, trees);
  TakeOnInnerUser(plan);
  if (Has(plan, Layer::kUts)) {
    Must(plan, RawSyscall(SYS_sethostname, "sandbox", 7), "name the host");
  }
  if (mounts) BuildRoot(plan, trees);
  // The program's descriptors will be put at low numbers of the same table.
  plan.socket = static_cast<int>(Must(
      plan, RawSyscall(SYS_fcntl, plan.socket, F_DUPFD_CLOEXEC, kPassingFds),
      "keep the supervisor's socket"));

  const int program =
      clone(ProgramMain, plan.program_stack,
            CLONE_VM | CLONE_VFORK | CLONE_FILES | SIGCHLD, &plan);
  // The C library's clone leaves an error's number in errno, shared for once:
  // the supervisor is waiting for this process and uses none.
  if (program < 0) Fail(plan, "start the program's process", -EAGAIN);
  if (plan.report->failed_step != nullptr) Exit(125);
  SendStarted(plan, program);
  // Whoever waits for an end of file on one of these shall see it.
  RawSyscall(__NR_close_range, 0u, static_cast<unsigned>(plan.socket - 1), 0);
  RawSyscall(__NR_close_range, static_cast<unsigned>(plan.socket + 1), ~0u, 0);

  // Reaps everything; with the program ends all that it started.
  Report& report = *plan.report;
  int status = 0, kept = 0;
  while (true) {
    const long pid = RawSyscall(SYS_wait4, -1, &status, __WALL, nullptr);
    if (pid == -ECHILD) break;
    if (pid == program) {
      kept = status;
      RawSyscall(SYS_kill, -1, SIGKILL);
    }
  }
  RawSyscall(SYS_getrusage, RUSAGE_CHILDREN, &report.usage);
  report.wait_status = kept;
  report.ended = true;
  const char byte = kEnded;
  RawSyscall(SYS_sendto, plan.socket, &byte, 1, MSG_NOSIGNAL, nullptr, 0);
  Exit(0);
}

}  // namespace sandbox
