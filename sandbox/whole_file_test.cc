#include "sandbox/whole_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sandbox {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class WholeFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = ::testing::TempDir() + "/" +
              ::testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  std::string Path(const std::string& name) const {
    return folder_ + "/" + name;
  }
  size_t Files() const {
    return std::distance(fs::directory_iterator(folder_),
                         fs::directory_iterator());
  }
  std::string folder_;
};

TEST_F(WholeFileTest, IsReplacedAndLeavesNothingBeside) {
  ASSERT_TRUE(ReplaceFile(Path("a"), "one").ok());
  ASSERT_TRUE(ReplaceFile(Path("a"), std::string(100000, 'x')).ok());
  EXPECT_EQ(*ReadFile(Path("a")), std::string(100000, 'x'));
  EXPECT_EQ(Files(), 1);
}

TEST_F(WholeFileTest, KeepsItsMode) {
  ASSERT_TRUE(ReplaceFile(Path("a"), "secret").ok());
  ASSERT_EQ(chmod(Path("a").c_str(), 0600), 0);
  ASSERT_TRUE(ReplaceFile(Path("a"), "other").ok());
  struct stat info;
  ASSERT_EQ(stat(Path("a").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777, 0600u);
}

TEST_F(WholeFileTest, ALinkStaysAndItsTargetIsReplaced) {
  ASSERT_TRUE(ReplaceFile(Path("target"), "old").ok());
  ASSERT_EQ(symlink("target", Path("link").c_str()), 0);
  ASSERT_EQ(symlink("link", Path("chain").c_str()), 0);
  ASSERT_TRUE(ReplaceFile(Path("chain"), "new").ok());
  EXPECT_TRUE(fs::is_symlink(Path("link")));
  EXPECT_TRUE(fs::is_symlink(Path("chain")));
  EXPECT_EQ(*ReadFile(Path("target")), "new");
  // Where there is none yet, it is made.
  ASSERT_EQ(symlink("later", Path("dangling").c_str()), 0);
  ASSERT_TRUE(ReplaceFile(Path("dangling"), "made").ok());
  EXPECT_EQ(*ReadFile(Path("later")), "made");
}

TEST_F(WholeFileTest, AFifoStaysAndIsWrittenTo) {
  ASSERT_EQ(mkfifo(Path("fifo").c_str(), 0600), 0);
  std::string got;
  std::thread reader([&] { got = *ReadFile(Path("fifo")); });
  EXPECT_TRUE(ReplaceFile(Path("fifo"), "through").ok());
  reader.join();
  EXPECT_EQ(got, "through");
  EXPECT_TRUE(fs::is_fifo(Path("fifo")));
}

// As root it replaced the machine's /dev/null by a file.
TEST_F(WholeFileTest, ADeviceStays) {
  ASSERT_TRUE(ReplaceFile("/dev/null", "nothing").ok());
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  const absl::Status full = ReplaceFile("/dev/full", "x");
  EXPECT_EQ(full.code(), absl::StatusCode::kResourceExhausted) << full;
  EXPECT_TRUE(fs::is_character_file("/dev/full"));
}

// A name beside it that another user laid as a link to a file of ours.
TEST_F(WholeFileTest, WritesThroughNoLinkThatLiesBesideIt) {
  ASSERT_TRUE(ReplaceFile(Path("victim"), "mine").ok());
  ASSERT_EQ(symlink("victim", Path("a.part").c_str()), 0);
  ASSERT_TRUE(ReplaceFile(Path("a"), "theirs").ok());
  EXPECT_EQ(*ReadFile(Path("victim")), "mine");
}

TEST_F(WholeFileTest, TwoWritersNeverMix) {
  std::vector<std::thread> writers;
  for (char c = 'a'; c < 'e'; ++c) {
    writers.emplace_back([this, c] {
      for (int i = 0; i < 20; ++i) {
        EXPECT_TRUE(ReplaceFile(Path("a"), std::string(20000, c)).ok());
      }
    });
  }
  for (std::thread& w : writers) w.join();
  const std::string text = *ReadFile(Path("a"));
  EXPECT_EQ(text, std::string(20000, text[0]));
  EXPECT_EQ(Files(), 1);
}

TEST_F(WholeFileTest, WhatCannotBeIsSaidWithItsCause) {
  EXPECT_THAT(std::string(ReplaceFile("/no/such/x", "").message()),
              HasSubstr("/no/such/x: No such file"));
  EXPECT_EQ(ReplaceFile(folder_, "").code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReadFile("/no/such/x").status().code(),
            absl::StatusCode::kNotFound);
}

// It ended the program by an exception.
TEST_F(WholeFileTest, AFolderIsNoFile) {
  const auto read = ReadFile(folder_);
  EXPECT_EQ(read.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(read.status().message()), HasSubstr("is a folder"));
}

TEST_F(WholeFileTest, WhatNeverEndsIsReadToItsBound) {
  const auto read = ReadFile("/dev/zero", 1 << 20);
  EXPECT_EQ(read.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(read.status().message()), HasSubstr("more than"));
}

}  // namespace
}  // namespace sandbox
