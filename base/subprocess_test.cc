#include "base/subprocess.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace base {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> Shell(const std::string& script) {
  return {"sh", "-c", script};
}

// What a script prints.
std::string OutputOf(const std::string& script) {
  return base::Run({.command = Shell(script), .output = Stream::Pipe()})
      ->output;
}

TEST(RunTest, GivesTheExitCodeOrTheSignal) {
  EXPECT_EQ(base::Run({.command = {"true"}})->code, 0);
  EXPECT_EQ(base::Run({.command = Shell("exit 7")})->code, 7);
  EXPECT_EQ(base::Run({.command = Shell("kill -9 $$")})->code, 128 + 9);
}

TEST(RunTest, SaysWhatCannotBeRun) {
  const absl::Status s = base::Run({.command = {"no-such-program"}}).status();
  EXPECT_EQ(s.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(s.message()),
              HasSubstr("cannot run no-such-program: No such file"));
  EXPECT_FALSE(base::Run({.command = {}}).ok());
  EXPECT_FALSE(base::Run({.command = {"/etc/passwd"}}).ok());
}

TEST(RunTest, WordsAreGivenAsTheyAre) {
  const auto ended = base::Run({.command = {"printf", "%s|%s", "a b", "$HOME"},
                                .output = Stream::Pipe()});
  EXPECT_EQ(ended->output, "a b|$HOME");
}

TEST(RunTest, KeepsItsTwoStreamsApartOrTogether) {
  const auto apart = base::Run({.command = Shell("echo one; echo two >&2"),
                                .output = Stream::Pipe(),
                                .errors = Stream::Pipe()});
  EXPECT_EQ(apart->output, "one\n");
  EXPECT_EQ(apart->errors, "two\n");
  const auto together = base::Run({.command = Shell("echo one; echo two >&2"),
                                   .output = Stream::Pipe(),
                                   .errors_to_output = true});
  EXPECT_EQ(together->output, "one\ntwo\n");
}

TEST(RunTest, ReadsMoreThanAPipeHolds) {
  const auto ended =
      base::Run({.command = {"head", "-c", "3000000", "/dev/zero"},
                 .output = Stream::Pipe()});
  EXPECT_EQ(ended->output.size(), 3000000u);
  const auto cut = base::Run({.command = {"head", "-c", "3000000", "/dev/zero"},
                              .output = Stream::Pipe()},
                             {.most = 100000});
  EXPECT_EQ(cut->output.size(), 100000u);
  EXPECT_EQ(cut->code, 0);
}

TEST(RunTest, GivesItsInput) {
  const auto answer = [](const std::string& script, const std::string& input) {
    return base::Run({.command = Shell(script),
                      .input = Stream::Pipe(),
                      .output = Stream::Pipe()},
                     {.input = input})
        ->output;
  };
  const std::string large(5'000'000, 'x');
  EXPECT_EQ(answer("cat", ""), "");
  EXPECT_EQ(answer("cat", large), large);
  // One that does not read it all, and one that reads nothing.
  EXPECT_EQ(answer("head -c 3; echo end", large), "xxxend\n");
  EXPECT_EQ(answer("exec true", large), "");
}

// Writing to one that is gone raises a signal, which would end us.
TEST(RunTest, OurOwnSigpipeIsLeftAsItIs) {
  struct sigaction before;
  ASSERT_EQ(sigaction(SIGPIPE, nullptr, &before), 0);
  const auto handler = std::signal(SIGPIPE, SIG_DFL);
  const auto ended = base::Run({.command = {"true"}, .input = Stream::Pipe()},
                               {.input = std::string(1'000'000, 'x')});
  std::signal(SIGPIPE, handler);
  EXPECT_EQ(ended->code, 0);
  sigset_t pending;
  sigpending(&pending);
  EXPECT_EQ(sigismember(&pending, SIGPIPE), 0);
}

TEST(RunTest, SigpipeIsAsThisProcessHasIt) {
  const auto code = [](void (*as)(int)) {
    const auto handler = std::signal(SIGPIPE, as);
    const int c = base::Run({.command = Shell("kill -PIPE $$; exit 3")})->code;
    std::signal(SIGPIPE, handler);
    return c;
  };
  EXPECT_EQ(code(SIG_DFL), 128 + SIGPIPE);
  EXPECT_EQ(code(SIG_IGN), 3);
  // Who handles it, as tito does, starts programs that it ends.
  EXPECT_EQ(code([](int) {}), 128 + SIGPIPE);
}

