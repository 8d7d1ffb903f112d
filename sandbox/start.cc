// How a jail begins: what the inside needs is prepared, and the keeper started.
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "sandbox/filter.h"
#include "sandbox/jail_state.h"
#include "sandbox/landlock.h"
#include "sandbox/notification.h"
#include "sandbox/small_file.h"

namespace sandbox {
namespace {

constexpr unsigned kNobody = 65534;
constexpr int kStartMilliseconds = 10'000;

#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif

// What can be written must not be mapped as code by way of another mount.
absl::Status CheckCodeIsApart(const Policy& policy) {
  if (!policy.executable_mappings) return absl::OkStatus();
  std::error_code error;
  for (const Mount& w : policy.mounts) {
    if (!w.writable) continue;
    const std::string file = std::filesystem::canonical(w.host, error).string();
    if (error) continue;  // told when it is mounted
    for (const Mount& r : policy.mounts) {
      if (r.writable) continue;
      const std::string code =
          std::filesystem::canonical(r.host, error).string();
      if (error || (file != code && !absl::StartsWith(file, code + "/"))) {
        continue;
      }
      return absl::InvalidArgumentError(
          absl::StrCat("sandbox: ", w.host, " would be written at ", w.guest,
                       " and could be mapped as code at ", r.guest));
    }
  }
  return absl::OkStatus();
}

std::vector<std::string> ParentsOf(const std::string& guest) {
  std::vector<std::string> parents;
  for (size_t at = guest.find('/', 1); at != std::string::npos;
       at = guest.find('/', at + 1)) {
    parents.push_back(guest.substr(1, at - 1));
  }
  return parents;
}

std::vector<char*> Pointers(std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  for (std::string& s : strings) pointers.push_back(s.data());
  pointers.push_back(nullptr);
  return pointers;
}

bool MapIds(pid_t pid, unsigned uid, unsigned gid) {
  const std::string dir = absl::StrCat("/proc/", pid, "/");
  return WriteSmallFile(dir + "uid_map", absl::StrCat(uid, " ", uid, " 1\n")) &&
         WriteSmallFile(dir + "gid_map", absl::StrCat(gid, " ", gid, " 1\n"));
}

// The inside of the user namespace: "nobody" when root can map it, so that not
// even the user is shared, else the user that we are.
absl::StatusOr<InnerIds> ChooseIds(pid_t pid) {
  const unsigned uid = geteuid(), gid = getegid();
  if (uid == 0 && MapIds(pid, kNobody, kNobody)) {
    return InnerIds{kNobody, kNobody, true};
  }
  if (WriteSmallFile(absl::StrCat("/proc/", pid, "/setgroups"), "deny") &&
      MapIds(pid, uid, gid)) {
    return InnerIds{uid, gid, false};
  }
  return Errno("map users");
}

// What the keeper sends when the program runs.
struct Started {
  pid_t program = 0;
  Fd listener;
};

absl::StatusOr<Started> ReceiveStarted(int socket) {
  char byte = 0;
  iovec data = {&byte, 1};
  alignas(cmsghdr) char control[256];
  msghdr message = {};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof(control);
  if (recvmsg(socket, &message, MSG_CMSG_CLOEXEC) != 1 || byte != kStarted) {
    return absl::InternalError("sandbox: the program did not start");
  }
  Started started;
  for (cmsghdr* h = CMSG_FIRSTHDR(&message); h != nullptr;
       h = CMSG_NXTHDR(&message, h)) {
    if (h->cmsg_level != SOL_SOCKET) continue;
    if (h->cmsg_type == SCM_RIGHTS) {
      int fd;
      std::memcpy(&fd, CMSG_DATA(h), sizeof(fd));
      started.listener = Fd(fd);
    } else if (h->cmsg_type == SCM_CREDENTIALS) {
      ucred who;
      std::memcpy(&who, CMSG_DATA(h), sizeof(who));
      started.program = who.pid;
    }
  }
  if (started.program <= 0) {
    return absl::InternalError("sandbox: the program's number did not come");
  }
  return started;
}

// Starting from root changes the user of a process that shares our memory,
// after which the kernel takes this process for one that must not be looked
// into: it is as it was when the last of the starts under way is done.
class KeepDumpable {
 public:
  explicit KeepDumpable(bool needed) : needed_(needed) {
    if (!needed_) return;
    Mutex().lock();
    before_ = prctl(PR_GET_DUMPABLE);
  }
  ~KeepDumpable() {
    if (!needed_) return;
    if (before_ == 1) prctl(PR_SET_DUMPABLE, 1);
    Mutex().unlock();
  }
  KeepDumpable(const KeepDumpable&) = delete;
  KeepDumpable& operator=(const KeepDumpable&) = delete;

