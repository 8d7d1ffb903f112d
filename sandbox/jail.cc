#include "sandbox/jail.h"

#include <fcntl.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sched.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "sandbox/filter.h"
#include "sandbox/jail_child.h"
#include "sandbox/landlock.h"

namespace sandbox {
namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t kKeptOutput = 16 << 10;
constexpr unsigned kNobody = 65534;
constexpr int kWatchMilliseconds = 10;
constexpr int kStartMilliseconds = 10'000;

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

absl::Status Errno(const std::string& what) {
  return absl::InternalError(
      absl::StrCat("sandbox: cannot ", what, ": ", std::strerror(errno)));
}

double SecondsOf(const timeval& t) {
  return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
}

bool WriteFile(const std::string& path, const std::string& text) {
  const Fd fd(open(path.c_str(), O_WRONLY | O_CLOEXEC));
  return fd.ok() && write(fd.get(), text.data(), text.size()) ==
                        static_cast<ssize_t>(text.size());
}

// The number after "Name:" in a /proc status file, 0 if it is not there.
int64_t StatusField(const std::string& status, const std::string& name) {
  const size_t at = status.find("\n" + name + ":");
  if (at == std::string::npos) return 0;
  return std::strtoll(status.c_str() + at + name.size() + 2, nullptr, 10);
}

std::optional<std::string> ReadSmallFile(const std::string& path) {
  const Fd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.ok()) return std::nullopt;
  std::string text(8192, '\0');
  const ssize_t got = read(fd.get(), text.data(), text.size());
  if (got < 0) return std::nullopt;
  text.resize(got);
  return text;
}

// A C string in another process, for messages only: it may change meanwhile.
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
  // Whatever the program put there is shown to people: keep it plain.
  for (char& c : text) {
    if (c < ' ' || c > '~' || c == '"' || c == '\\') c = '?';
  }
  return text;
}

// A new thread of the same process: no new process, no new namespace.
bool StartsThread(const seccomp_notif& call) {
  constexpr uint64_t kThread =
      CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD;
  constexpr uint64_t kForbidden = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS |
                                  CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID |
                                  CLONE_NEWNET | CLONE_UNTRACED | CLONE_PTRACE;
  return call.data.nr == SYS_clone &&
         (call.data.args[0] & (kThread | kForbidden)) == kThread;
}

std::string DescribeCall(const seccomp_notif& call) {
  const std::string name = SyscallName(call.data.nr);
  int argument = -1;
  if (name == "open" || name == "creat" || name == "stat" || name == "lstat" ||
      name == "access" || name == "execve" || name == "unlink" ||
      name == "chdir" || name == "mkdir" || name == "memfd_create") {
    argument = 0;
  } else if (name == "openat" || name == "openat2" || name == "newfstatat" ||
             name == "statx" || name == "faccessat" || name == "faccessat2" ||
             name == "unlinkat" || name == "execveat" || name == "mkdirat") {
    argument = 1;
  }
  if (argument >= 0) {
    const std::optional<std::string> path =
        ReadString(static_cast<pid_t>(call.pid), call.data.args[argument]);
    if (path.has_value()) return absl::StrCat(name, "(\"", *path, "\")");
  }
  if (name == "clone") return "clone (to start another process)";
  if (name == "mmap" || name == "mprotect") {
    return absl::StrCat(name, " (to make memory executable)");
  }
  return name;
}

