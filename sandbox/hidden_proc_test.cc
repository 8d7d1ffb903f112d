// Where the host hides processes in /proc: with hidepid, or by what is mounted
// there. Each test has mounts and process numbers of its own.
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "sandbox/jail.h"
#include "sandbox/outcome.h"
#include "sandbox/policy.h"

namespace sandbox {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

std::string Program(const std::string& name) {
  return "sandbox/testdata/" + name;
}

Policy Within(int seconds) {
  PolicyBuilder builder = PolicyBuilder::Worker();
  builder.SetWallLimit(absl::Seconds(seconds));
  return builder.Build();
}

std::string Failed(const char* what) {
  return absl::StrCat("cannot ", what, ": ", std::strerror(errno));
}

// Mounts and process numbers of its own; for who is not root as the root of a
// user namespace. "" where that worked.
std::string MakeApart() {
  const unsigned uid = getuid(), gid = getgid();
  if (unshare(CLONE_NEWNS | CLONE_NEWPID) != 0) {
    if (unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID) != 0) {
      return Failed("unshare");
    }
    std::ofstream("/proc/self/setgroups") << "deny";
    std::ofstream("/proc/self/uid_map") << absl::StrCat("0 ", uid, " 1");
    std::ofstream("/proc/self/gid_map") << absl::StrCat("0 ", gid, " 1");
  }
  if (mount("", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) {
    return Failed("make the mounts private");
  }
  return "";
}

// What `body` says as process 1 there.
std::string Apart(const std::function<std::string()>& body) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return Failed("make a pipe");
  const auto say = [&ends](const std::string& text) {
    if (write(ends[1], text.data(), text.size()) < 0) _exit(1);
    _exit(0);
  };
  const pid_t child = fork();
  if (child == 0) {
    if (const std::string why = MakeApart(); !why.empty()) say(why);
    const pid_t first = fork();
    if (first == 0) say(body());
    waitpid(first, nullptr, 0);
    _exit(0);
  }
  close(ends[1]);
  std::string said;
  char part[4096];
  for (ssize_t got; (got = read(ends[0], part, sizeof(part))) > 0;) {
    said.append(part, got);
  }
  close(ends[0]);
  waitpid(child, nullptr, 0);
  return said;
}

std::string MountProc(const std::string& where, const char* options) {
  return mount("proc", where.c_str(), "proc", 0, options) == 0
             ? ""
             : Failed("mount proc");
}

// What becomes of a program that is as it should be.
std::string Greeting() {
  auto jail = Jail::Start(Within(20), {.program = Program("greets")});
  if (!jail.ok()) return std::string(jail.status().message());
  return (*jail)->Wait().output;
}

// The kernel shows a process to who could trace it: that is who started it.
TEST(HiddenProcTest, WithHidepidAProgramIsWatchedAsEver) {
  for (const char* options : {"hidepid=0", "hidepid=1", "hidepid=2"}) {
    EXPECT_EQ(Apart([options]() -> std::string {
                const std::string why = MountProc("/proc", options);
                return why.empty() ? Greeting() : why;
              }),
              "to stderr\nhello\n")
        << options;
  }
}

TEST(HiddenProcTest, WithHidepidAnOrdinaryUsersIsToo) {
  if (getuid() != 0) return;  // then the test above has shown it
  EXPECT_EQ(Apart([]() -> std::string {
              // The program may lie where only root can go.
              const int program = open(Program("greets").c_str(), O_PATH);
              const std::string why = MountProc("/proc", "hidepid=2");
              if (!why.empty()) return why;
              if (setresgid(65534, 65534, 65534) != 0 ||
                  setresuid(65534, 65534, 65534) != 0) {
                // Where it is not mapped there is no other user to become.
                return Greeting();
              }
              prctl(PR_SET_DUMPABLE, 1);  // as it is for who was never root
              auto jail = Jail::Start(
                  Within(20),
                  {.program = absl::StrCat("/proc/self/fd/", program)});
              if (!jail.ok()) return std::string(jail.status().message());
              return (*jail)->Wait().output;
            }),
            "to stderr\nhello\n");
}

// A /proc with everything of the real one but the processes above number 2: the
// keeper, which is that, is seen, and the program is not.
std::string HideTheProgram() {
  const std::string real = absl::StrCat(::testing::TempDir(), "/real_proc");
  mkdir(real.c_str(), 0755);
  if (std::string why = MountProc(real, ""); !why.empty()) return why;
  if (mount("none", "/proc", "tmpfs", 0, nullptr) != 0) {
    return Failed("mount over /proc");
  }
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(real, error)) {
    const std::string name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") == std::string::npos) continue;
    if (symlink(entry.path().c_str(), ("/proc/" + name).c_str()) != 0) {
      return Failed("link");
    }
  }
  for (const char* name : {"1", "2"}) {
    if (symlink(absl::StrCat(real, "/", name).c_str(),
                absl::StrCat("/proc/", name).c_str()) != 0) {
      return Failed("link");
    }
  }
  return "";
}

TEST(HiddenProcTest, AProgramThatCannotBeWatchedIsNotLetRun) {
  EXPECT_THAT(
      Apart([]() -> std::string {
        if (std::string why = HideTheProgram(); !why.empty()) return why;
        auto jail = Jail::Start(Within(20), {.program = Program("sleeps")});
        if (jail.ok()) return "it runs";
        // Nothing but this process is left.
        return absl::StrCat(
            kill(-1, 0) != 0 && errno == ESRCH ? "alone: " : "not alone: ",
            std::string(jail.status().message()));
      }),
      HasSubstr("alone: sandbox: what the program uses cannot be read from "
                "/proc, and without that nothing is run; is it mounted with "
                "hidepid?"));
}

// Whose use is read by its other threads, once its first has ended.
std::string OutcomeOfASleeper(bool hidden) {
  auto jail = Jail::Start(Within(5), {.program = Program("leaves_a_sleeper")});
  if (!jail.ok()) return std::string(jail.status().message());
  if (hidden && mount("none", "/proc", "tmpfs", 0, nullptr) != 0) {
    return Failed("mount over /proc");
  }
  const Outcome outcome = (*jail)->Wait();
  std::string text = absl::StrCat(VerdictName(outcome.verdict));
  for (const std::string& m : outcome.missing) {
    if (m.find("layer") == std::string::npos) absl::StrAppend(&text, " ", m);
  }
  return text;
}

TEST(HiddenProcTest, AProgramThatCannotBeWatchedAnyMoreIsEnded) {
  EXPECT_EQ(Apart([]() -> std::string {
              const std::string why = MountProc("/proc", "");
              return why.empty() ? OutcomeOfASleeper(/*hidden=*/true) : why;
            }),
            "killed sandbox: what the program uses could not be read any more");
  // It is that, and not its first thread's end, that it is ended for.
  EXPECT_EQ(OutcomeOfASleeper(/*hidden=*/false), "wall_limit");
}

}  // namespace
}  // namespace sandbox
