#include "sandbox/jail.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "sandbox/outcome.h"
#include "sandbox/policy.h"

namespace sandbox {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string Program(const std::string& name) {
  return "sandbox/testdata/" + name;
}

PolicyBuilder Short() {
  PolicyBuilder builder = PolicyBuilder::Worker();
  builder.SetWallLimit(absl::Seconds(20));
  return builder;
}

Outcome RunProgram(const std::string& name,
                   const Policy& policy = Short().Build(),
                   Command command = {}) {
  command.program = Program(name);
  absl::StatusOr<std::unique_ptr<Jail>> jail = Jail::Start(policy, command);
  EXPECT_TRUE(jail.ok()) << jail.status();
  if (!jail.ok()) return Outcome();
  return (*jail)->Wait();
}

TEST(JailTest, RunsAProgramAndCollectsItsOutput) {
  const Outcome o = RunProgram("greets");
  EXPECT_EQ(o.verdict, Verdict::kExited) << o.Describe();
  EXPECT_EQ(o.exit_code, 0);
  EXPECT_EQ(o.output, "to stderr\nhello\n");  // stdout is flushed at the end
  EXPECT_GT(o.wall_seconds, 0);
  EXPECT_GT(o.peak_memory_bytes, 0);
  EXPECT_TRUE(o.ok());
}

TEST(JailTest, ReportsExitCodesAndCrashes) {
  Outcome o = RunProgram("exits_seven");
  EXPECT_EQ(o.verdict, Verdict::kExited);
  EXPECT_EQ(o.exit_code, 7);
  EXPECT_FALSE(o.ok());
  o = RunProgram("crashes");
  EXPECT_EQ(o.verdict, Verdict::kCrashed);
  EXPECT_EQ(o.signal, SIGABRT);
  EXPECT_THAT(o.Describe(), HasSubstr("Abort"));
}

// What is looked at is what is run, whatever becomes of its name meanwhile.
TEST(JailTest, AProgramThatIsSwappedWhileItStartsIsOneOrTheOther) {
  const std::string link = ::testing::TempDir() + "/program";
  const std::string cwd = std::filesystem::current_path();
  const std::string targets[] = {cwd + "/" + Program("greets"),
                                 cwd + "/" + Program("exits_seven")};
  std::atomic<bool> done{false};
  std::thread swapper([&] {
    for (int i = 0; !done; ++i) {
      const std::string next = link + ".next";
      if (symlink(targets[i % 2].c_str(), next.c_str()) != 0 ||
          rename(next.c_str(), link.c_str()) != 0) {
        return;
      }
    }
  });
  while (access(link.c_str(), X_OK) != 0) std::this_thread::yield();
  int greetings = 0, sevens = 0;
  for (int i = 0; i < 60; ++i) {
    const absl::StatusOr<Outcome> o =
        Jail::Run(Short().Build(), {.program = link});
    ASSERT_TRUE(o.ok()) << o.status();
    const bool greets = o->exit_code == 0 && o->output == "to stderr\nhello\n";
    const bool seven = o->exit_code == 7 && o->output.empty();
    EXPECT_NE(greets, seven) << o->Describe() << o->output;
    greetings += greets;
    sevens += seven;
  }
  done = true;
  swapper.join();
  unlink(link.c_str());
  EXPECT_EQ(greetings + sevens, 60);
}

struct Forbidden {
  const char* program;
  const char* call;
};
class ViolationTest : public ::testing::TestWithParam<Forbidden> {};

TEST_P(ViolationTest, EndsTheProgramAndNamesTheCall) {
  const Outcome o = RunProgram(GetParam().program);
  EXPECT_EQ(o.verdict, Verdict::kViolation) << o.Describe();
  EXPECT_THAT(o.violation, StartsWith(GetParam().call));
}

INSTANTIATE_TEST_SUITE_P(
    Calls, ViolationTest,
    ::testing::Values(Forbidden{"opens_file", "openat(\"/etc/passwd\")"},
                      Forbidden{"opens_socket", "socket"},
                      Forbidden{"forks", "clone (to start another process)"},
                      Forbidden{"executes", "execve(\"/bin/sh\")"},
                      Forbidden{"maps_code", "mmap (memory both writable and"},
                      Forbidden{"unshares", "unshare"},
                      Forbidden{"traces", "ptrace"},
                      Forbidden{"signals_keeper", "kill"},
                      Forbidden{"changes_core", "sched_setaffinity"}),
    [](const auto& info) { return std::string(info.param.program); });

#if defined(__x86_64__)
TEST(JailTest, CallsOfAnotherArchitectureKill) {
  const Outcome o = RunProgram("uses_x32");
  EXPECT_EQ(o.verdict, Verdict::kViolation) << o.Describe();
  EXPECT_THAT(o.output, Not(HasSubstr("answered")));
}
#endif

TEST(JailTest, EveryLimitHasItsVerdict) {
  Outcome o = RunProgram("sleeps",
                         Short().SetWallLimit(absl::Milliseconds(200)).Build());
  EXPECT_EQ(o.verdict, Verdict::kWallLimit) << o.Describe();
  o = RunProgram("loops", Short().SetCpuLimit(absl::Milliseconds(200)).Build());
  EXPECT_EQ(o.verdict, Verdict::kCpuLimit) << o.Describe();
  // What was used until then is known.
  EXPECT_GE(o.user_seconds + o.system_seconds, 0.2);
  o = RunProgram("takes_memory", Short().SetMemoryLimit(64 << 20).Build());
  EXPECT_EQ(o.verdict, Verdict::kMemoryLimit) << o.Describe();
  EXPECT_GE(o.peak_memory_bytes, 64 << 20);
  o = RunProgram("writes_forever", Short().SetOutputLimit(100'000).Build());
  EXPECT_EQ(o.verdict, Verdict::kOutputLimit) << o.Describe();
  EXPECT_LE(o.output.size(), 16 << 10);
}

TEST(JailTest, ABurstOfMemoryIsFoundHoweverShort) {
  EXPECT_EQ(
      RunProgram("bursts", Short().SetMemoryLimit(64 << 20).Build()).verdict,
      Verdict::kMemoryLimit);
  EXPECT_EQ(
      RunProgram("bursts", Short().SetMemoryLimit(128 << 20).Build()).verdict,
      Verdict::kExited);
}

TEST(JailTest, WhatStaysWithinItsLimitsIsLeftAlone) {
  const Outcome o =
      RunProgram("spawns_threads", Short().SetThreadLimit(8).Build());
  EXPECT_EQ(o.verdict, Verdict::kExited) << o.Describe() << o.output;
  EXPECT_EQ(o.output, "8 threads\n");  // the program's first one included
}

TEST(JailTest, LimitsCannotBeRaised) {
  EXPECT_EQ(RunProgram("raises_limits").output, "refused\n");
}

TEST(JailTest, TheProgramIsAloneAndUnprivileged) {
  const Outcome o = RunProgram("shows_identity");
  EXPECT_THAT(o.output, HasSubstr("pid 2 host sandbox"));
}

TEST(JailTest, OnlyGivenDescriptorsAndVariablesArePassed) {
  int pair[2];
  ASSERT_EQ(pipe(pair), 0);
  Command command;
  command.descriptors = {{pair[1], 5}};
  command.environment = {"A=b"};
  const Outcome o = RunProgram("lists_descriptors", Short().Build(), command);
  EXPECT_EQ(o.output, "fd 0\nfd 1\nfd 2\nfd 5\nenv A=b\n");
  close(pair[0]);
  close(pair[1]);
}

TEST(JailTest, PinsToTheCoreThatWasAsked) {
  Command command;
  command.pin_cpu = sched_getcpu();
  const Outcome o = RunProgram("changes_core", Short().Build(), command);
  EXPECT_EQ(o.output, "1 core\n");
}

TEST(JailTest, FilesAreThoseOfThePolicyAlone) {
  const std::string dir = ::testing::TempDir() + "/files";
  mkdir(dir.c_str(), 0755);
  std::ofstream(dir + "/text") << "some text";
  std::ofstream(dir + "/out") << "old";
  chmod((dir + "/out").c_str(), 0666);
  const Outcome o = RunProgram("reads_and_writes",
                               PolicyBuilder::Training()
                                   .AddReadOnly(dir, "/in")
                                   .AddWritableFile(dir + "/out", "/out/copy")
                                   .SetWallLimit(absl::Seconds(20))
                                   .Build());
  EXPECT_EQ(o.verdict, Verdict::kExited) << o.Describe();
  EXPECT_THAT(o.output, Not(HasSubstr("yes")));
  EXPECT_THAT(o.output, HasSubstr("see /proc: no"));
  std::ifstream copy(dir + "/out");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(copy), {}), "some text");
}

TEST(JailTest, SharedLibrariesNeedThePolicysWord) {
  // Without it there is not even a loader.
  absl::StatusOr<std::unique_ptr<Jail>> jail =
      Jail::Start(PolicyBuilder::Training().Build(),
                  {.program = Program("greets_dynamically")});
  EXPECT_FALSE(jail.ok());
  PolicyBuilder builder = PolicyBuilder::Training();
  builder.AllowExecutableMappings();
  for (const char* path : {"/usr/lib", "/lib", "/lib64"}) {
    if (access(path, R_OK) == 0) builder.AddReadOnly(path, path);
  }
  EXPECT_EQ(RunProgram("greets_dynamically", builder.Build()).output,
            "to stderr\nhello\n");
}

TEST(JailTest, WhatCannotBeSetUpIsAnErrorThatSaysWhy) {
  const auto message = [](const Policy& policy, const std::string& program) {
    return std::string(
        Jail::Start(policy, {.program = program}).status().message());
  };
  EXPECT_THAT(message(Short().Build(), "no/such/program"),
              HasSubstr("cannot open the program no/such/program"));
  EXPECT_THAT(
      message(PolicyBuilder::Training().AddReadOnly("/no/such", "/a").Build(),
              Program("greets")),
      HasSubstr("cannot open the mount /no/such at /a"));
  for (const char* guest : {"a", "/", "/a/../b", "/a//b", "/./a"}) {
    EXPECT_FALSE(
        Jail::Start(
            PolicyBuilder::Training().AddReadOnly("/tmp", guest).Build(),
            {.program = Program("greets")})
            .ok())
        << guest;
  }
  EXPECT_THAT(message(Short().SetMemoryLimit(-1).Build(), Program("greets")),
              HasSubstr("zero or negative"));
}

TEST(JailTest, WhatLibrariesLookForIsNotTheProgramsFault) {
  const Outcome o = RunProgram("asks_libraries");
  EXPECT_TRUE(o.ok()) << o.Describe();
}

TEST(JailTest, KillAndDestructionEndTheProgram) {
  Command command;
  command.program = Program("sleeps");
  auto jail = Jail::Start(Short().Build(), command);
  ASSERT_TRUE(jail.ok()) << jail.status();
  EXPECT_TRUE((*jail)->running());
  EXPECT_TRUE((*jail)->ReadUsage().ok());
  (*jail)->Kill();
  EXPECT_EQ((*jail)->Wait().verdict, Verdict::kKilled);
  EXPECT_FALSE((*jail)->running());
  EXPECT_FALSE((*jail)->ReadUsage().ok());
  const auto start = std::chrono::steady_clock::now();
  { ASSERT_TRUE(Jail::Start(Short().Build(), command).ok()); }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

// The children of this process that have not been reaped.
int Children() {
  int count = 0;
  siginfo_t info = {};
  while (waitid(P_ALL, 0, &info, WEXITED | WNOHANG) == 0 && info.si_pid != 0) {
    ++count;
    info = {};
  }
  return count;
}

int OpenDescriptors() {
  int count = 0;
  for (int fd = 0; fd < 1024; ++fd) count += fcntl(fd, F_GETFD) >= 0;
  return count;
}

TEST(JailTest, LeavesNoProcessAndNoDescriptorBehind) {
  const int before = OpenDescriptors();
  RunProgram("leaves_threads");
  RunProgram("opens_socket");
  RunProgram("crashes");
  Jail::Start(PolicyBuilder::Training().AddReadOnly("/no/such", "/a").Build(),
              {.program = Program("greets")})
      .status()
      .IgnoreError();
  EXPECT_EQ(OpenDescriptors(), before);
  EXPECT_EQ(Children(), 0);
}

TEST(JailTest, PeakMemoryIsTheProgramsOwn) {
  // Were the parent's memory counted, this would show.
  const size_t size = 300 << 20;
  std::vector<char> ballast(size, 1);
  const Outcome o = RunProgram(
      "sleeps", Short().SetWallLimit(absl::Milliseconds(100)).Build());
  EXPECT_LT(o.peak_memory_bytes, 16 << 20);
  EXPECT_GT(o.peak_resident_bytes, 0);
  EXPECT_EQ(ballast[size - 1], 1);
}

// Everything again as an ordinary user, when this is root.
TEST(JailTest, WorksForAnOrdinaryUserToo) {
  if (getuid() != 0) return;  // then every test above has shown it
  const pid_t pid = fork();
  ASSERT_GE(pid, 0);
  if (pid == 0) {
    // Where 65534 is not mapped there is no other user to become. The program
    // may lie where only root can go.
    const int program = open(Program("opens_socket").c_str(), O_PATH);
    if (setresgid(65534, 65534, 65534) != 0 ||
        setresuid(65534, 65534, 65534) != 0) {
      _exit(77);
    }
    prctl(PR_SET_DUMPABLE, 1);  // as it is for who was never root
    auto jail = Jail::Start(
        Short().Build(), {.program = absl::StrCat("/proc/self/fd/", program)});
    if (!jail.ok()) {
      std::fprintf(stderr, "%s\n", jail.status().ToString().c_str());
      _exit(1);
    }
    _exit((*jail)->Wait().violation == "socket" ? 0 : 2);
  }
  int status = 0;
  ASSERT_EQ(waitpid(pid, &status, 0), pid);
  ASSERT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == 77) GTEST_SKIP() << "no other user is mapped here";
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace sandbox
