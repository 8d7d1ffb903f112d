#include "base/files.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <climits>
#include <csignal>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace base {
namespace {

namespace fs = std::filesystem;
using ::absl::StatusCode;
using ::testing::AllOf;
using ::testing::HasSubstr;

std::string Message(const absl::Status& s) { return std::string(s.message()); }

class FilesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = ::testing::TempDir() + "/" +
              ::testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string Path(const std::string& name) const {
    return folder_ + "/" + name;
  }
  int64_t Files() const {
    return std::distance(fs::directory_iterator(folder_),
                         fs::directory_iterator());
  }
  std::string folder_;
};

mode_t ModeOf(const std::string& path) {
  struct stat info;
  return stat(path.c_str(), &info) == 0 ? info.st_mode & 07777 : 0;
}

TEST_F(FilesTest, WriteReplacesAndLeavesNothingBeside) {
  ASSERT_TRUE(WriteFile(Path("a"), "one").ok());
  ASSERT_TRUE(WriteFile(Path("a"), std::string(100000, 'x')).ok());
  EXPECT_EQ(*ReadFile(Path("a")), std::string(100000, 'x'));
  ASSERT_TRUE(WriteFile(Path("a"), "").ok());
  EXPECT_EQ(*ReadFile(Path("a")), "");
  EXPECT_EQ(Files(), 1);
}

TEST_F(FilesTest, ANameMayBeAsLongAsTheFileSystemAllows) {
  const std::string path = Path(std::string(NAME_MAX, 'n'));
  ASSERT_TRUE(WriteFile(path, "x").ok());
  EXPECT_EQ(*ReadFile(path), "x");
}

TEST_F(FilesTest, WriteKeepsTheModeAndObeysTheUmaskForANewFile) {
  const mode_t mask = umask(027);
  ASSERT_TRUE(WriteFile(Path("new"), "x").ok());
  umask(mask);
  EXPECT_EQ(ModeOf(Path("new")), 0640u);
  ASSERT_EQ(chmod(Path("new").c_str(), 0600), 0);
  ASSERT_TRUE(WriteFile(Path("new"), "other").ok());
  EXPECT_EQ(ModeOf(Path("new")), 0600u);
  ASSERT_TRUE(WriteFile(Path("new"), "x", {.mode = 0666}).ok());
  EXPECT_EQ(ModeOf(Path("new")), 0666u);
}

TEST_F(FilesTest, KeepExistingMakesAFileOnce) {
  const WriteOptions once = {.mode = 0600, .keep_existing = true};
  ASSERT_TRUE(WriteFile(Path("a"), "first", once).ok());
  ASSERT_TRUE(WriteFile(Path("a"), "second", once).ok());
  EXPECT_EQ(*ReadFile(Path("a")), "first");
  EXPECT_EQ(ModeOf(Path("a")), 0600u);
  EXPECT_EQ(Files(), 1);
}

TEST_F(FilesTest, KeepExistingLetsOneOfManyWritersWin) {
  std::vector<std::thread> writers;
  for (char c = 'a'; c < 'i'; ++c) {
    writers.emplace_back([this, c] {
      EXPECT_TRUE(
          WriteFile(Path("a"), std::string(20000, c), {.keep_existing = true})
              .ok());
      const std::string text = *ReadFile(Path("a"));
      EXPECT_EQ(text, std::string(20000, text[0]));
    });
  }
  for (std::thread& w : writers) w.join();
  EXPECT_EQ(Files(), 1);
}

TEST_F(FilesTest, ALinkStaysAndItsTargetIsReplaced) {
  ASSERT_TRUE(WriteFile(Path("target"), "old").ok());
  ASSERT_EQ(symlink("target", Path("link").c_str()), 0);
  ASSERT_EQ(symlink("link", Path("chain").c_str()), 0);
  ASSERT_TRUE(WriteFile(Path("chain"), "new").ok());
  EXPECT_TRUE(fs::is_symlink(Path("link")));
  EXPECT_TRUE(fs::is_symlink(Path("chain")));
  EXPECT_EQ(*ReadFile(Path("target")), "new");
  // Where there is none yet, it is made.
  ASSERT_EQ(symlink("later", Path("dangling").c_str()), 0);
  ASSERT_TRUE(WriteFile(Path("dangling"), "made").ok());
  EXPECT_EQ(*ReadFile(Path("later")), "made");
}

