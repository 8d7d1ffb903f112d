// On the board, the hands of `tito board`:
//
//   board_agent facts [DISK]         what the board is, as a textproto
//   board_agent run -- PROGRAM ...   runs a program for whoever holds the other
//                                    end of standard input
//
// `run` ends the program, and all that it started, when standard input ends:
// a grading whose connection broke does not go on beside the next. It exits as
// the program did; 75 where another runs on this board already, 76 where the
// connection broke.
#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "grader/board/facts.h"
#include "grader/report/files.h"

namespace olympics {
namespace {

constexpr int kBusy = 75, kBroken = 76, kFailed = 125;
constexpr char kLock[] = "/tmp/tito-board.lock";

int Facts(const std::string& disk) {
  std::fputs(ToTextProto(ReadBoardFacts(disk)).c_str(), stdout);
  return std::fflush(stdout) == 0 ? 0 : kFailed;
}

// True once standard input has ended; what comes through it is nothing.
bool InputEnded() {
  char skipped[256];
  const ssize_t got = read(STDIN_FILENO, skipped, sizeof(skipped));
  return got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN);
}

int Run(char** program) {
  // Whoever starts a board's runs may not be the same user each time.
  const int lock = open(kLock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (lock >= 0) fchmod(lock, 0666);
  if (lock < 0 || flock(lock, LOCK_EX | LOCK_NB) != 0) {
    std::fprintf(stderr, "board_agent: %s is held: another grading runs here\n",
                 kLock);
    return kBusy;
  }
  sigset_t child;
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  sigprocmask(SIG_BLOCK, &child, nullptr);
  const int ended = signalfd(-1, &child, SFD_CLOEXEC);
  const pid_t pid = fork();
  if (pid == 0) {
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    sigprocmask(SIG_UNBLOCK, &child, nullptr);
    const int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    dup2(null, STDIN_FILENO);
    execv(program[0], program);
    std::fprintf(stderr, "board_agent: cannot run %s: %s\n", program[0],
                 std::strerror(errno));
    _exit(127);
  }
  if (pid < 0 || ended < 0) return kFailed;
  pollfd events[2] = {{ended, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}};
  while (true) {
    if (poll(events, 2, -1) < 0 && errno != EINTR) return kFailed;
    int status = 0;
    if (waitpid(pid, &status, WNOHANG) == pid) {
      return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    if (events[1].revents != 0 && InputEnded()) {
      kill(-pid, SIGKILL);
      waitpid(pid, &status, 0);
      return kBroken;
    }
  }
}

int Main(int argc, char** argv) {
  const std::string command = argc > 1 ? argv[1] : "";
  if (command == "facts" && argc <= 3) return Facts(argc == 3 ? argv[2] : ".");
  if (command == "run" && argc > 3 && std::strcmp(argv[2], "--") == 0) {
    return Run(argv + 3);
  }
  std::fputs("usage: board_agent facts [DISK] | run -- PROGRAM ARGUMENT...\n",
             stderr);
  return 2;
}

}  // namespace
}  // namespace olympics

int main(int argc, char** argv) { return olympics::Main(argc, argv); }
