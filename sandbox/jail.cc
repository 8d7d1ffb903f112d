#include "sandbox/jail.h"

#include <fcntl.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "sandbox/cgroup.h"
#include "sandbox/filter.h"
#include "sandbox/jail_child.h"
#include "sandbox/landlock.h"
#include "sandbox/notification.h"
#include "sandbox/small_file.h"

namespace sandbox {
namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t kKeptOutput = 16 << 10;
constexpr unsigned kNobody = 65534;
constexpr int kWatchMilliseconds = 10;
constexpr int kStartMilliseconds = 10'000;
// For the keeper to reap what was killed, before it is killed itself.
constexpr auto kGrace = std::chrono::seconds(2);

#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#define SYS_pidfd_send_signal 424
#endif
constexpr size_t kStackBytes = 64 << 10;
constexpr size_t kGuardBytes = 64 << 10;  // a page, of whatever size

// Closes a descriptor when it goes out of scope.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd& operator=(Fd&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Fd() {
    if (fd_ >= 0) close(fd_);
  }
  int get() const { return fd_; }
  bool ok() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

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

double SecondsOf(const timeval& t) {
  return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
}

// The number after "Name:" in a /proc file, 0 if it is not there.
int64_t Field(const std::string& text, const std::string& name) {
  const std::string line = absl::StrCat("\n", name, ":");
  const size_t at = text.find(line);
  if (at == std::string::npos) return 0;
  return std::strtoll(text.c_str() + at + line.size(), nullptr, 10);
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
  if (command.pin_cpu >= CPU_SETSIZE) {
    return absl::InvalidArgumentError(
        absl::StrCat("sandbox: there is no core ", command.pin_cpu));
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

  // The supervisor's alone until running_ is false.
  Outcome outcome;
  bool decided = false;
  Clock::time_point decided_at;

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
  void Watch();
  void Decide(Verdict verdict);
  void Answer(const seccomp_notif& call, int error);
  void HandleCall();
  bool DrainOutput(Stream& stream);
  void Finish();
};

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
  absl::Status result;
  plan.landlock_abi = 0;
  if (policy.layers.Has(Layer::kLandlock)) {
    plan.landlock_abi = LandlockAbi();
    if (plan.landlock_abi == 0) {
      result = missing(Layer::kLandlock, "this kernel has it not, or off");
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
  if (Field(text, "PPid") != keeper) {
    program_fd = Fd();
    status = Fd();
  }
  return absl::OkStatus();
}

std::optional<Jail::Usage> Jail::State::ReadUsage() const {
  if (!status.ok()) return std::nullopt;
  const std::optional<std::string> text = ReadSmallFile(status.get());
  clockid_t clock;
  timespec cpu;
  // A process that ends has no memory any more.
  if (!text.has_value() || text->find("\nVmHWM:") == std::string::npos ||
      clock_getcpuclockid(program, &clock) != 0 ||
      clock_gettime(clock, &cpu) != 0) {
    return std::nullopt;
  }
  Usage usage;
  usage.cpu_seconds =
      static_cast<double>(cpu.tv_sec) + 1e-9 * static_cast<double>(cpu.tv_nsec);
  usage.peak_resident_bytes = Field(*text, "VmHWM") * 1024;
  usage.resident_bytes = Field(*text, "VmRSS") * 1024;
  return usage;
}

absl::Status Jail::State::ResetPeak() {
  const std::optional<Usage> before = ReadUsage();
  if (!before.has_value()) {
    return absl::NotFoundError("sandbox: the program has ended");
  }
  peak_before_reset =
      std::max(peak_before_reset.load(), before->peak_resident_bytes);
  // "5" resets the peak alone: proc(5), clear_refs.
  const Fd clear(open(absl::StrCat("/proc/", program, "/clear_refs").c_str(),
                      O_WRONLY | O_CLOEXEC));
  if (clear.get() < 0 || write(clear.get(), "5", 1) != 1) {
    return absl::UnavailableError(absl::StrCat(
        "sandbox: the peak of memory cannot be reset: ", strerror(errno)));
  }
  cgroup_peak_reset = cgroup != nullptr && cgroup->ResetPeak();
  return absl::OkStatus();
}

// Compares with the limits what the program has used so far.
void Jail::State::Watch() {
  const std::optional<Usage> usage = ReadUsage();
  if (!usage.has_value()) return;
  outcome.peak_resident_bytes =
      std::max({outcome.peak_resident_bytes, usage->peak_resident_bytes,
                peak_before_reset.load()});
  if (usage->peak_resident_bytes > policy.limits.memory_bytes) {
    Decide(Verdict::kMemoryLimit);
  }
  double cpu = usage->cpu_seconds;
  if (cgroup != nullptr) cpu = cgroup->CpuSeconds().value_or(cpu);
  if (cpu > absl::ToDoubleSeconds(policy.limits.cpu)) {
    Decide(Verdict::kCpuLimit);
  }
}

void Jail::State::Decide(Verdict verdict) {
  if (decided) return;
  decided = true;
  outcome.verdict = verdict;
  decided_at = Clock::now();
  // The last chance to see what it has used.
  Watch();
  // With the program ends all that it started: the keeper sees to that, and
  // then tells what it used, which the kernel would not if it were killed.
  if (!program_fd.ok() || syscall(SYS_pidfd_send_signal, program_fd.get(),
                                  SIGKILL, nullptr, 0) != 0) {
    kill(keeper, SIGKILL);
  }
}

// Lets a call go on, or fails it with an error. Only for calls whose arguments
// are all in registers: what lies in memory could change after it was checked.
void Jail::State::Answer(const seccomp_notif& call, int error) {
  // Sizes may grow with the kernel; ours is the smallest.
  alignas(seccomp_notif_resp) char answer[512] = {};
  auto* response = reinterpret_cast<seccomp_notif_resp*>(answer);
  response->id = call.id;
  response->error = -error;
  if (error == 0) response->flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
  ioctl(listener.get(), SECCOMP_IOCTL_NOTIF_SEND, response);
}

// Answers one call that the filter handed over.
void Jail::State::HandleCall() {
  alignas(seccomp_notif) char request[512] = {};
  auto* call = reinterpret_cast<seccomp_notif*>(request);
  if (ioctl(listener.get(), SECCOMP_IOCTL_NOTIF_RECV, call) != 0) return;
  switch (KindOf(*call)) {
    case CallKind::kEnd: {
      // The program's memory is still there: its peak is exact.
      Watch();
      if (policy.files) {
        outcome.written_bytes =
            Field("\n" + ReadSmallFile(absl::StrCat("/proc/", program, "/io"))
                             .value_or(""),
                  "wchar");
      }
      Answer(*call, 0);
      return;
    }
    case CallKind::kNewThread: {
      const std::optional<std::string> text = ReadSmallFile(status.get());
      const bool room =
          text.has_value() && Field(*text, "Threads") < policy.limits.threads;
      Answer(*call, room ? 0 : EAGAIN);
      return;
    }
    case CallKind::kForbidden:
      if (!decided) outcome.violation = DescribeCall(*call);
      Decide(Verdict::kViolation);
  }
}

// Takes what was written; false at the end of it.
bool Jail::State::DrainOutput(Stream& stream) {
  char buffer[8192];
  while (stream.pending.empty()) {
    const ssize_t got = read(stream.pipe.get(), buffer, sizeof(buffer));
    if (got < 0) return errno == EAGAIN || errno == EINTR;
    if (got == 0) return false;
    const int64_t room = policy.limits.output_bytes - outcome.output_bytes;
    if (stream.copy >= 0 && room > 0) {
      stream.pending.append(buffer, std::min<int64_t>(got, room));
      stream.Flush(/*wait=*/false);
    }
    outcome.output_bytes += got;
    outcome.output.append(buffer, got);
    if (outcome.output.size() > 2 * kKeptOutput) {
      outcome.output.erase(0, outcome.output.size() - kKeptOutput);
    }
    if (outcome.output_bytes > policy.limits.output_bytes) {
      Decide(Verdict::kOutputLimit);
      return true;
    }
  }
  return true;
}

// Everything has ended: what became of it.
void Jail::State::Finish() {
  rusage tree = report.usage;
  if (!report.ended) {
    // The keeper was ended: only its own use is known, and what was seen.
    while (wait4(keeper, nullptr, 0, &tree) < 0 && errno == EINTR) {
    }
    keeper = -1;
  }
  outcome.wall_seconds =
      std::chrono::duration<double>(Clock::now() - started).count();
  for (Stream& stream : streams) {
    if (!stream.pipe.ok()) continue;
    do {
      stream.Flush(/*wait=*/true);
      DrainOutput(stream);
    } while (!stream.pending.empty());
  }
  if (outcome.output.size() > kKeptOutput) {
    outcome.output.erase(0, outcome.output.size() - kKeptOutput);
  }
  outcome.written_bytes = std::max(outcome.written_bytes, outcome.output_bytes);
  outcome.user_seconds = SecondsOf(tree.ru_utime);
  outcome.system_seconds = SecondsOf(tree.ru_stime);
  outcome.minor_faults = tree.ru_minflt;
  outcome.major_faults = tree.ru_majflt;
  outcome.voluntary_switches = tree.ru_nvcsw;
  outcome.involuntary_switches = tree.ru_nivcsw;
  if (cgroup != nullptr) {
    outcome.peak_cgroup_bytes = cgroup->PeakMemoryBytes().value_or(-1);
  }
  outcome.peak_memory_bytes = std::max(
      {int64_t{0}, outcome.peak_resident_bytes, outcome.peak_cgroup_bytes});
  outcome.peak_memory_method =
      outcome.peak_cgroup_bytes > outcome.peak_resident_bytes ? "cgroup"
      : outcome.peak_resident_bytes >= 0                      ? "VmHWM"
                                                              : "unknown";
  if (decided) return;
  if (cgroup != nullptr && cgroup->OutOfMemory()) {
    outcome.verdict = Verdict::kMemoryLimit;
    return;
  }
  if (!report.ended) return;  // somebody else killed the keeper
  const int code = report.wait_status;
  if (WIFEXITED(code)) {
    outcome.verdict = Verdict::kExited;
    outcome.exit_code = WEXITSTATUS(code);
    return;
  }
  outcome.signal = WTERMSIG(code);
  outcome.verdict = Verdict::kCrashed;
  if (outcome.signal == SIGXCPU) outcome.verdict = Verdict::kCpuLimit;
  if (outcome.signal == SIGXFSZ) outcome.verdict = Verdict::kFileLimit;
  if (outcome.signal == SIGSYS && policy.layers.Has(Layer::kSeccomp)) {
    // Only the architecture check kills by itself.
    outcome.verdict = Verdict::kViolation;
    outcome.violation = "a system call of another architecture";
  }
}

Jail::Jail(std::unique_ptr<State> state) : state_(std::move(state)) {}

absl::StatusOr<std::unique_ptr<Jail>> Jail::Begin(const Policy& policy,
                                                  const Command& command) {
  if (absl::Status valid = Validate(policy); !valid.ok()) return valid;
  if (absl::Status valid = CheckCommand(policy, command); !valid.ok()) {
    return valid;
  }
  auto state = std::make_unique<State>();
  state->policy = policy;
  // Opened once: what is looked at is what is run.
  const Fd program(open(command.program.c_str(), O_PATH | O_CLOEXEC));
  if (!program.ok()) {
    return absl::NotFoundError(absl::StrCat("sandbox: cannot open the program ",
                                            command.program, ": ",
                                            std::strerror(errno)));
  }
  if (absl::Status status = state->Prepare(command); !status.ok()) {
    return status;
  }
  state->plan.program_fd = program.get();
  state->plan.fds = command.descriptors;
  const bool stdin_given =
      std::any_of(command.descriptors.begin(), command.descriptors.end(),
                  [](const auto& d) { return d.second == 0; });
  Fd empty;
  if (!stdin_given) {
    empty = Fd(open("/dev/null", O_RDONLY | O_CLOEXEC));
    if (!empty.ok()) return Errno("open /dev/null");
    state->plan.fds.emplace_back(empty.get(), 0);
  }
  // One pipe keeps the order of both, where they need not be told apart.
  const bool apart = command.copy_stdout >= 0 || command.copy_stderr >= 0;
  Fd ends[2];
  for (int i = 0; i < (apart ? 2 : 1); ++i) {
    int pair[2];
    if (pipe2(pair, O_CLOEXEC) != 0) return Errno("make a pipe");
    state->streams[i].pipe = Fd(pair[0]);
    ends[i] = Fd(pair[1]);
    fcntl(pair[0], F_SETFL, O_NONBLOCK);
  }
  state->streams[0].copy = command.copy_stdout;
  state->streams[1].copy = command.copy_stderr;
  state->plan.fds.emplace_back(ends[0].get(), 1);
  state->plan.fds.emplace_back(ends[apart ? 1 : 0].get(), 2);
  state->stop = Fd(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!state->stop.ok()) return Errno("make an eventfd");
  if (absl::Status started = state->StartKeeper(); !started.ok()) {
    return started;
  }
  return std::unique_ptr<Jail>(new Jail(std::move(state)));
}

absl::StatusOr<std::unique_ptr<Jail>> Jail::Start(const Policy& policy,
                                                  const Command& command) {
  absl::StatusOr<std::unique_ptr<Jail>> jail = Begin(policy, command);
  if (jail.ok()) {
    (*jail)->supervisor_ = std::thread([j = jail->get()] { j->Supervise(); });
  }
  return jail;
}

absl::StatusOr<Outcome> Jail::Run(const Policy& policy,
                                  const Command& command) {
  absl::StatusOr<std::unique_ptr<Jail>> jail = Begin(policy, command);
  if (!jail.ok()) return jail.status();
  (*jail)->Supervise();
  return (*jail)->state_->outcome;
}

Jail::~Jail() {
  Kill();
  Wait();
}

void Jail::Kill() {
  const uint64_t one = 1;
  // Cannot fail short of a counter at its end, and then it is set anyway.
  [[maybe_unused]] const ssize_t n =
      write(state_->stop.get(), &one, sizeof(one));
}

const Outcome& Jail::Wait() {
  if (supervisor_.joinable()) supervisor_.join();
  return state_->outcome;
}

absl::StatusOr<Jail::Usage> Jail::ReadUsage() const {
  std::optional<Usage> usage = state_->ReadUsage();
  if (!usage.has_value()) {
    return absl::NotFoundError("sandbox: the program has ended");
  }
  if (state_->cgroup_peak_reset) {
    usage->peak_cgroup_bytes = state_->cgroup->PeakSinceReset().value_or(-1);
  }
  return *usage;
}

absl::Status Jail::ResetPeak() { return state_->ResetPeak(); }

void Jail::Supervise() {
  State& s = *state_;
  const auto wall = absl::ToChronoNanoseconds(s.policy.limits.wall);
  enum { kKeeper, kCalls, kStop, kOut, kErr, kCopyOut, kCopyErr, kAll };
  pollfd polled[kAll] = {{s.socket.get(), POLLIN, 0},
                         {s.listener.get(), POLLIN, 0},
                         {s.stop.get(), POLLIN, 0},
                         {-1, POLLIN, 0},
                         {-1, POLLIN, 0},
                         {-1, POLLOUT, 0},
                         {-1, POLLOUT, 0}};
  bool open[2] = {s.streams[0].pipe.ok(), s.streams[1].pipe.ok()};
  auto watched = Clock::now();
  while (true) {
    for (int i = 0; i < 2; ++i) {
      const Stream& stream = s.streams[i];
      const bool full = !stream.pending.empty();
      const bool wanted = open[i] && !s.decided;
      polled[kOut + i].fd = wanted && !full ? stream.pipe.get() : -1;
      polled[kCopyOut + i].fd = wanted && full ? stream.copy : -1;
    }
    const int ready = poll(polled, kAll, kWatchMilliseconds);
    if (ready < 0 && errno != EINTR) s.Decide(Verdict::kKilled);
    if (ready < 0) continue;
    if ((polled[kCalls].revents & POLLIN) != 0) {
      s.HandleCall();
    } else if (polled[kCalls].revents != 0) {
      polled[kCalls].fd = -1;  // nobody is left who could call
    }
    for (int i = 0; i < 2; ++i) {
      if (polled[kCopyOut + i].revents != 0) s.streams[i].Flush(false);
      if (polled[kOut + i].revents != 0) {
        open[i] = s.DrainOutput(s.streams[i]);
      }
    }
    if ((polled[kStop].revents & POLLIN) != 0) {
      s.Decide(Verdict::kKilled);
      polled[kStop].fd = -1;
    }
    // Its last word, or the end of its side.
    if (polled[kKeeper].revents != 0) break;
    const Clock::time_point now = Clock::now();
    if (now - s.started > wall) s.Decide(Verdict::kWallLimit);
    if (s.decided && now - s.decided_at > kGrace) kill(s.keeper, SIGKILL);
    if (now - watched < std::chrono::milliseconds(kWatchMilliseconds)) continue;
    watched = now;
    if (!s.decided) s.Watch();
  }
  s.Finish();
  running_.store(false, std::memory_order_release);
}

}  // namespace sandbox