TEST_F(FilesTest, LinksInACircleAreAnError) {
  ASSERT_EQ(symlink("b", Path("a").c_str()), 0);
  ASSERT_EQ(symlink("a", Path("b").c_str()), 0);
  EXPECT_THAT(Message(ReadFile(Path("a")).status()), HasSubstr(Path("a")));
}

TEST_F(FilesTest, AFifoWithoutAnotherEndIsNotWaitedFor) {
  ASSERT_EQ(mkfifo(Path("fifo").c_str(), 0600), 0);
  const absl::Status read = ReadFile(Path("fifo")).status();
  EXPECT_EQ(read.code(), StatusCode::kInvalidArgument);
  EXPECT_THAT(Message(read), AllOf(HasSubstr(Path("fifo")), HasSubstr("a FIFO"),
                                   HasSubstr("copy")));
  EXPECT_EQ(*ReadFile(Path("fifo"), {.specials = true}), "");
  const absl::Status written = WriteFile(Path("fifo"), "x");
  EXPECT_EQ(written.code(), StatusCode::kUnavailable);
  EXPECT_THAT(Message(written), HasSubstr("other end"));
  EXPECT_TRUE(fs::is_fifo(Path("fifo")));
}

TEST_F(FilesTest, AFifoThatIsReadStaysAndIsWrittenTo) {
  ASSERT_EQ(mkfifo(Path("fifo").c_str(), 0600), 0);
  const int end = open(Path("fifo").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  ASSERT_GE(end, 0);
  EXPECT_TRUE(WriteFile(Path("fifo"), "through").ok());
  char text[16] = {};
  EXPECT_EQ(read(end, text, sizeof(text)), 7);
  EXPECT_STREQ(text, "through");
  close(end);
  EXPECT_TRUE(fs::is_fifo(Path("fifo")));
  EXPECT_EQ(Files(), 1);
}

TEST_F(FilesTest, AReaderOfAFifoCanBeWaitedFor) {
  ASSERT_EQ(mkfifo(Path("fifo").c_str(), 0600), 0);
  std::string got;
  std::thread reader([&] {
    const int end = open(Path("fifo").c_str(), O_RDONLY | O_CLOEXEC);
    char text[16] = {};
    if (read(end, text, sizeof(text)) > 0) got = text;
    close(end);
  });
  EXPECT_TRUE(WriteFile(Path("fifo"), "late", {.await_reader = true}).ok());
  reader.join();
  EXPECT_EQ(got, "late");
}

// As root it once replaced the machine's /dev/null by a file.
TEST_F(FilesTest, ADeviceStays) {
  ASSERT_TRUE(WriteFile("/dev/null", "nothing").ok());
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  EXPECT_EQ(ReadFile("/dev/null").status().code(),
            StatusCode::kInvalidArgument);
  EXPECT_EQ(*ReadFile("/dev/null", {.specials = true}), "");
}

TEST_F(FilesTest, AFullDiskIsSaid) {
  const absl::Status full = WriteFile("/dev/full", "x");
  EXPECT_EQ(full.code(), StatusCode::kResourceExhausted);
  EXPECT_THAT(Message(full),
              AllOf(HasSubstr("/dev/full"), HasSubstr("make room")));
  EXPECT_TRUE(fs::is_character_file("/dev/full"));
}

// A limit on the size of files stands for a disk that fills up in the middle.
TEST_F(FilesTest, AWriteThatFailsLeavesTheOldFileAndNoTemporary) {
  ASSERT_TRUE(WriteFile(Path("a"), "old").ok());
  rlimit before;
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit low = {4096, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &low), 0);
  const absl::Status replaced = WriteFile(Path("a"), std::string(100000, 'x'));
  const absl::Status made = WriteFile(Path("b"), std::string(100000, 'x'));
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_FALSE(replaced.ok());
  EXPECT_THAT(Message(replaced), HasSubstr(Path("a")));
  EXPECT_FALSE(made.ok());
  EXPECT_EQ(*ReadFile(Path("a")), "old");
  EXPECT_EQ(Files(), 1);
}