TEST(RunTest, NoSignalIsBlocked) {
  sigset_t term, before;
  sigemptyset(&term);
  sigaddset(&term, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &term, &before);
  const int code = base::Run({.command = Shell("kill -TERM $$; exit 3")})->code;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  EXPECT_EQ(code, 128 + SIGTERM);
}

TEST(RunTest, WhatTakesTooLongIsEndedWithWhatItStarted) {
  const auto ended =
      base::Run({.command = Shell("sleep 600 & echo $!; sleep 600"),
                 .output = Stream::Pipe(),
                 .own_group = true},
                {.timeout_seconds = 0.5});
  EXPECT_TRUE(ended->timed_out);
  EXPECT_EQ(ended->code, 128 + 9);
  EXPECT_FALSE(
      base::Run({.command = {"true"}}, {.timeout_seconds = 60})->timed_out);
}

TEST(RunTest, WhatItLeftBehindEndsWithItsGroup) {
  const auto ended = base::Run({.command = Shell("sleep 600 & echo $!"),
                                .output = Stream::Pipe(),
                                .own_group = true});
  int pid = 0;
  ASSERT_TRUE(absl::SimpleAtoi(ended->output, &pid));
  // Gone, or ended and not yet waited for by process 1.
  const std::string state = OutputOf(
      absl::StrCat("sleep 0.1; cut -d' ' -f3 /proc/", pid, "/stat || echo Z"));
  EXPECT_THAT(state, ::testing::AnyOf("Z\n", "X\n"));
}

// Whoever is left behind holds the pipe for as long as it likes.
TEST(RunTest, NobodyWaitsForWhoIsLeftBehind) {
  const auto ended = base::Run(
      {.command = Shell("sleep 3600 & echo $!"), .output = Stream::Pipe()},
      {.timeout_seconds = 1800});
  EXPECT_FALSE(ended->timed_out);
  int pid = 0;
  ASSERT_TRUE(absl::SimpleAtoi(ended->output, &pid));
  EXPECT_EQ(kill(pid, SIGKILL), 0);
}

TEST(RunTest, AHeldInputEndsWithTheProgramAlone) {
  const auto ended =
      base::Run({.command = Shell("head -c 2; timeout 0.2 cat; echo $?"),
                 .input = Stream::Pipe(),
                 .output = Stream::Pipe()},
                {.input = "ab", .hold_input = true});
  EXPECT_EQ(ended->output, "ab124\n");
}

TEST(RunTest, AnExitCodeIsToldFromASignal) {
  EXPECT_TRUE(base::Run({.command = Shell("kill -9 $$")})->signaled);
  EXPECT_FALSE(base::Run({.command = Shell("exit 137")})->signaled);
}

TEST(RunTest, LinesComeAsTheyArePrinted) {
  std::vector<std::string> lines;
  int ticks = 0;
  Exchange exchange;
  exchange.on_line = [&](const std::string& line) { lines.push_back(line); };
  exchange.on_tick = [&] { ++ticks; };
  const auto ended =
      base::Run({.command = Shell("echo one; echo two >&2; sleep 0.5; "
                                  "echo; printf three; exit 3"),
                 .output = Stream::Pipe(),
                 .errors_to_output = true},
                exchange);
  EXPECT_EQ(ended->code, 3);
  EXPECT_THAT(lines, ElementsAre("one", "two", "", "three"));
  EXPECT_GE(ticks, 2);
}

TEST(RunTest, ALineThatIsTooLongIsCut) {
  std::vector<std::string> lines;
  Exchange exchange = {.most_line = 4};
  exchange.on_line = [&](const std::string& line) { lines.push_back(line); };
  ASSERT_TRUE(base::Run({.command = {"printf", "123456789\\nabc\\n"},
                         .output = Stream::Pipe()},
                        exchange)
                  .ok());
  EXPECT_THAT(lines, ElementsAre("1234", "abc"));
}

