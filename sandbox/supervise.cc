// How a jail goes on: what the program uses is watched, its calls are answered,
// its output passed on, and its end told.
#include <fcntl.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "sandbox/jail_state.h"
#include "sandbox/notification.h"
#include "sandbox/small_file.h"

namespace sandbox {
namespace {

constexpr size_t kKeptOutput = 16 << 10;
// Two seconds, in which a process that ends has ended.
constexpr int kUnseenTicks = 200;
// For the keeper to reap what was killed, before it is killed itself.
constexpr auto kGrace = std::chrono::seconds(2);

#ifndef SYS_pidfd_send_signal
#define SYS_pidfd_send_signal 424
#endif

double SecondsOf(const timeval& t) {
  return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
}

// Whether a /proc/.../status is of a thread whose process still has its memory.
bool HasMemory(const std::string& status) {
  return status.find("\nVmHWM:") != std::string::npos;
}

// The status of any thread of the process that has not ended.
std::optional<std::string> StatusOfAThread(pid_t pid) {
  std::error_code error;
  for (const auto& task : std::filesystem::directory_iterator(
           absl::StrCat("/proc/", pid, "/task"), error)) {
    std::optional<std::string> text =
        ReadSmallFile(task.path().string() + "/status");
    if (text.has_value() && HasMemory(*text)) return text;
  }
  return std::nullopt;
}

// Whether every thread of the process is, but for those that have ended: the
// first one stays as a zombie while others go on.
bool IsStopped(pid_t pid) {
  std::error_code error;
  for (const auto& task : std::filesystem::directory_iterator(
           absl::StrCat("/proc/", pid, "/task"), error)) {
    const std::string stat =
        ReadSmallFile(task.path().string() + "/stat").value_or("");
    // "2 (name) T ...": the name may hold anything.
    const size_t name = stat.rfind(") ");
    constexpr std::string_view kNotRunning = "TZX";
    if (name == std::string::npos ||
        kNotRunning.find(stat[name + 2]) == std::string_view::npos) {
      return false;
    }
  }
  return !error;
}

}  // namespace

std::optional<Jail::Usage> Jail::State::ReadUsage() const {
  if (!status.ok()) return std::nullopt;
  std::optional<std::string> text = ReadSmallFile(status.get());
  // Its first thread has none of its memory any more once it ended, whatever
  // the others do.
  if (text.has_value() && !HasMemory(*text)) text = StatusOfAThread(program);
  clockid_t clock;
  timespec cpu;
  // A process that ends has no memory any more.
  if (!text.has_value() || clock_getcpuclockid(program, &clock) != 0 ||
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

bool Jail::State::Signal(int signal) {
  return program_fd.ok() && syscall(SYS_pidfd_send_signal, program_fd.get(),
                                    signal, nullptr, 0) == 0;
}

bool Jail::State::Pause(absl::Duration patience) {
  if (!Signal(SIGSTOP)) return false;
  const auto end = Clock::now() + absl::ToChronoNanoseconds(patience);
  while (!HasEnded(program_fd.get())) {
    if (IsStopped(program)) return true;
    if (Clock::now() > end) {
      // It would stop later, and nobody would let it go on.
      Signal(SIGCONT);
      return false;
    }
    usleep(20);
  }
  return false;
}

// Compares with the limits what the program has used so far.
void Jail::State::Watch() {
  const std::optional<Usage> usage = ReadUsage();
  std::optional<double> cpu;
  if (usage.has_value()) {
    unseen = 0;
    cpu = usage->cpu_seconds;
    outcome.peak_resident_bytes =
        std::max({outcome.peak_resident_bytes, usage->peak_resident_bytes,
                  peak_before_reset.load()});
    if (usage->peak_resident_bytes > policy.limits.memory_bytes) {
      Decide(Verdict::kMemoryLimit);
    }
  } else if (!decided && program_fd.ok() && !HasEnded(program_fd.get()) &&
             ++unseen > kUnseenTicks) {
    // Longer than an end takes: what cannot be watched is not let go on.
    outcome.missing.push_back(
        "sandbox: what the program uses could not be read any more");
    Decide(Verdict::kKilled);
  }
  if (cgroup != nullptr) {
    const std::optional<double> tree = cgroup->CpuSeconds();
    if (tree.has_value()) cpu = tree;
  }
  if (cpu.has_value() && *cpu > absl::ToDoubleSeconds(policy.limits.cpu)) {
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
  if (!Signal(SIGKILL)) kill(keeper, SIGKILL);
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
    case CallKind::kRefused:
      Answer(*call, EINVAL);
      return;
    case CallKind::kUntilSettled:
      Answer(*call, settled ? EPERM : 0);
      return;
    case CallKind::kAbsent:
      Answer(*call, ENOENT);
      return;
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
