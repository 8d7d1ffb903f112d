#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tools/board/remote.h"

extern char** environ;

namespace olympics {
namespace {

constexpr size_t kMost = 16 << 20;

using Clock = std::chrono::steady_clock;

// Appends what is there, at most kMost in all; false at its end.
bool Drain(int fd, std::string& to) {
  char part[16384];
  const ssize_t got = read(fd, part, sizeof(part));
  if (got < 0) return errno == EINTR || errno == EAGAIN;
  to.append(part, std::min(static_cast<size_t>(got), kMost - to.size()));
  return got > 0;
}

class SshRemote : public Remote {
 public:
  explicit SshRemote(const BoardEntry& board) : board_(board) {}

  RemoteResult Run(const RemoteCommand& command) override {
    RemoteResult result;
    int output[2], errors[2], input[2] = {-1, -1};
    if (pipe2(output, O_CLOEXEC) != 0 || pipe2(errors, O_CLOEXEC) != 0 ||
        (command.hold && pipe2(input, O_CLOEXEC) != 0)) {
      return {kNoConnection, "", "no pipe"};
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    if (command.hold) {
      posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO);
    } else {
      posix_spawn_file_actions_addopen(
          &actions, STDIN_FILENO,
          command.input_path.empty() ? "/dev/null" : command.input_path.c_str(),
          O_RDONLY, 0);
    }
    posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, errors[1], STDERR_FILENO);
    std::vector<std::string> words = SshArguments(board_, command.command);
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    pid_t pid;
    const int error =
        posix_spawnp(&pid, argv[0], &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(output[1]);
    close(errors[1]);
    if (command.hold) close(input[0]);
    if (error == 0) {
      Follow(pid, output[0], errors[0], command, result);
    } else {
      result = {kNoConnection, "",
                absl::StrCat("cannot run ssh: ", std::strerror(error))};
    }
    if (command.hold) close(input[1]);
    close(output[0]);
    close(errors[0]);
    return result;
  }

 private:
  static void Follow(pid_t pid, int output, int errors,
                     const RemoteCommand& command, RemoteResult& result) {
    const Clock::time_point end =
        Clock::now() + std::chrono::seconds(command.timeout_seconds);
    pollfd events[2] = {{output, POLLIN, 0}, {errors, POLLIN, 0}};
    size_t told = 0;
    bool timed_out = false;
    while (events[0].fd >= 0 || events[1].fd >= 0) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
                            end - Clock::now())
                            .count();
      if (left <= 0) {
        timed_out = true;
        kill(pid, SIGKILL);
        break;
      }
      if (poll(events, 2, static_cast<int>(std::min<int64_t>(left, 60'000))) <
          0) {
        continue;
      }
      if (events[0].revents != 0 && !Drain(output, result.output)) {
        events[0].fd = -1;
      }
      if (events[1].revents != 0 && !Drain(errors, result.errors)) {
        events[1].fd = -1;
      }
      for (size_t line;
           command.on_line &&
           (line = result.output.find('\n', told)) != std::string::npos;
           told = line + 1) {
        command.on_line(result.output.substr(told, line - told));
      }
    }
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    result.code =
        WIFEXITED(status) && !timed_out ? WEXITSTATUS(status) : kNoConnection;
    if (timed_out) {
      absl::StrAppend(&result.errors, "no end within ", command.timeout_seconds,
                      " s");
    }
  }

  const BoardEntry board_;
};

}  // namespace

std::vector<std::string> SshArguments(const BoardEntry& board,
                                      const std::string& command) {
  std::vector<std::string> words = {"ssh",
                                    "-T",
                                    "-oBatchMode=yes",
                                    "-oStrictHostKeyChecking=yes",
                                    "-oPasswordAuthentication=no",
                                    "-oConnectTimeout=10",
                                    "-oServerAliveInterval=5",
                                    "-oServerAliveCountMax=3",
                                    "-oClearAllForwardings=yes",
                                    "-oLogLevel=ERROR",
                                    absl::StrCat("-p", board.port)};
  if (!board.identity.empty()) {
    words.push_back("-oIdentitiesOnly=yes");
    words.push_back("-i" + board.identity);
  }
  if (!board.known_hosts.empty()) {
    words.push_back("-oUserKnownHostsFile=" + board.known_hosts);
    words.push_back("-oGlobalKnownHostsFile=/dev/null");
  }
  words.push_back("--");
  words.push_back(board.destination);
  words.push_back(command);
  return words;
}

std::unique_ptr<Remote> Ssh(const BoardEntry& board) {
  return std::make_unique<SshRemote>(board);
}

}  // namespace olympics
