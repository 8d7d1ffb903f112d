#include "sandbox/jail_child.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/seccomp.h>
#include <linux/securebits.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <ctime>

#include "sandbox/landlock.h"

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
// Descriptors of the inside's own are moved here, out of the program's way.
constexpr int kPrivateFds = 200;

[[noreturn]] void Fail(const Plan& plan, const char* step, int error) {
  plan.report->error = error;
  plan.report->failed_step = step;
  _exit(125);
}

void Must(const Plan& plan, bool ok, const char* step) {
  if (!ok) Fail(plan, step, errno);
}

int SetMountFlags(int fd, const char* path, unsigned how, uint64_t flags) {
  MountAttr attr = {flags, 0, 0, 0};
  return static_cast<int>(
      syscall(__NR_mount_setattr, fd, path, how, &attr, sizeof(attr)));
}

// What is mounted, detached from where it was.
struct Trees {
  int fd[kMaxMounts];
  bool directory[kMaxMounts];
};

void OpenTrees(const Plan& plan, Trees& trees) {
  const std::vector<Mount>& mounts = plan.policy->mounts;
  Must(plan, mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0,
       "make mounts private");
  for (size_t i = 0; i < mounts.size(); ++i) {
    plan.report->failed_mount = static_cast<int>(i);
    trees.fd[i] = static_cast<int>(
        syscall(__NR_open_tree, AT_FDCWD, mounts[i].host.c_str(),
                kOpenTreeClone | O_CLOEXEC | kRecursive));
    Must(plan, trees.fd[i] >= 0, "open the mount");
    uint64_t flags = kMountNoSuid | kMountNoDev;
    if (!mounts[i].writable) flags |= kMountReadOnly;
    if (!plan.policy->executable_mappings) flags |= kMountNoExec;
    Must(plan,
         SetMountFlags(trees.fd[i], "", AT_EMPTY_PATH | kRecursive, flags) == 0,
         "restrict the mount");
    struct stat info;
    Must(plan, fstat(trees.fd[i], &info) == 0, "look at the mount");
    trees.directory[i] = S_ISDIR(info.st_mode);
  }
  plan.report->failed_mount = -1;
}

void BuildRoot(const Plan& plan, const Trees& trees) {
  const std::vector<Mount>& mounts = plan.policy->mounts;
  Must(plan,
       mount("tmpfs", plan.staging.c_str(), "tmpfs", MS_NOSUID | MS_NODEV,
             "mode=0755,size=1m,nr_inodes=256") == 0,
       "mount the new root");
  Must(plan, chdir(plan.staging.c_str()) == 0, "enter the new root");
  for (size_t i = 0; i < mounts.size(); ++i) {
    plan.report->failed_mount = static_cast<int>(i);
    for (const std::string& parent : plan.parents[i]) {
      Must(plan, mkdir(parent.c_str(), 0755) == 0 || errno == EEXIST,
           "make a directory of the new root");
    }
    const char* at = mounts[i].guest.c_str() + 1;
    if (trees.directory[i]) {
      Must(plan, mkdir(at, 0755) == 0 || errno == EEXIST, "make a mount point");
    } else {
      const int fd = open(at, O_CREAT | O_CLOEXEC | O_WRONLY, 0644);
      Must(plan, fd >= 0, "make a mount point");
      close(fd);
    }
    Must(plan,
         syscall(__NR_move_mount, trees.fd[i], "", AT_FDCWD, at,
                 kMoveMountEmptyPath) == 0,
         "attach the mount");
    close(trees.fd[i]);
  }
  plan.report->failed_mount = -1;
  Must(plan, syscall(SYS_pivot_root, ".", ".") == 0, "change the root");
  Must(plan, umount2(".", MNT_DETACH) == 0, "leave the old root");
  Must(plan, chdir("/") == 0, "enter the root");
  Must(plan,
       SetMountFlags(AT_FDCWD, "/", 0,
                     kMountReadOnly | kMountNoSuid | kMountNoDev) == 0,
       "make the root read-only");
}

// Lowers a limit; one that is lower already stays.
void Limit(const Plan& plan, __rlimit_resource resource, uint64_t soft,
           uint64_t hard) {
  rlimit now;
  Must(plan, getrlimit(resource, &now) == 0, "read resource limits");
  if (hard > now.rlim_max) hard = now.rlim_max;
  const rlimit limit = {soft < hard ? soft : hard, hard};
  Must(plan, setrlimit(resource, &limit) == 0, "set resource limits");
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
  Limit(plan, RLIMIT_CORE, 0, 0);
  Limit(plan, RLIMIT_MEMLOCK, 0, 0);
  Limit(plan, RLIMIT_MSGQUEUE, 0, 0);
  Limit(plan, RLIMIT_SIGPENDING, 64, 64);
  // The supervisor counts threads; this holds where the kernel counts by
  // namespace. The keeper is one, and a moment's surplus is allowed.
  Limit(plan, RLIMIT_NPROC, l.threads + 4, l.threads + 4);
  if (plan.pin_cpu >= 0) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(plan.pin_cpu, &set);
    Must(plan, sched_setaffinity(0, sizeof(set), &set) == 0, "pin to a core");
  }
}

void DropCapabilities(const Plan& plan) {
  for (int cap = 0; prctl(PR_CAPBSET_READ, cap, 0, 0, 0) >= 0; ++cap) {
    Must(plan, prctl(PR_CAPBSET_DROP, cap, 0, 0, 0) == 0, "drop capabilities");
  }
  prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  Must(plan,
       prctl(PR_SET_SECUREBITS,
             SECBIT_KEEP_CAPS_LOCKED | SECBIT_NO_SETUID_FIXUP |
                 SECBIT_NO_SETUID_FIXUP_LOCKED | SECBIT_NOROOT |
                 SECBIT_NOROOT_LOCKED | SECBIT_NO_CAP_AMBIENT_RAISE |
                 SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED,
             0, 0, 0) == 0,
       "lock the secure bits");
  __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct none[2] = {};
  Must(plan, syscall(SYS_capset, &header, none) == 0, "drop capabilities");
}

