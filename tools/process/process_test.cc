#include "tools/process/process.h"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/process/lock.h"

namespace olympics {
namespace {

TEST(ProcessTest, GivesTheExitCode) {
  EXPECT_EQ(*RunCommand({"true"}, true), 0);
  EXPECT_EQ(*RunCommand({"sh", "-c", "exit 7"}, true), 7);
  EXPECT_EQ(*RunCommand({"sh", "-c", "kill -9 $$"}, true), 128 + 9);
}

TEST(ProcessTest, RunsInAnotherFolderThanOurs) {
  EXPECT_EQ(*OutputOf(Inside("/", {"pwd"})), "/\n");
  EXPECT_EQ(*RunCommand(Inside("/", {"sh", "-c", "exit 7"}), true), 7);
  EXPECT_NE(*RunCommand(Inside("/no/such folder", {"true"}), true), 0);
}

TEST(ProcessTest, WhatTakesTooLongIsEnded) {
  EXPECT_EQ(*RunQuietly({"sh", "-c", "exit 7"}, 10), 7);
  EXPECT_EQ(*RunQuietly({"sh", "-c", "sleep 60 & sleep 60"}, 0), 128 + 9);
  EXPECT_FALSE(RunQuietly({"no-such-program"}, 1).ok());
}

TEST(ProcessTest, LinesComeAsTheyArePrinted) {
  std::vector<std::string> lines;
  int ticks = 0;
  const auto code = RunWatched(
      {"sh", "-c", "echo one; echo two >&2; sleep 0.5; printf three; exit 3"},
      [&](const std::string& line) { lines.push_back(line); },
      [&] { ++ticks; });
  EXPECT_EQ(*code, 3);
  EXPECT_THAT(lines, ::testing::ElementsAre("one", "two", "three"));
  EXPECT_GE(ticks, 2);
  EXPECT_FALSE(RunWatched(
                   {"no-such-program"}, [](const auto&) {}, [] {})
                   .ok());
}

TEST(ProcessTest, ALineWithoutEndIsCut) {
  size_t most = 0, bytes = 0;
  EXPECT_EQ(*RunWatched(
                {"head", "-c", "1000000", "/dev/zero"},
                [&](const std::string& line) {
                  most = std::max(most, line.size());
                  bytes += line.size();
                },
                [] {}),
            0);
  EXPECT_LE(most, 64u << 10);
  EXPECT_GT(bytes, 0u);
}

TEST(LockTest, IsHeldByOneAtATime) {
  const std::string path = ::testing::TempDir() + "/lock";
  int inside = 0, most = 0;
  std::mutex mutex;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      const auto lock = FileLock::Take(path);
      ASSERT_TRUE(lock.ok());
      const auto count = [&](int by) {
        const std::lock_guard<std::mutex> guard(mutex);
        most = std::max(most, inside += by);
      };
      count(1);
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      count(-1);
    });
  }
  for (std::thread& t : threads) t.join();
  EXPECT_EQ(most, 1);
  EXPECT_FALSE(FileLock::Take("/no/such/folder/lock").ok());
}

TEST(ProcessTest, GivesTheOutput) {
  EXPECT_EQ(*OutputOf({"printf", "%s|%s", "a b", "$HOME"}), "a b|$HOME");
  // More than a pipe holds.
  EXPECT_EQ(OutputOf({"head", "-c", "300000", "/dev/zero"})->size(), 300000u);
}

TEST(ProcessTest, GivesTheAnswerToAnInput) {
  EXPECT_EQ(*AnswerOf({"cat"}, ""), "");
  // More than goes into a socket, and comes out of it, at once.
  const std::string large(5'000'000, 'x');
  EXPECT_EQ(*AnswerOf({"cat"}, large), large);
  // One that does not read it all, or says nothing.
  EXPECT_EQ(*AnswerOf({"sh", "-c", "head -c 3; echo end"}, large), "xxxend\n");
  EXPECT_EQ(*AnswerOf({"true"}, large), "");
  EXPECT_FALSE(AnswerOf({"sh", "-c", "cat; kill -9 $$"}, "x").ok());
  EXPECT_FALSE(AnswerOf({"no-such-program"}, "x").ok());
}

TEST(ProcessTest, SaysWhatCouldNotBeDone) {
  EXPECT_THAT(std::string(OutputOf({"no-such-program"}).status().message()),
              ::testing::HasSubstr("cannot run no-such-program"));
  EXPECT_THAT(std::string(OutputOf({"false"}).status().message()),
              ::testing::HasSubstr("false ended with 1"));
}

}  // namespace
}  // namespace olympics