 private:
  static std::mutex& Mutex() {
    static auto* const mutex = new std::mutex;
    return *mutex;
  }
  bool needed_;
  int before_ = 0;
};

std::string MissingSentence(Layer layer, absl::string_view why) {
  return absl::StrCat("sandbox: the layer ", LayerName(layer), " is missing (",
                      why, "): ", LayerLoss(layer));
}

}  // namespace

absl::Status Errno(const std::string& what) {
  return absl::InternalError(
      absl::StrCat("sandbox: cannot ", what, ": ", std::strerror(errno)));
}

absl::Status Stacks::Make(Stacks& stacks) {
  void* base = mmap(nullptr, kBytes, PROT_NONE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (base == MAP_FAILED) return Errno("take memory");
  stacks.base_ = static_cast<char*>(base);
  for (char* high : {stacks.first(), stacks.second()}) {
    if (mprotect(high - kStackBytes, kStackBytes, PROT_READ | PROT_WRITE) !=
        0) {
      return Errno("take memory");
    }
  }
  return absl::OkStatus();
}

int64_t Field(const std::string& text, const std::string& name) {
  const std::string line = absl::StrCat("\n", name, ":");
  const size_t at = text.find(line);
  if (at == std::string::npos) return 0;
  return std::strtoll(text.c_str() + at + line.size(), nullptr, 10);
}

bool HasEnded(int pidfd) {
  pollfd polled = {pidfd, POLLIN, 0};
  return poll(&polled, 1, 0) != 0;
}

absl::Status CheckCommand(const Policy& policy, const Command& command) {
  if (command.program.empty()) {
    return absl::InvalidArgumentError("sandbox: no program is named");
  }
  // Three are stdin, stdout and stderr.
  if (command.descriptors.size() > kMaxDescriptors - 3) {
    return absl::InvalidArgumentError(
        absl::StrCat("sandbox: there are more than ", kMaxDescriptors - 3,
                     " descriptors to pass"));
  }
  for (size_t i = 0; i < command.descriptors.size(); ++i) {
    const int theirs = command.descriptors[i].second;
    bool twice = false;
    for (size_t j = 0; j < i; ++j) {
      twice = twice || command.descriptors[j].second == theirs;
    }
    if (twice || theirs == 1 || theirs == 2 || theirs < 0 ||
        theirs >= policy.limits.open_files) {
      return absl::InvalidArgumentError(
          absl::StrCat("sandbox: descriptor ", theirs,
                       twice ? " is given twice" : " is out of range"));
    }
  }
  for (const auto& [ours, theirs] : command.descriptors) {
    struct stat info;
    if (fstat(ours, &info) != 0) {
      return absl::InvalidArgumentError(absl::StrCat(
          "sandbox: descriptor ", ours, " is not open and cannot be given"));
    }
    if (S_ISDIR(info.st_mode)) {
      return absl::InvalidArgumentError(absl::StrCat(
          "sandbox: descriptor ", theirs,
          " would be a folder, through which the program could leave its "
          "root"));
    }
  }
  if (command.pin_cpu >= CPU_SETSIZE) {
    return absl::InvalidArgumentError(
        absl::StrCat("sandbox: there is no core ", command.pin_cpu));
  }
  return absl::OkStatus();
}

absl::Status Jail::State::Prepare(const Command& command) {
  if (absl::Status made = Stacks::Make(stacks); !made.ok()) return made;
  plan.policy = &policy;
  plan.keeper_stack = stacks.first();
  plan.program_stack = stacks.second();
  plan.report = &report;
  plan.listener = -1;
  plan.pin_cpu = command.pin_cpu;
  arguments = command.arguments;
  if (arguments.empty()) arguments.push_back(command.program);
  environment = command.environment;
  plan.argv = Pointers(arguments);
  plan.env = Pointers(environment);
  for (const Mount& m : policy.mounts) {
    plan.parents.push_back(ParentsOf(m.guest));
  }
  if (policy.tmp_bytes > 0) {
    plan.tmp_options =
        absl::StrCat("mode=0777,nr_inodes=4096,size=", policy.tmp_bytes);
  }
  for (const char* candidate : {"/tmp", "/mnt", "/dev", "/proc"}) {
    if (access(candidate, X_OK) == 0) {
      plan.staging = candidate;
      break;
    }
  }
  const auto missing = [&](Layer layer, absl::string_view why) {
    std::string sentence = MissingSentence(layer, why);
    if (policy.required.Has(layer)) return absl::UnavailableError(sentence);
    outcome.missing.push_back(std::move(sentence));
    return absl::OkStatus();
  };
  if (absl::Status apart = CheckCodeIsApart(policy); !apart.ok()) return apart;
  absl::Status result;
  plan.landlock_abi = 0;
  if (policy.layers.Has(Layer::kLandlock)) {
    plan.landlock_abi = LandlockAbi();
    if (plan.landlock_abi == 0) {
      result = missing(Layer::kLandlock,
                       "this kernel does not support it, or it is disabled");
      if (!result.ok()) return result;
    }
  }
  plan.cgroup_entries.fill(-1);
  if (policy.layers.Has(Layer::kCgroup)) {
    absl::StatusOr<std::unique_ptr<Cgroup>> made =
        Cgroup::Create({policy.limits.memory_bytes, policy.limits.threads,
                        policy.limits.cores});
    if (made.ok()) {
      cgroup = *std::move(made);
      plan.cgroup_entries = cgroup->entries();
    } else {
      result = missing(Layer::kCgroup, std::string(made.status().message()));
      if (!result.ok()) return result;
    }
  }
  if (policy.limits.cores > 0 && cgroup == nullptr) {
    return absl::UnavailableError(
        "sandbox: a limit of cores needs a cgroup, and there is none");
  }
  if (policy.layers.Has(Layer::kSeccomp)) {
    absl::StatusOr<std::vector<sock_filter>> filter = CompileFilter(policy);
    if (!filter.ok()) return filter.status();
    plan.filter = *std::move(filter);
  }
  return absl::OkStatus();
}

absl::Status Jail::State::Failure() const {
  const char* step = report.failed_step;
  if (step == nullptr) {
    return absl::InternalError("sandbox: setting up ended without a reason");
  }
  std::string what = absl::StrCat("sandbox: cannot ", step);
  if (report.failed_mount >= 0) {
    const Mount& m = policy.mounts[report.failed_mount];
    absl::StrAppend(&what, " ", m.host, " at ", m.guest);
  }
  return absl::FailedPreconditionError(
      absl::StrCat(what, ": ", std::strerror(report.error)));
}

// Makes the namespaces and waits until the program runs in them.
absl::Status Jail::State::StartKeeper() {
  int pair[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) {
    return Errno("make a socket pair");
  }
  socket = Fd(pair[0]);
  Fd inside(pair[1]);
  const int on = 1;
  if (setsockopt(socket.get(), SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)) != 0) {
    return Errno("set up a socket");
  }
  plan.socket = inside.get();
  plan.supervisor_socket = socket.get();
  unsigned long flags = CLONE_VM | CLONE_NEWUSER | CLONE_NEWPID;
  const std::pair<Layer, unsigned long> namespaces[] = {
      {Layer::kMount, CLONE_NEWNS},
      {Layer::kNetwork, CLONE_NEWNET},
      {Layer::kIpc, CLONE_NEWIPC},
      {Layer::kUts, CLONE_NEWUTS}};
  for (const auto& [layer, flag] : namespaces) {
    if (policy.layers.Has(layer)) flags |= flag;
  }
  const KeepDumpable keep(geteuid() == 0);
  started = Clock::now();
  // Our handlers must not run inside: everything is blocked there.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  const int pid = clone(KeeperMain, plan.keeper_stack,
                        static_cast<int>(flags | SIGCHLD), &plan);
  const int error = errno;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (pid < 0) {
    return absl::UnavailableError(absl::StrCat(
        "sandbox: namespaces are missing (", std::strerror(error),
        "), and without them nothing is run; ask an administrator for 'sysctl "
        "kernel.unprivileged_userns_clone=1' and a user.max_user_namespaces "
        "above 0, or on Ubuntu 23.10 and later for 'sysctl "
        "kernel.apparmor_restrict_unprivileged_userns=0'"));
  }
  keeper = pid;
  inside = Fd();
  const absl::StatusOr<InnerIds> ids = ChooseIds(keeper);
  if (!ids.ok()) return ids.status();
  if (send(socket.get(), &*ids, sizeof(*ids), MSG_NOSIGNAL) != sizeof(*ids)) {
    return Errno("start the keeper");
  }
  pollfd waiting = {socket.get(), POLLIN, 0};
  int ready;
  do {
    ready = poll(&waiting, 1, kStartMilliseconds);
  } while (ready < 0 && errno == EINTR);
  if (ready <= 0 || (waiting.revents & POLLIN) == 0) return Failure();
  absl::StatusOr<Started> message = ReceiveStarted(socket.get());
  if (!message.ok()) {
    return report.failed_step != nullptr ? Failure() : message.status();
  }
  program = message->program;
  listener = std::move(message->listener);
  PreferSameCore(listener.get());
  // Missing if it has ended already; then its number may be another's.
  program_fd = Fd(static_cast<int>(syscall(SYS_pidfd_open, program, 0)));
  status = Fd(open(absl::StrCat("/proc/", program, "/status").c_str(),
                   O_RDONLY | O_CLOEXEC));
  const std::string text =
      status.ok() ? ReadSmallFile(status.get()).value_or("") : "";
  if (Field(text, "PPid") == keeper) return absl::OkStatus();
  // It ended already, and its number may be another's by now; or it may not be
  // looked at, as where /proc is mounted with hidepid: then it is not run.
  const bool alive = program_fd.ok() && !HasEnded(program_fd.get());
  program_fd = Fd();
  status = Fd();
  if (!alive) return absl::OkStatus();
  return absl::UnavailableError(
      "sandbox: what the program uses cannot be read from /proc, and without "
      "that nothing is run; is it mounted with hidepid?");
}

}  // namespace sandbox