// A name beside it that another user laid as a link to a file of ours.
TEST_F(FilesTest, WritesThroughNoLinkThatLiesBesideIt) {
  ASSERT_TRUE(WriteFile(Path("victim"), "mine").ok());
  ASSERT_EQ(symlink("victim", Path("a.part").c_str()), 0);
  ASSERT_TRUE(WriteFile(Path("a"), "theirs").ok());
  EXPECT_EQ(*ReadFile(Path("victim")), "mine");
}

TEST_F(FilesTest, TwoWritersNeverMix) {
  std::vector<std::thread> writers;
  for (char c = 'a'; c < 'e'; ++c) {
    writers.emplace_back([this, c] {
      for (int i = 0; i < 20; ++i) {
        EXPECT_TRUE(WriteFile(Path("a"), std::string(20000, c)).ok());
      }
    });
  }
  for (std::thread& w : writers) w.join();
  const std::string text = *ReadFile(Path("a"));
  EXPECT_EQ(text, std::string(20000, text[0]));
  EXPECT_EQ(Files(), 1);
}

TEST_F(FilesTest, MissingFilesAndFoldersAreNotFound) {
  const absl::Status written = WriteFile("/no/such/x", "");
  EXPECT_EQ(written.code(), StatusCode::kNotFound);
  EXPECT_THAT(Message(written), HasSubstr("/no/such/x: No such file"));
  EXPECT_EQ(ReadFile("/no/such/x").status().code(), StatusCode::kNotFound);
  EXPECT_EQ(ReadFile("").status().code(), StatusCode::kNotFound);
}

// Reading one once ended the program by an exception.
TEST_F(FilesTest, AFolderIsNoFile) {
  for (const absl::Status& s :
       {ReadFile(folder_).status(), WriteFile(folder_, "x")}) {
    EXPECT_EQ(s.code(), StatusCode::kInvalidArgument);
    EXPECT_THAT(Message(s),
                AllOf(HasSubstr(folder_), HasSubstr("give the path")));
  }
}

// A process's memory at address 0 cannot be read: the kernel says EIO.
TEST_F(FilesTest, WhatTheDiskCannotReadIsDataLoss) {
  const absl::Status s = ReadFile("/proc/self/mem").status();
  EXPECT_EQ(s.code(), StatusCode::kDataLoss);
  EXPECT_THAT(Message(s),
              AllOf(HasSubstr("/proc/self/mem"), HasSubstr("Input/output")));
}

TEST_F(FilesTest, NoMoreThanTheMostIsRead) {
  ASSERT_TRUE(WriteFile(Path("a"), "12345").ok());
  EXPECT_EQ(*ReadFile(Path("a"), {.most = 5}), "12345");
  EXPECT_EQ(ReadFile(Path("a"), {.most = 4}).status().code(),
            StatusCode::kInvalidArgument);
  const absl::Status endless =
      ReadFile("/dev/zero", {.most = 1 << 20, .specials = true}).status();
  EXPECT_EQ(endless.code(), StatusCode::kInvalidArgument);
  EXPECT_THAT(Message(endless), HasSubstr("more than 1048576 bytes"));
}

TEST_F(FilesTest, AFileThatGrewIsReadFromWhereItEnded) {
  ASSERT_TRUE(WriteFile(Path("a"), "12345").ok());
  EXPECT_EQ(*ReadFile(Path("a"), {.most = 2, .from = 3}), "45");
  EXPECT_EQ(*ReadFile(Path("a"), {.from = 5}), "");
  EXPECT_EQ(*ReadFile(Path("a"), {.from = 9}), "");
}

// Their size is 0 until they are read.
TEST_F(FilesTest, FilesOfTheKernelAreOrdinary) {
  EXPECT_THAT(*ReadFile("/proc/self/status"), HasSubstr("Name:"));
}

TEST_F(FilesTest, FoldersAreMadeWithThoseAboveThem) {
  ASSERT_TRUE(MakeFolder(Path("x/y/z")).ok());
  ASSERT_TRUE(MakeFolder(Path("x/y/z")).ok());
  ASSERT_TRUE(WriteFile(Path("x/y/z/file"), "").ok());
  EXPECT_THAT(Message(MakeFolder(Path("x/y/z/file/w"))),
              HasSubstr(Path("x/y/z/file/w")));
}

}  // namespace
}  // namespace base