absl::Status CheckGuestPath(const std::string& path) {
  if (path.size() < 2 || path[0] != '/') {
    return absl::InvalidArgumentError(absl::StrCat(
        "sandbox: \"", path, "\" is not an absolute path below the root"));
  }
  for (const auto& part :
       std::vector<std::string>(absl::StrSplit(path.substr(1), '/'))) {
    if (part.empty() || part == "." || part == "..") {
      return absl::InvalidArgumentError(
          absl::StrCat("sandbox: \"", path, "\" has an empty, . or .. part"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckPolicy(const Policy& policy, const Command& command) {
  if (policy.mounts.size() > kMaxMounts) {
    return absl::InvalidArgumentError(
        absl::StrCat("sandbox: more than ", kMaxMounts, " mounts"));
  }
  // stdin, stdout and stderr are three of them.
  if (command.descriptors.size() > kMaxDescriptors - 3) {
    return absl::InvalidArgumentError("sandbox: too many descriptors");
  }
  for (const Mount& m : policy.mounts) {
    absl::Status status = CheckGuestPath(m.guest);
    if (!status.ok()) return status;
  }
  for (const auto& [ours, theirs] : command.descriptors) {
    if (theirs < 3 || theirs >= policy.limits.open_files) {
      return absl::InvalidArgumentError(
          absl::StrCat("sandbox: descriptor ", theirs, " is out of range"));
    }
  }
  const Limits& l = policy.limits;
  if (l.wall <= absl::ZeroDuration() || l.cpu <= absl::ZeroDuration() ||
      l.memory_bytes <= 0 || l.output_bytes < 0 || l.file_bytes < 0 ||
      l.stack_bytes <= 0 || l.open_files < 4 || l.threads < 1) {
    return absl::InvalidArgumentError(
        "sandbox: a limit of the policy is zero or negative");
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

// The inside of the user namespace: "nobody" when root can map it, so that not
// even the user is shared, else the user that we are.
absl::StatusOr<InnerIds> MapIds(pid_t pid) {
  const std::string dir = absl::StrCat("/proc/", pid, "/");
  const auto map = [&](unsigned uid, unsigned gid) {
    return WriteFile(dir + "uid_map", absl::StrCat(uid, " ", uid, " 1\n")) &&
           WriteFile(dir + "gid_map", absl::StrCat(gid, " ", gid, " 1\n"));
  };
  const unsigned uid = geteuid(), gid = getegid();
  if (!WriteFile(dir + "setgroups", "deny")) return Errno("map users");
  if (uid == 0 && map(kNobody, kNobody)) return InnerIds{kNobody, kNobody};
  if (map(uid, gid)) return InnerIds{uid, gid};
  return Errno("map users");
}

absl::StatusOr<int> ReceiveListener(int socket) {
  char byte;
  iovec data = {&byte, 1};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))];
  msghdr message = {};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof(control);
  if (recvmsg(socket, &message, MSG_CMSG_CLOEXEC) != 1) {
    return Errno("receive the listener");
  }
  const cmsghdr* header = CMSG_FIRSTHDR(&message);
  if (header == nullptr || header->cmsg_type != SCM_RIGHTS) {
    return absl::InternalError("sandbox: no listener came");
  }
  int fd;
  std::memcpy(&fd, CMSG_DATA(header), sizeof(int));
  return fd;
}

}  // namespace

struct Jail::State {
  Limits limits;
  Report* report = nullptr;  // shared memory
  pid_t keeper = -1;
  std::atomic<pid_t> program{0};
  Fd keeper_fd, listener, output, stop;
  int execs_left = 1;
  int64_t resident_at_start = 0;  // of this process
  Clock::time_point started;

  // The supervisor's alone until running_ is false.
  Outcome outcome;
  bool decided = false;
  int64_t output_bytes = 0;

  ~State() {
    if (report != nullptr) munmap(report, sizeof(Report));
  }

  void Decide(Verdict verdict) {
    if (decided) return;
    decided = true;
    outcome.verdict = verdict;
    kill(keeper, SIGKILL);
  }

  // Lets a call go on, or fails it with an error. Only for calls whose
  // arguments are all in registers: what lies in memory could change after it
  // was checked.
  void Answer(const seccomp_notif& call, int error) {
    // Sizes may grow with the kernel; ours is the smallest.
    alignas(seccomp_notif_resp) char answer[512] = {};
    auto* response = reinterpret_cast<seccomp_notif_resp*>(answer);
    response->id = call.id;
    response->error = -error;
    if (error == 0) response->flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
    ioctl(listener.get(), SECCOMP_IOCTL_NOTIF_SEND, response);
  }

  // Answers one call that the filter handed over.
  void HandleCall() {
    alignas(seccomp_notif) char request[512] = {};
    auto* call = reinterpret_cast<seccomp_notif*>(request);
    if (ioctl(listener.get(), SECCOMP_IOCTL_NOTIF_RECV, call) != 0) return;
    if (program == 0) program = static_cast<pid_t>(call->pid);
    if (call->data.nr == SYS_execveat && execs_left > 0) {
      --execs_left;
      Answer(*call, 0);
      return;
    }
    if (StartsThread(*call)) {
      const std::optional<std::string> status =
          ReadSmallFile(absl::StrCat("/proc/", call->pid, "/status"));
      const bool room = status.has_value() &&
                        StatusField(*status, "Threads") < limits.threads;
      Answer(*call, room ? 0 : EAGAIN);
      return;
    }
    if (!decided) outcome.violation = DescribeCall(*call);
    Decide(Verdict::kViolation);
  }

  // Takes what was written; false at the end of it.
  bool DrainOutput() {
    char buffer[8192];
    while (true) {
      const ssize_t got = read(output.get(), buffer, sizeof(buffer));
      if (got < 0) return errno == EAGAIN || errno == EINTR;
      if (got == 0) return false;
      output_bytes += got;
      outcome.output.append(buffer, got);
      if (outcome.output.size() > 2 * kKeptOutput) {
        outcome.output.erase(0, outcome.output.size() - kKeptOutput);
      }
      if (output_bytes > limits.output_bytes) {
        Decide(Verdict::kOutputLimit);
        return true;
      }
    }
  }
};

Jail::Jail(std::unique_ptr<State> state) : state_(std::move(state)) {}

absl::StatusOr<std::unique_ptr<Jail>> Jail::Start(const Policy& policy,
                                                  const Command& command) {
  if (absl::Status status = CheckPolicy(policy, command); !status.ok()) {
    return status;
  }
  absl::StatusOr<std::vector<sock_filter>> filter = CompileFilter(policy);
  if (!filter.ok()) return filter.status();

  auto state = std::make_unique<State>();
  state->limits = policy.limits;
  void* shared = mmap(nullptr, sizeof(Report), PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED) return Errno("share memory");
  state->report = new (shared) Report;

  const Fd program(open(command.program.c_str(), O_PATH | O_CLOEXEC));
  if (!program.ok()) {
    return absl::NotFoundError(absl::StrCat("sandbox: cannot open the program ",
                                            command.program, ": ",
                                            std::strerror(errno)));
  }
  const Fd empty(open("/dev/null", O_RDONLY | O_CLOEXEC));
  if (!empty.ok()) return Errno("open /dev/null");
  int pair[2];
  if (pipe2(pair, O_CLOEXEC) != 0) return Errno("make a pipe");
  state->output = Fd(pair[0]);
  Fd output_in(pair[1]);
  fcntl(state->output.get(), F_SETFL, O_NONBLOCK);
  if (pipe2(pair, O_CLOEXEC) != 0) return Errno("make a pipe");
  Fd go_out(pair[0]), go_in(pair[1]);
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) {
    return Errno("make a socket pair");
  }
  Fd socket(pair[0]), socket_inside(pair[1]);
  state->stop = Fd(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!state->stop.ok()) return Errno("make an eventfd");

  Plan plan;
  plan.policy = &policy;
  plan.program_fd = program.get();
  std::vector<std::string> arguments = command.arguments;
  if (arguments.empty()) arguments.push_back(command.program);
  std::vector<std::string> environment = command.environment;
  plan.argv = Pointers(arguments);
  plan.env = Pointers(environment);
  plan.fds = command.descriptors;
  plan.fds.insert(
      plan.fds.end(),
      {{empty.get(), 0}, {output_in.get(), 1}, {output_in.get(), 2}});
  for (const Mount& m : policy.mounts) {
    plan.parents.push_back(ParentsOf(m.guest));
  }
  for (const char* candidate : {"/tmp", "/mnt", "/dev", "/proc"}) {
    if (access(candidate, X_OK) == 0) {
      plan.staging = candidate;
      break;
    }
  }
  plan.filter = *std::move(filter);
  plan.landlock_abi = LandlockAbi();
  plan.pin_cpu = command.pin_cpu;
  plan.go_fd = go_out.get();
  plan.listener_fd = socket_inside.get();
  plan.report = state->report;

  int pidfd = -1;
  if (const auto status = ReadSmallFile("/proc/self/status")) {
    state->resident_at_start = StatusField(*status, "VmRSS") * 1024;
  }
  state->started = Clock::now();
  const long pid =
      syscall(SYS_clone,
              CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET |
                  CLONE_NEWIPC | CLONE_NEWUTS | CLONE_PIDFD | SIGCHLD,
              nullptr, &pidfd, nullptr, nullptr);
  if (pid == 0) KeeperMain(plan);
  if (pid < 0) {
    const int error = errno;
    return absl::FailedPreconditionError(absl::StrCat(
        "sandbox: cannot make namespaces: ", std::strerror(error),
        "; as an ordinary user this needs user namespaces: ask an "
        "administrator "
        "for 'sysctl kernel.unprivileged_userns_clone=1', or on Ubuntu 23.10 "
        "and "
        "later 'sysctl kernel.apparmor_restrict_unprivileged_userns=0'"));
  }
  state->keeper = static_cast<pid_t>(pid);
  state->keeper_fd = Fd(pidfd);
  // From here on a keeper left behind would be a leak.
  const auto abandon = [&](const absl::Status& why) {
    kill(state->keeper, SIGKILL);
    waitpid(state->keeper, nullptr, 0);
    return why;
  };
  socket_inside = Fd();
  go_out = Fd();
  output_in = Fd();
  const absl::StatusOr<InnerIds> ids = MapIds(state->keeper);
  if (!ids.ok()) return abandon(ids.status());
  if (write(go_in.get(), &*ids, sizeof(*ids)) != sizeof(*ids)) {
    return abandon(Errno("start the keeper"));
  }
  const auto failure = [&] {
    const Report& r = *state->report;
    const char* step = r.failed_step;
    if (step == nullptr) {
      return absl::InternalError("sandbox: set-up ended without a reason");
    }
    std::string what = absl::StrCat("sandbox: cannot ", step);
    if (r.failed_mount >= 0) {
      const Mount& m = policy.mounts[r.failed_mount];
      absl::StrAppend(&what, " ", m.host, " at ", m.guest);
    }
    return absl::FailedPreconditionError(
        absl::StrCat(what, ": ", std::strerror(r.error)));
  };
  pollfd waiting = {socket.get(), POLLIN, 0};
  if (poll(&waiting, 1, kStartMilliseconds) <= 0 ||
      (waiting.revents & POLLIN) == 0) {
    return abandon(failure());
  }
  absl::StatusOr<int> listener = ReceiveListener(socket.get());
  if (!listener.ok()) return abandon(failure());
  state->listener = Fd(*listener);
  waiting = {state->listener.get(), POLLIN, 0};
  if (poll(&waiting, 1, kStartMilliseconds) <= 0 ||
      (waiting.revents & POLLIN) == 0) {
    return abandon(failure());
  }
  state->HandleCall();
  // Exec has happened once the process no longer carries the name it had.
  const std::string comm =
      absl::StrCat("/proc/", state->program.load(), "/comm");
  while (state->report->failed_step == nullptr && !state->report->ended) {
    const std::optional<std::string> name = ReadSmallFile(comm);
    if (!name.has_value() || *name != absl::StrCat(kBeforeExec, "\n")) break;
    if (Clock::now() - state->started >
        std::chrono::milliseconds(kStartMilliseconds)) {
      return abandon(failure());
    }
    usleep(20);
  }
  if (state->report->failed_step != nullptr) return abandon(failure());

  std::unique_ptr<Jail> jail(new Jail(std::move(state)));
  jail->supervisor_ = std::thread([j = jail.get()] { j->Supervise(); });
  return jail;
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
  const pid_t pid = state_->program;
  const std::optional<std::string> status =
      ReadSmallFile(absl::StrCat("/proc/", pid, "/status"));
  clockid_t clock;
  timespec cpu;
  if (pid == 0 || !status.has_value() ||
      clock_getcpuclockid(pid, &clock) != 0 ||
      clock_gettime(clock, &cpu) != 0) {
    return absl::NotFoundError("sandbox: the program has ended");
  }
  Usage usage;
  usage.cpu_seconds =
      static_cast<double>(cpu.tv_sec) + 1e-9 * static_cast<double>(cpu.tv_nsec);
  usage.peak_resident_bytes = StatusField(*status, "VmHWM") * 1024;
  usage.resident_bytes = StatusField(*status, "VmRSS") * 1024;
  return usage;
}

void Jail::Supervise() {
  State& s = *state_;
  Outcome& outcome = s.outcome;
  const auto wall = absl::ToChronoNanoseconds(s.limits.wall);
  const double cpu_limit = absl::ToDoubleSeconds(s.limits.cpu);
  pollfd polled[] = {{s.keeper_fd.get(), POLLIN, 0},
                     {s.listener.get(), POLLIN, 0},
                     {s.output.get(), POLLIN, 0},
                     {s.stop.get(), POLLIN, 0}};
  auto watched = Clock::now() - std::chrono::milliseconds(kWatchMilliseconds);
  while (true) {
    const int ready = poll(polled, std::size(polled), kWatchMilliseconds);
    if (ready < 0 && errno != EINTR) s.Decide(Verdict::kKilled);
    if ((polled[1].revents & POLLIN) != 0) {
      s.HandleCall();
    } else if (polled[1].revents != 0) {
      polled[1].fd = -1;  // nobody is left who could call
    }
    if (polled[2].revents != 0 && !s.DrainOutput()) polled[2].fd = -1;
    if (s.decided) polled[2].fd = -1;
    if ((polled[3].revents & POLLIN) != 0) {
      s.Decide(Verdict::kKilled);
      polled[3].fd = -1;
    }
    if ((polled[0].revents & POLLIN) != 0) break;
    const Clock::time_point now = Clock::now();
    if (now - s.started > wall) s.Decide(Verdict::kWallLimit);
    if (now - watched < std::chrono::milliseconds(kWatchMilliseconds)) continue;
    watched = now;
    const absl::StatusOr<Usage> usage = ReadUsage();
    if (!usage.ok()) continue;
    outcome.peak_memory_bytes =
        std::max(outcome.peak_memory_bytes, usage->peak_resident_bytes);
    if (usage->peak_resident_bytes > s.limits.memory_bytes) {
      s.Decide(Verdict::kMemoryLimit);
    }
    if (usage->cpu_seconds > cpu_limit) s.Decide(Verdict::kCpuLimit);
  }
  rusage tree = {};
  wait4(s.keeper, nullptr, 0, &tree);
  if (s.output.ok()) s.DrainOutput();
  if (outcome.output.size() > kKeptOutput) {
    outcome.output.erase(0, outcome.output.size() - kKeptOutput);
  }
  outcome.wall_seconds =
      std::chrono::duration<double>(Clock::now() - s.started).count();
  outcome.user_seconds = SecondsOf(tree.ru_utime);
  outcome.system_seconds = SecondsOf(tree.ru_stime);
  outcome.peak_memory_method = "VmHWM";
  if (outcome.peak_memory_bytes == 0 && s.report->ended) {
    outcome.peak_memory_bytes = s.report->usage.ru_maxrss * 1024;
    outcome.peak_memory_method = "ru_maxrss";
  }
  // A burst that began and ended between two looks. The kernel's figure starts
  // at what the process had before exec, so that it proves nothing below that.
  const int64_t most = s.report->ended ? s.report->usage.ru_maxrss * 1024 : 0;
  if (most > s.limits.memory_bytes &&
      s.resident_at_start < s.limits.memory_bytes && !s.decided) {
    s.decided = true;
    outcome.verdict = Verdict::kMemoryLimit;
    outcome.peak_memory_bytes = most;
    outcome.peak_memory_method = "ru_maxrss";
  }
  if (!s.decided && s.report->ended) {
    const int status = s.report->wait_status;
    if (WIFEXITED(status)) {
      outcome.verdict = Verdict::kExited;
      outcome.exit_code = WEXITSTATUS(status);
    } else {
      outcome.signal = WTERMSIG(status);
      outcome.verdict = Verdict::kCrashed;
      if (outcome.signal == SIGXCPU) outcome.verdict = Verdict::kCpuLimit;
      if (outcome.signal == SIGSYS) {
        // Only the architecture check kills by itself.
        outcome.verdict = Verdict::kViolation;
        outcome.violation = "a system call of another architecture";
      }
    }
  }
  running_.store(false, std::memory_order_release);
}

}  // namespace sandbox
