#include "base/subprocess.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstring>
#include <ctime>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/clock.h"

extern char** environ;

namespace base {
namespace {

void CloseFd(int& fd) {
  if (fd >= 0) close(fd);
  fd = -1;
}

// As exec wants them; they are the strings' own memory.
std::vector<char*> Pointers(const std::vector<std::string>& words) {
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (const std::string& word : words) {
    pointers.push_back(const_cast<char*>(word.c_str()));
  }
  pointers.push_back(nullptr);
  return pointers;
}

// The file actions and attributes of one start, and the descriptors that are
// needed until it is over.
class Spawn {
 public:
  Spawn() {
    posix_spawn_file_actions_init(&actions_);
    posix_spawnattr_init(&attributes_);
  }
  ~Spawn() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
    for (int& fd : held_) CloseFd(fd);
  }
  Spawn(const Spawn&) = delete;
  Spawn& operator=(const Spawn&) = delete;

  // Makes `fd` of ours the program's `number`. It is copied first, so that
  // one whose own number is given to another is not lost. False: no copy.
  bool Give(int fd, int number) {
    constexpr int kAboveAll = 64;
    const int copy = fcntl(fd, F_DUPFD_CLOEXEC, kAboveAll);
    if (copy < 0) return false;
    held_.push_back(copy);
    posix_spawn_file_actions_adddup2(&actions_, copy, number);
    return true;
  }

  void OpenFile(const std::string& path, int number) {
    posix_spawn_file_actions_addopen(
        &actions_, number, path.c_str(),
        number == STDIN_FILENO ? O_RDONLY : O_WRONLY, 0);
  }

  // Both ends of a new pipe; the program's is given to it as `number`. Returns
  // ours, or -1.
  int GivePipe(int number) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return -1;
    const bool reads = number == STDIN_FILENO;
    held_.push_back(ends[reads ? 0 : 1]);
    int ours = ends[reads ? 1 : 0];
    if (!Give(held_.back(), number)) CloseFd(ours);
    return ours;
  }

  // Takes from the program every descriptor that it was not given.
  void CloseOthers(const std::vector<std::pair<int, int>>& given) {
    int above = STDERR_FILENO + 1;
    for (const auto& [ours, number] : given)
      above = std::max(above, number + 1);
    for (int fd = STDERR_FILENO + 1; fd < above; ++fd) {
      const bool is_given =
          std::any_of(given.begin(), given.end(),
                      [fd](const auto& pair) { return pair.second == fd; });
      if (!is_given) posix_spawn_file_actions_addclose(&actions_, fd);
    }
    posix_spawn_file_actions_addclosefrom_np(&actions_, above);
  }

  // Returns 0, or the error's number.
  int Start(const SubprocessOptions& options, pid_t& pid) {
    // What nohup or a shell has it ignore stays ignored.
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setflags(
        &attributes_,
        static_cast<short>(POSIX_SPAWN_SETSIGMASK |
                           (options.own_group ? POSIX_SPAWN_SETPGROUP : 0)));
    const std::vector<char*> argv = Pointers(options.command);
    std::vector<char*> environment;
    if (options.environment.has_value()) {
      environment = Pointers(*options.environment);
    }
    return posix_spawnp(
        &pid, argv[0], &actions_, &attributes_, argv.data(),
        options.environment.has_value() ? environment.data() : environ);
  }