TEST(RunTest, TheEnvironmentIsOursOrWhatIsGiven) {
  EXPECT_EQ(OutputOf("echo $PATH"), absl::StrCat(std::getenv("PATH"), "\n"));
  const auto ended = base::Run({.command = {"/usr/bin/env"},
                                .output = Stream::Pipe(),
                                .environment = {{"A=1", "B=two words"}}});
  EXPECT_EQ(ended->output, "A=1\nB=two words\n");
}

TEST(RunTest, ItHasTheDescriptorsThatItIsGivenAndNoOthers) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);  // not closed on exec
  const std::string open =
      absl::StrCat("test -e /proc/self/fd/", ends[0], " -o -e /proc/self/fd/",
                   ends[1], " && echo open || echo closed");
  EXPECT_EQ(OutputOf(open), "closed\n");
  // Two whose numbers are each other's.
  ASSERT_EQ(write(ends[1], "through", 7), 7);
  const auto ended =
      base::Run({.command = Shell(absl::StrCat("head -c 7 <&", ends[1])),
                 .output = Stream::Pipe(),
                 .descriptors = {{ends[0], ends[1]}, {ends[1], ends[0]}}});
  EXPECT_EQ(ended->output, "through");
  close(ends[0]);
  close(ends[1]);
}

TEST(RunTest, StreamsCanBeFilesAndDescriptors) {
  const std::string path = ::testing::TempDir() + "/input";
  const int file = open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  ASSERT_GE(file, 0);
  EXPECT_EQ(base::Run({.command = {"printf", "text"},
                       .output = Stream::Descriptor(file)})
                ->code,
            0);
  const auto ended = base::Run({.command = {"cat"},
                                .input = Stream::File(path),
                                .output = Stream::Pipe()});
  EXPECT_EQ(ended->output, "text");
  EXPECT_FALSE(
      base::Run({.command = {"cat"}, .input = Stream::File("/no/such/file")})
          .ok());
  close(file);
  unlink(path.c_str());
}

TEST(SubprocessTest, IsSpokenWithWhileItRuns) {
  auto process = Subprocess::Start(
      {.command = {"cat"}, .input = Stream::Pipe(), .output = Stream::Pipe()});
  ASSERT_TRUE(process.ok());
  for (const std::string word : {"one", "two"}) {
    EXPECT_EQ(process->Write(word.data(), word.size()), 3);
    char back[4] = {};
    EXPECT_EQ(read(process->output(), back, 3), 3);
    EXPECT_EQ(back, word);
  }
  EXPECT_EQ(process->Wait(0), std::nullopt);
  process->CloseInput();
  EXPECT_EQ(process->Wait(), 0);
  EXPECT_EQ(process->Wait(), 0);
}

TEST(SubprocessTest, EndsWithItsObject) {
  pid_t pid = 0;
  {
    auto process = Subprocess::Start({.command = {"sleep", "600"}});
    ASSERT_TRUE(process.ok());
    const Subprocess moved = *std::move(process);
    pid = moved.pid();
    EXPECT_EQ(kill(pid, 0), 0);
  }
  EXPECT_EQ(kill(pid, 0), -1);
  EXPECT_EQ(errno, ESRCH);
}

TEST(SubprocessTest, TakesSignals) {
  auto process = Subprocess::Start({.command = {"sleep", "600"}});
  ASSERT_TRUE(process.ok());
  process->Signal(SIGTERM);
  EXPECT_EQ(process->Wait(), 128 + SIGTERM);
}

// No descriptor and no zombie stays, also where it cannot be run.
TEST(SubprocessTest, LeavesNothingBehind) {
  const std::string count = "ls /proc/$PPID/fd | wc -l";
  const std::string before = OutputOf(count);
  for (int i = 0; i < 20; ++i) {
    EXPECT_TRUE(base::Run({.command = {"true"},
                           .input = Stream::Pipe(),
                           .output = Stream::Pipe(),
                           .errors = Stream::Pipe()})
                    .ok());
    EXPECT_FALSE(base::Run({.command = {"no-such-program"},
                            .input = Stream::Pipe(),
                            .output = Stream::Pipe(),
                            .errors = Stream::Pipe()})
                     .ok());
  }
  EXPECT_EQ(OutputOf(count), before);
}

}  // namespace
}  // namespace base
