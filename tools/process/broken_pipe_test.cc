#include "tools/process/broken_pipe.h"

#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/process/process.h"

namespace olympics {
namespace {

using ::testing::Each;
using ::testing::SizeIs;

// Ends with 0 where its SIGPIPE is ignored, and by that signal where it is not.
const std::vector<std::string> kTry = {"sh", "-c", "kill -PIPE $$; exit 0"};
constexpr int kEnded = 128 + SIGPIPE;

// How it ended, by each of the ways in which tito starts programs.
std::vector<int> Codes() {
  std::vector<int> codes;
  codes.push_back(*RunCommand(kTry, /*aside=*/true));
  codes.push_back(*RunWatched(
      kTry, [](const std::string&) {}, [] {}));
  codes.push_back(*RunQuietly(kTry, 10));
  for (const auto& status :
       {OutputOf(kTry).status(), AnswerOf(kTry, "").status()}) {
    const std::string ended = "ended with " + std::to_string(kEnded);
    const bool by_it =
        std::string(status.message()).find(ended) != std::string::npos;
    codes.push_back(status.ok() ? 0 : by_it ? kEnded : -1);
  }
  return codes;
}

bool WritingFailsQuietly() {
  int ends[2];
  if (pipe(ends) != 0) return false;
  close(ends[0]);
  const ssize_t written = write(ends[1], "x", 1);
  const int error = errno;
  close(ends[1]);
  return written == -1 && error == EPIPE;
}

class BrokenPipeTest : public ::testing::Test {
 protected:
  ~BrokenPipeTest() override { std::signal(SIGPIPE, before_); }

  void (*before_)(int) = std::signal(SIGPIPE, SIG_DFL);
};

TEST_F(BrokenPipeTest, ProgramsThatAreStartedAreEndedAsByTheShell) {
  OutliveBrokenPipes();
  EXPECT_TRUE(WritingFailsQuietly());
  EXPECT_THAT(Codes(), SizeIs(5));
  EXPECT_THAT(Codes(), Each(kEnded));
}

TEST_F(BrokenPipeTest, WhatTheShellIgnoresStaysIgnored) {
  std::signal(SIGPIPE, SIG_IGN);
  OutliveBrokenPipes();
  EXPECT_TRUE(WritingFailsQuietly());
  EXPECT_THAT(Codes(), Each(0));
}

}  // namespace
}  // namespace olympics
