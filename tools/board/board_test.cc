// tito's side of a board, against the full emulated one over SSH: everything
// that can happen to a grading there.
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/board/emulator.h"
#include "tools/board/grade_on_board.h"
#include "tools/board/remote.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;

constexpr char kAgent[] = "grader/board/agent_package.tar.gz";

class BoardTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    // A folder of few letters: it is part of the emulator's arguments.
    folder_ = new std::string(absl::StrCat(::testing::TempDir(), "/board"));
    const double start = base::SteadySeconds();
    Start();
    std::printf("ready after %.1f s\n", base::SteadySeconds() - start);
  }
  static void TearDownTestSuite() {
    StopEmulator(*folder_).IgnoreError();
    std::filesystem::remove_all(*folder_);
  }
  static void Start() {
    const absl::StatusOr<BoardEntry> board =
        StartEmulator({.folder = *folder_,
                       .kernel = std::getenv("KERNEL"),
                       .initramfs = "toolchains/board/full_board.cpio",
                       .seconds = 180,
                       .disk_mib = 96},
                      [](const std::string&) {});
    ASSERT_TRUE(board.ok()) << board.status();
    board_ = new BoardEntry(*board);
  }

  void SetUp() override {
    ASSERT_NE(board_, nullptr);
    remote_ = Ssh(*board_);
  }

  RemoteResult Shell(const std::string& command) {
    return Ssh(*board_)->Run({.command = command, .timeout_seconds = 60});
  }

  // Calls `during` once, when the first figures are there.
  GradeReport Grade(const std::function<void()>& during = nullptr,
                    int wait_seconds = 60) {
    bool called = false;
    return GradeOnBoard(
        *remote_, "emulated", kAgent,
        {"light", "edge_expert", "grader/testdata/board_light.tar.gz",
         "grader/testdata/board_light.textproto"},
        {.progress =
             [&](const std::string& line) {
               std::printf("  %s\n", line.c_str());
               if (during && !called && absl::StrContains(line, " pairs ")) {
                 called = true;
                 during();
               }
             },
         .sleep = [](int seconds) { sleep(seconds); },
         .now_unix_ms = [] { return int64_t{1234}; },
         .wait_seconds = wait_seconds});
  }

  static std::string* folder_;
  static BoardEntry* board_;
  std::unique_ptr<Remote> remote_;
};

std::string* BoardTest::folder_ = nullptr;
BoardEntry* BoardTest::board_ = nullptr;

TEST_F(BoardTest, AGradeComesBack) {
  const GradeReport report = Grade();
  EXPECT_EQ(report.verdict(), PASSED) << report.reason();
  EXPECT_TRUE(report.simulated());
  EXPECT_EQ(report.board().model(), "linux,dummy-virt");
  EXPECT_GT(report.gain().value(), 1);
  // And leaves nothing that runs.
  EXPECT_NE(Shell("pidof grade").code, 0);
}

TEST_F(BoardTest, AnUnknownHostKeyIsNotTrusted) {
  BoardEntry other = *board_;
  other.known_hosts = "/dev/null";
  const RemoteResult result = Ssh(other)->Run({.command = "true"});
  EXPECT_EQ(result.code, kNoConnection);
  EXPECT_THAT(result.errors, HasSubstr("verification failed"));
}

TEST_F(BoardTest, AnotherKeyIsNotLetIn) {
  BoardEntry other = *board_;
  other.identity = "/dev/null";
  EXPECT_EQ(Ssh(other)->Run({.command = "true"}).code, kNoConnection);
}

TEST_F(BoardTest, OneGradingRunsAtATime) {
  ASSERT_TRUE(InstallAgent(*remote_, kAgent).ok());
  std::thread other([] {
    Ssh(*board_)->Run(
        {.command = "cd ~/.cache/tito-board && exec "
                    "./agent/grader/board/board_agent run -- /bin/sleep 20",
         .hold = true,
         .timeout_seconds = 40});
  });
  while (Shell("pidof sleep").code != 0) usleep(200'000);
  const GradeReport report = Grade();
  Shell("killall sleep");
  other.join();
  EXPECT_EQ(report.verdict(), GRADER_ERROR);
  EXPECT_THAT(report.reason(), HasSubstr("is grading already"));
}

TEST_F(BoardTest, WhatRunsEndsWithTheConnection) {
  ASSERT_TRUE(InstallAgent(*remote_, kAgent).ok());
  // Given up after a moment, as a broken connection is.
  const RemoteResult result = remote_->Run(
      {.command = "cd ~/.cache/tito-board && exec "
                  "./agent/grader/board/board_agent run -- /bin/sleep 600",
       .hold = true,
       .timeout_seconds = 5});
  EXPECT_EQ(result.code, kNoConnection);
  int left = 0;
  for (int i = 0; i < 50; ++i) {
    left = Shell("pidof sleep").code;
    if (left != 0) break;
    usleep(200'000);
  }
  EXPECT_NE(left, 0) << "it runs on";
}

TEST_F(BoardTest, AFullDiskIsFound) {
  ASSERT_EQ(Shell("rm -rf ~/.cache/tito-board/run-*").code, 0);
  Shell("dd if=/dev/zero of=/root/filler bs=1M count=85");
  GradeReport report = Grade();
  EXPECT_EQ(report.verdict(), BOARD_FULL) << report.reason();
  // So full that not even the agent has room.
  Shell("dd if=/dev/zero of=/root/filler bs=1M");
  report = Grade();
  EXPECT_EQ(report.verdict(), BOARD_FULL) << report.reason();
  ASSERT_EQ(Shell("rm /root/filler").code, 0);
}

TEST_F(BoardTest, ABoardThatThrottlesIsUnfitAndOneThatBeginsToIsNoResult) {
  Shell(
      "echo 'echo throttled=0x50005' > /bin/vcgencmd; chmod +x /bin/vcgencmd");
  GradeReport report = Grade();
  EXPECT_EQ(report.verdict(), BOARD_UNFIT);
  EXPECT_THAT(report.reason(), HasSubstr("under-voltage, throttled"));
  Shell("echo 'echo throttled=0x0' > /bin/vcgencmd");
  report =
      Grade([&] { Shell("echo 'echo throttled=0x40004' > /bin/vcgencmd"); });
  EXPECT_EQ(report.verdict(), BOARD_THROTTLED) << report.reason();
  Shell("rm /bin/vcgencmd");
}

TEST_F(BoardTest, ARestartDuringTheRunIsNoResultAndCanBeTriedAgain) {
  GradeReport report = Grade([&] { Shell("reboot -f"); }, 120);
  EXPECT_EQ(report.verdict(), BOARD_REBOOTED) << report.reason();
  report = Grade();
  EXPECT_EQ(report.verdict(), PASSED) << report.reason();
}

// The last: the board is gone afterwards.
TEST_F(BoardTest, WhenItIsGoneItIsLost) {
  const GradeReport report =
      Grade([&] { EXPECT_TRUE(StopEmulator(*folder_).ok()); }, 5);
  EXPECT_EQ(report.verdict(), BOARD_LOST) << report.reason();
  EXPECT_THAT(report.reason(), HasSubstr("did not come back"));
}

}  // namespace
}  // namespace olympics