  posix_spawn_file_actions_t* actions() { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
  std::vector<int> held_;
};

int ExitCode(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int Milliseconds(double seconds) {
  return static_cast<int>(std::clamp(std::ceil(1e3 * seconds), 0.0, 60e3));
}

// While it lives, a write to a pipe without a reader raises no signal.
class NoSigpipe {
 public:
  NoSigpipe() {
    sigemptyset(&pipe_);
    sigaddset(&pipe_, SIGPIPE);
    sigset_t pending;
    sigpending(&pending);
    was_pending_ = sigismember(&pending, SIGPIPE) == 1;
    pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  ~NoSigpipe() {
    // The one that we raised is taken before anybody can be told of it.
    const timespec at_once = {};
    if (!was_pending_) sigtimedwait(&pipe_, nullptr, &at_once);
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  NoSigpipe(const NoSigpipe&) = delete;
  NoSigpipe& operator=(const NoSigpipe&) = delete;

 private:
  sigset_t pipe_, before_;
  bool was_pending_;
};

}  // namespace

absl::StatusOr<Subprocess> Subprocess::Start(const SubprocessOptions& options) {
  const auto failed = [&options](int error) {
    return absl::NotFoundError(absl::StrCat(
        "cannot run ", options.command.empty() ? "\"\"" : options.command[0],
        ": ", std::strerror(error)));
  };
  if (options.command.empty()) return failed(ENOENT);
  Subprocess process;
  Spawn spawn;
  const auto connect = [&spawn](const Stream& stream, int number, int& ours) {
    switch (stream.kind_) {
      case Stream::Kind::kInherit:
        return true;
      case Stream::Kind::kFile:
        spawn.OpenFile(stream.path_, number);
        return true;
      case Stream::Kind::kDescriptor:
        return spawn.Give(stream.fd_, number);
      case Stream::Kind::kPipe:
        ours = spawn.GivePipe(number);
        return ours >= 0;
    }
    return false;
  };
  bool connected = connect(options.input, STDIN_FILENO, process.input_) &&
                   connect(options.output, STDOUT_FILENO, process.output_) &&
                   (options.errors_to_output ||
                    connect(options.errors, STDERR_FILENO, process.errors_));
  for (const auto& [ours, number] : options.descriptors) {
    connected = connected && spawn.Give(ours, number);
  }
  if (!connected) return failed(errno);
  if (options.errors_to_output) {
    posix_spawn_file_actions_adddup2(spawn.actions(), STDOUT_FILENO,
                                     STDERR_FILENO);
  }
  spawn.CloseOthers(options.descriptors);
  pid_t pid = -1;
  if (const int error = spawn.Start(options, pid); error != 0) {
    return failed(error);
  }
  process.pid_ = pid;
  process.group_ = options.own_group;
  // Readable once it has ended. On a kernel without it, Wait looks instead.
  process.pidfd_ = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  if (process.input_ >= 0) fcntl(process.input_, F_SETFL, O_NONBLOCK);
  return process;
}

Subprocess& Subprocess::operator=(Subprocess&& other) noexcept {
  if (this == &other) return *this;
  Release();
  pid_ = std::exchange(other.pid_, -1);
  pidfd_ = std::exchange(other.pidfd_, -1);
  input_ = std::exchange(other.input_, -1);
  output_ = std::exchange(other.output_, -1);
  errors_ = std::exchange(other.errors_, -1);
  group_ = other.group_;
  signaled_ = other.signaled_;
  code_ = other.code_;
  return *this;
}

Subprocess::~Subprocess() { Release(); }

void Subprocess::Release() {
  CloseFd(input_);
  CloseFd(output_);
  CloseFd(errors_);
  if (pid_ >= 0) {
    Signal(SIGKILL);
    Wait();
  }
  CloseFd(pidfd_);
  pid_ = -1;
}

void Subprocess::CloseInput() { CloseFd(input_); }

void Subprocess::Signal(int signal) {
  // A process that was waited for may have left its number to another.
  if (pid_ >= 0 && !code_.has_value()) kill(group_ ? -pid_ : pid_, signal);
}

ssize_t Subprocess::Write(const char* bytes, size_t size) {
  const NoSigpipe quiet;
  const ssize_t put = write(input_, bytes, size);
  if (put >= 0) return put;
  return errno == EAGAIN || errno == EINTR ? 0 : -1;
}

std::optional<int> Subprocess::Wait(double seconds) {
  if (code_.has_value() || pid_ < 0) return code_;
  const double end = SteadySeconds() + seconds;
  while (true) {
    siginfo_t info = {};
    const int got = waitid(P_PID, static_cast<id_t>(pid_), &info,
                           WEXITED | WNOHANG | WNOWAIT);
    if (got == 0 && info.si_pid == pid_) break;
    // Somebody else has waited for it: how it ended is not known.
    if (got < 0 && errno != EINTR) return code_ = 128 + SIGKILL;
    const double left = end - SteadySeconds();
    if (left <= 0) return std::nullopt;
    constexpr double kLook = 0.01;
    pollfd ended = {pidfd_, POLLIN, 0};
    poll(&ended, 1, Milliseconds(pidfd_ >= 0 ? left : std::min(left, kLook)));
  }
  // Its number, and its group's, are its own until it is waited for.
  if (group_) kill(-pid_, SIGKILL);
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  signaled_ = WIFSIGNALED(status);
  return code_ = ExitCode(status);
}

// One run of a program: what is left to write, and what was read.
class Conversation {
 public:
  Conversation(Subprocess& process, const Exchange& exchange)
      : process_(process), exchange_(exchange) {
    for (const int fd : {process_.output_, process_.errors_}) {
      if (fd >= 0) fcntl(fd, F_SETFL, O_NONBLOCK);
    }
    if (exchange_.input.empty()) InputIsWritten();
  }

  Ended Hold() {
    const double end = SteadySeconds() + exchange_.timeout_seconds;
    std::optional<int> code;
    while (!(code = process_.Wait(0)).has_value()) {
      const double left = end - SteadySeconds();
      if (left <= 0) {
        ended_.timed_out = true;
        process_.Signal(SIGKILL);
        code = process_.Wait();
        break;
      }
      AwaitSomething(left);
      Speak();
      Listen();
      if (exchange_.on_tick) exchange_.on_tick();
    }
    Listen();  // what it said last
    if (!line_.empty() && exchange_.on_line) exchange_.on_line(line_);
    ended_.code = code.value_or(128 + SIGKILL);
    ended_.signaled = process_.signaled();
    return std::move(ended_);
  }

 private:
  void AwaitSomething(double left) {
    pollfd events[] = {{process_.pidfd_, POLLIN, 0},
                       {Writes() ? process_.input_ : -1, POLLOUT, 0},
                       {process_.output_, POLLIN, 0},
                       {process_.errors_, POLLIN, 0}};
    constexpr double kTick = 0.2, kLook = 0.01;
    if (exchange_.on_tick) left = std::min(left, kTick);
    if (process_.pidfd_ < 0) left = std::min(left, kLook);
    poll(events, 4, Milliseconds(left));
  }

  bool Writes() const {
    return process_.input_ >= 0 && sent_ < exchange_.input.size();
  }

  void InputIsWritten() {
    if (!exchange_.hold_input) process_.CloseInput();
  }

  void Speak() {
    while (Writes()) {
      const ssize_t put = process_.Write(exchange_.input.data() + sent_,
                                         exchange_.input.size() - sent_);
      if (put == 0) return;
      sent_ = put < 0 ? exchange_.input.size() : sent_ + put;
      if (sent_ == exchange_.input.size()) InputIsWritten();
    }
  }

  void Listen() {
    Drain(process_.output_, ended_.output, /*lines=*/true);
    Drain(process_.errors_, ended_.errors, /*lines=*/false);
  }

  // Reads what there is, at most as much as a pipe can hold: who is left behind
  // may print for ever. Closes the pipe at its end.
  void Drain(int& fd, std::string& to, bool lines) {
    char part[16384];
    constexpr int kParts = (1 << 20) / sizeof(part);
    for (int i = 0; i < kParts && fd >= 0; ++i) {
      const ssize_t got = read(fd, part, sizeof(part));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0 && errno == EAGAIN) return;
      if (got <= 0) {
        CloseFd(fd);
        return;
      }
      if (lines && exchange_.on_line) Split(part, got);
      to.append(part, std::min<size_t>(got, exchange_.most - to.size()));
    }
  }

  void Split(const char* part, size_t size) {
    for (size_t i = 0; i < size; ++i) {
      if (part[i] == '\n') {
        if (!cut_) exchange_.on_line(line_);
        line_.clear();
        cut_ = false;
      } else if (!cut_) {
        line_ += part[i];
        cut_ = line_.size() >= exchange_.most_line;
        if (cut_) exchange_.on_line(std::exchange(line_, {}));
      }
    }
  }

  Subprocess& process_;
  const Exchange& exchange_;
  Ended ended_;
  size_t sent_ = 0;
  std::string line_;
  bool cut_ = false;
};

absl::StatusOr<Ended> Run(const SubprocessOptions& options,
                          const Exchange& exchange) {
  absl::StatusOr<Subprocess> process = Subprocess::Start(options);
  if (!process.ok()) return process.status();
  return Conversation(*process, exchange).Hold();
}

}  // namespace base
