#include "grader/fresh/program.h"

#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "sandbox/fd.h"

namespace olympics {
namespace {

// What the program reads and writes lies in memory: no pipe that fills up, no
// file that stays behind.
sandbox::Fd Memory() { return sandbox::Fd(memfd_create("fresh", MFD_CLOEXEC)); }

bool Fill(const sandbox::Fd& fd, const std::string& bytes) {
  size_t at = 0;
  while (at < bytes.size()) {
    const ssize_t put = write(fd.get(), bytes.data() + at, bytes.size() - at);
    if (put < 0 && errno != EINTR) return false;
    if (put > 0) at += static_cast<size_t>(put);
  }
  return lseek(fd.get(), 0, SEEK_SET) == 0;
}

std::string ContentOf(const sandbox::Fd& fd) {
  struct stat file;
  if (fstat(fd.get(), &file) != 0) return "";
  std::string bytes(static_cast<size_t>(file.st_size), '\0');
  size_t at = 0;
  while (at < bytes.size()) {
    const ssize_t got = pread(fd.get(), bytes.data() + at, bytes.size() - at,
                              static_cast<off_t>(at));
    if (got == 0 || (got < 0 && errno != EINTR)) break;
    if (got > 0) at += static_cast<size_t>(got);
  }
  bytes.resize(at);
  return bytes;
}

std::string LastLineOf(const std::string& text) {
  const std::string said(absl::StripSuffix(text, "\n"));
  const size_t before = said.rfind('\n');
  const std::string line =
      before == std::string::npos ? said : said.substr(before + 1);
  return line.substr(0, 300);
}

// The exit status; nothing where it had to be ended.
std::optional<int> Await(pid_t pid, int seconds) {
  constexpr int kPauseMicroseconds = 5000;
  const auto end =
      std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  int status = 0;
  while (true) {
    const pid_t ended = waitpid(pid, &status, WNOHANG);
    if (ended == pid) return status;
    if (ended < 0 && errno != EINTR) return std::nullopt;
    if (std::chrono::steady_clock::now() > end) break;
    usleep(kPauseMicroseconds);
  }
  kill(pid, SIGKILL);
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return std::nullopt;
}

}  // namespace

absl::StatusOr<std::string> OutputOfProgram(std::vector<std::string> command,
                                            const std::string& input,
                                            int seconds) {
  const sandbox::Fd in = Memory(), out = Memory(), said = Memory();
  if (!in.ok() || !out.ok() || !said.ok() || !Fill(in, input)) {
    return absl::UnavailableError("there is no memory for what it reads");
  }
  std::vector<char*> argv;
  for (std::string& word : command) argv.push_back(word.data());
  argv.push_back(nullptr);
  char locale[] = "LC_ALL=C";
  char* const environment[] = {locale, nullptr};
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, in.get(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, out.get(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&files, said.get(), STDERR_FILENO);
  pid_t pid = 0;
  const int error =
      posix_spawn(&pid, argv[0], &files, nullptr, argv.data(), environment);
  posix_spawn_file_actions_destroy(&files);
  if (error != 0) {
    return absl::UnavailableError(
        absl::StrCat("it cannot be run: ", std::strerror(error)));
  }
  const std::optional<int> status = Await(pid, seconds);
  if (!status.has_value()) {
    return absl::UnavailableError(
        absl::StrCat("it did not end within ", seconds, " s"));
  }
  if (*status == 0) return ContentOf(out);
  const std::string line = LastLineOf(ContentOf(said));
  if (!line.empty()) return absl::UnavailableError(line);
  return absl::UnavailableError(
      WIFEXITED(*status)
          ? absl::StrCat("it ended with exit code ", WEXITSTATUS(*status))
          : absl::StrCat("it was ended by signal ", WTERMSIG(*status)));
}

}  // namespace olympics