// Gives the program the descriptors it is to have, by their numbers, and marks
// all others to be closed by exec.
void ArrangeDescriptors(const Plan& plan) {
  int high[kMaxDescriptors];
  for (size_t i = 0; i < plan.fds.size(); ++i) {
    high[i] = fcntl(plan.fds[i].first, F_DUPFD_CLOEXEC, kPrivateFds);
    Must(plan, high[i] >= 0, "arrange descriptors");
  }
  Must(plan, syscall(__NR_close_range, 0u, ~0u, kCloseRangeCloexec) == 0,
       "mark descriptors");
  for (size_t i = 0; i < plan.fds.size(); ++i) {
    Must(plan, dup2(high[i], plan.fds[i].second) >= 0, "arrange descriptors");
  }
}

[[noreturn]] void ProgramMain(const Plan& plan) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_NAME, kBeforeExec);
  setsid();
  // Everything that needs a descriptor above RLIMIT_NOFILE comes first.
  const int program = fcntl(plan.program_fd, F_DUPFD_CLOEXEC, kPrivateFds);
  Must(plan, program >= 0, "keep the program");
  ArrangeDescriptors(plan);
  Must(plan, prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0, "set no_new_privs");

  const std::vector<Mount>& mounts = plan.policy->mounts;
  LandlockRule rules[kMaxMounts + 1];
  int count = 0;
  rules[count++] = {program, false, false, true};
  for (const Mount& m : mounts) {
    const int fd = open(m.guest.c_str(), O_PATH | O_CLOEXEC);
    Must(plan, fd >= 0, "open a mount for Landlock");
    struct stat info;
    Must(plan, fstat(fd, &info) == 0, "look at a mount");
    rules[count++] = {fd, S_ISDIR(info.st_mode) != 0, m.writable,
                      plan.policy->executable_mappings};
  }
  errno = RestrictFiles(plan.landlock_abi, rules, count);
  Must(plan, errno == 0, "restrict files with Landlock");

  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  for (int s = 1; s < NSIG; ++s) signal(s, SIG_DFL);
  umask(022);
  DropCapabilities(plan);
  ApplyLimits(plan);

  const sock_fprog filter = {static_cast<unsigned short>(plan.filter.size()),
                             const_cast<sock_filter*>(plan.filter.data())};
  const long listener = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
                                SECCOMP_FILTER_FLAG_NEW_LISTENER, &filter);
  Must(plan, listener >= 0, "load the seccomp filter");
  // No call but exec from here on: a store tells the keeper.
  plan.report->listener = static_cast<int>(listener);
  syscall(SYS_execveat, program, "", plan.argv.data(), plan.env.data(),
          AT_EMPTY_PATH);
  plan.report->error = errno;
  plan.report->failed_step = "execute the program";
  syscall(SYS_exit_group, 125);
  __builtin_unreachable();
}

void SendListener(const Plan& plan, int socket, int listener) {
  char byte = 'l';
  iovec data = {&byte, 1};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  msghdr message = {};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof(control);
  cmsghdr* header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof(int));
  std::memcpy(CMSG_DATA(header), &listener, sizeof(int));
  Must(plan, sendmsg(socket, &message, MSG_NOSIGNAL) == 1,
       "hand the seccomp listener over");
}

}  // namespace

void KeeperMain(const Plan& plan) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  InnerIds ids;
  // If the supervisor is gone already, so is the other end.
  if (read(plan.go_fd, &ids, sizeof(ids)) != sizeof(ids)) _exit(125);
  // Not before: an ordinary user could not write the maps of such a process.
  prctl(PR_SET_DUMPABLE, 0);
  // While still who started us: the way to a mount may be closed to others.
  Trees trees;
  OpenTrees(plan, trees);
  Must(plan,
       syscall(SYS_setresgid, ids.gid, ids.gid, ids.gid) == 0 &&
           syscall(SYS_setresuid, ids.uid, ids.uid, ids.uid) == 0,
       "take on the inner user");
  // Changing the user clears it.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  Must(plan, sethostname("sandbox", 7) == 0, "name the host");
  // The program's descriptors will be put at low numbers of the same table.
  const int socket = fcntl(plan.listener_fd, F_DUPFD_CLOEXEC, kPrivateFds);
  Must(plan, socket >= 0, "keep the supervisor's socket");
  BuildRoot(plan, trees);

  // One table of descriptors for both until exec, so that the listener which
  // the program's process gets is the keeper's as well.
  const long program = syscall(SYS_clone, CLONE_FILES | SIGCHLD, nullptr,
                               nullptr, nullptr, nullptr);
  Must(plan, program >= 0, "start the program's process");
  if (program == 0) ProgramMain(plan);

  bool sent = false;
  while (true) {
    if (!sent && plan.report->listener >= 0) {
      SendListener(plan, socket, plan.report->listener);
      sent = true;
    }
    int status = 0;
    rusage usage;
    const pid_t pid = wait4(-1, &status, sent ? 0 : WNOHANG, &usage);
    if (pid == program) {
      plan.report->wait_status = status;
      plan.report->usage = usage;
      plan.report->ended = true;
      _exit(0);
    }
    if (pid < 0 && errno != EINTR) _exit(125);
    if (pid == 0) {
      const timespec pause = {0, 20'000};
      nanosleep(&pause, nullptr);
    }
  }
}

}  // namespace sandbox
