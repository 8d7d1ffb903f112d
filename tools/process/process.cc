#include "tools/process/process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"

extern char** environ;

namespace olympics {
namespace {

// As exec wants it; of the command's own memory.
std::vector<char*> Argv(std::vector<std::string>& command) {
  std::vector<char*> argv;
  for (std::string& word : command) argv.push_back(word.data());
  argv.push_back(nullptr);
  return argv;
}

absl::Status CannotRun(const std::vector<std::string>& command, int error) {
  return absl::NotFoundError(
      absl::StrCat("cannot run ", command[0], ": ", std::strerror(error)));
}

int ExitCode(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// The started command's process, with `output` (>= 0) as its standard output,
// and as its standard error if `error_too`, and `input` (>= 0) as its standard
// input.
absl::StatusOr<pid_t> Start(std::vector<std::string>& command, int output,
                            bool error_too = false, int input = -1) {
  std::vector<char*> argv = Argv(command);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  if (output >= 0) {
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  }
  if (input >= 0) {
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  }
  if (error_too) {
    posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
  }
  pid_t pid;
  const int error =
      posix_spawnp(&pid, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error == 0) return pid;
  return CannotRun(command, error);
}

absl::StatusOr<int> Await(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0) {
    if (errno != EINTR) return absl::InternalError("waitpid failed");
  }
  return ExitCode(status);
}

// What an ended command printed, if it ended well.
absl::StatusOr<std::string> IfItEndedWell(
    const std::vector<std::string>& command, pid_t pid, std::string output) {
  const absl::StatusOr<int> code = Await(pid);
  if (!code.ok()) return code.status();
  if (*code == 0) return output;
  return absl::FailedPreconditionError(
      absl::StrCat(command[0], " ended with ", *code, "; see above"));
}

constexpr size_t kMaxLine = 64 << 10;
constexpr int kTickMilliseconds = 200;

// The whole lines of `pending`, taken off it.
void GiveLines(std::string& pending,
               const std::function<void(const std::string&)>& on_line) {
  size_t begin = 0;
  for (size_t end; (end = pending.find('\n', begin)) != std::string::npos;
       begin = end + 1) {
    on_line(pending.substr(begin, end - begin));
  }
  pending.erase(0, begin);
  if (pending.size() > kMaxLine) {
    on_line(pending.substr(0, kMaxLine));
    pending.clear();
  }
}

}  // namespace

absl::StatusOr<int> RunWatched(
    std::vector<std::string> command,
    const std::function<void(const std::string&)>& on_line,
    const std::function<void()>& on_tick) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return absl::InternalError("no pipe");
  const absl::StatusOr<pid_t> pid = Start(command, ends[1], true);
  close(ends[1]);
  std::string pending;
  char part[16384];
  while (pid.ok()) {
    pollfd readable = {ends[0], POLLIN, 0};
    const int ready = poll(&readable, 1, kTickMilliseconds);
    if (ready < 0 && errno != EINTR) break;
    if (ready > 0) {
      const ssize_t got = read(ends[0], part, sizeof(part));
      if (got == 0 || (got < 0 && errno != EINTR)) break;
      if (got > 0) pending.append(part, got);
      GiveLines(pending, on_line);
    }
    on_tick();
  }
  close(ends[0]);
  if (!pid.ok()) return pid.status();
  if (!pending.empty()) on_line(pending);
  return Await(*pid);
}

std::string ProgramBeside(const std::string& installed,
                          const std::string& built) {
  std::error_code error;
  const std::filesystem::path here =
      std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
  return std::filesystem::exists(here / installed, error)
             ? (here / installed).string()
             : (here / built).lexically_normal().string();
}

std::vector<std::string> Inside(const std::string& folder,
                                std::vector<std::string> command) {
  command.insert(command.begin(), {"env", "--chdir=" + folder});
  return command;
}

absl::StatusOr<int> RunCommand(std::vector<std::string> command, bool aside) {
  const absl::StatusOr<pid_t> pid = Start(command, aside ? STDERR_FILENO : -1);
  return pid.ok() ? Await(*pid) : pid.status();
}

absl::StatusOr<int> RunQuietly(std::vector<std::string> command, int seconds) {
  std::vector<char*> argv = Argv(command);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    posix_spawn_file_actions_addopen(&actions, fd, "/dev/null", O_RDWR, 0);
  }
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  pid_t pid;
  const int error =
      posix_spawnp(&pid, argv[0], &actions, &attributes, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (error != 0) {
    return CannotRun(command, error);
  }
  const auto end =
      std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  int status = 0;
  pid_t ended;
  while ((ended = waitpid(pid, &status, WNOHANG)) == 0) {
    if (std::chrono::steady_clock::now() > end) {
      kill(-pid, SIGKILL);
      return Await(pid);
    }
    usleep(10'000);
  }
  kill(-pid, SIGKILL);  // what it left behind
  if (ended < 0) return absl::InternalError("waitpid failed");
  return ExitCode(status);
}

absl::StatusOr<std::string> OutputOf(std::vector<std::string> command) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return absl::InternalError("no pipe");
  const absl::StatusOr<pid_t> pid = Start(command, ends[1]);
  close(ends[1]);
  std::string output;
  char part[4096];
  for (ssize_t got;
       pid.ok() && ((got = read(ends[0], part, sizeof(part))) > 0 ||
                    (got < 0 && errno == EINTR));) {
    if (got > 0) output.append(part, got);
  }
  close(ends[0]);
  if (!pid.ok()) return pid.status();
  return IfItEndedWell(command, *pid, std::move(output));
}

absl::StatusOr<std::string> AnswerOf(std::vector<std::string> command,
                                     const std::string& input) {
  // A socket, as writing to one that nobody reads any more can be told not to
  // end us.
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    return absl::InternalError("no socket");
  }
  const absl::StatusOr<pid_t> pid = Start(command, ends[1], false, ends[1]);
  close(ends[1]);
  std::string output;
  size_t sent = 0;
  if (input.empty()) shutdown(ends[0], SHUT_WR);
  char part[4096];
  while (pid.ok()) {
    const bool more = sent < input.size();
    pollfd both = {ends[0],
                   static_cast<short>(more ? POLLIN | POLLOUT : POLLIN), 0};
    if (poll(&both, 1, -1) < 0 && errno != EINTR) break;
    if (more && (both.revents & POLLOUT) != 0) {
      const ssize_t put =
          send(ends[0], input.data() + sent, input.size() - sent,
               MSG_NOSIGNAL | MSG_DONTWAIT);
      if (put > 0) sent += put;
      // Nobody listens: what was said before stands.
      if (put < 0 && errno != EINTR && errno != EAGAIN) sent = input.size();
      if (sent == input.size()) shutdown(ends[0], SHUT_WR);
    } else if ((both.revents & (POLLIN | POLLHUP | POLLERR)) != 0) {
      const ssize_t got = read(ends[0], part, sizeof(part));
      if (got == 0 || (got < 0 && errno != EINTR)) break;
      if (got > 0) output.append(part, got);
    }
  }
  close(ends[0]);
  if (!pid.ok()) return pid.status();
  return IfItEndedWell(command, *pid, std::move(output));
}

}  // namespace olympics
