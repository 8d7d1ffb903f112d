#include "tools/intake/attempts.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

const std::vector<AttemptFile> kFiles = {
    {"model.cc", "int model;\n"}, {"BUILD", "# built\n"}, {"README.md", ""}};

class AttemptsTest : public testing::Test {
 protected:
  AttemptsTest() {
    std::string pattern = testing::TempDir() + "/attempts-XXXXXX";
    root_ = mkdtemp(pattern.data());
    state_ = root_ + "/.tito";
    fs::create_directories(root_ + "/submissions");
  }
  ~AttemptsTest() override {
    for (const auto& entry : fs::recursive_directory_iterator(root_)) {
      if (entry.is_directory()) {
        fs::permissions(entry.path(), fs::perms::owner_all);
      }
    }
    fs::remove_all(root_);
  }

  // Changes what is kept, as somebody who may.
  std::string Kept(const std::string& digest) {
    const std::string folder = state_ + "/attempts/" + digest;
    fs::permissions(folder, fs::perms::owner_all);
    return folder;
  }

  std::string root_, state_;
};

TEST_F(AttemptsTest, AreKeptAsTheyWereHandedInAndReadOnly) {
  const auto digest = KeepAttempt(state_, kFiles);
  ASSERT_TRUE(digest.ok()) << digest.status();
  EXPECT_EQ(*digest, AttemptDigest(kFiles));
  const auto files = ReadAttempt(state_, *digest);
  ASSERT_TRUE(files.ok()) << files.status();
  EXPECT_EQ(AttemptDigest(*files), *digest);
  const std::string folder = state_ + "/attempts/" + *digest;
  struct stat info;
  ASSERT_EQ(stat(folder.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0555);
  ASSERT_EQ(stat((folder + "/model.cc").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0444);
  // And nothing else is left there.
  EXPECT_EQ(std::distance(fs::directory_iterator(state_ + "/attempts"),
                          fs::directory_iterator()),
            1);
}

TEST_F(AttemptsTest, TheSameFilesAreKeptOnce) {
  const auto first = KeepAttempt(state_, kFiles);
  const auto second = KeepAttempt(state_, kFiles);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(*first, *second);
  EXPECT_EQ(std::distance(fs::directory_iterator(state_ + "/attempts"),
                          fs::directory_iterator()),
            1);
}

TEST_F(AttemptsTest, WhatWasAlteredIsToldAndHandingInAgainMendsIt) {
  const std::string digest = *KeepAttempt(state_, kFiles);
  const struct {
    const char* what;
    void (*alter)(const std::string& folder);
  } kWays[] = {
      {"changed",
       [](const std::string& f) {
         fs::remove(f + "/model.cc");
         EXPECT_TRUE(base::WriteFile(f + "/model.cc", "int other;\n").ok());
       }},
      {"added",
       [](const std::string& f) {
         EXPECT_TRUE(base::WriteFile(f + "/weights.h", "").ok());
       }},
      {"taken away", [](const std::string& f) { fs::remove(f + "/BUILD"); }},
      {"a folder in it",
       [](const std::string& f) { fs::create_directory(f + "/more"); }},
      {"larger than may be",
       [](const std::string& f) {
         fs::remove(f + "/model.cc");
         EXPECT_TRUE(base::WriteFile(f + "/model.cc",
                                     std::string(kMaxIntakeBytes + 1, 'x'))
                         .ok());
       }},
  };
  for (const auto& way : kWays) {
    way.alter(Kept(digest));
    const auto read = ReadAttempt(state_, digest);
    EXPECT_TRUE(absl::IsDataLoss(read.status())) << way.what;
    EXPECT_THAT(std::string(read.status().message()),
                HasSubstr("are not those that were handed in"));
    EXPECT_FALSE(PutAttempt(state_, root_, "eve", digest, 1).ok()) << way.what;
    EXPECT_FALSE(fs::exists(root_ + "/submissions/eve"));
    ASSERT_TRUE(KeepAttempt(state_, kFiles).ok()) << way.what;
    EXPECT_TRUE(ReadAttempt(state_, digest).ok()) << way.what;
  }
}

TEST_F(AttemptsTest, WhatWasNeverKeptIsNotFound) {
  for (const std::string& digest :
       {std::string(64, '0'), std::string(), std::string("../../etc"),
        std::string("/etc")}) {
    EXPECT_TRUE(absl::IsNotFound(ReadAttempt(state_, digest).status()))
        << digest;
  }
}

TEST_F(AttemptsTest, APutAttemptIsWhatTheTreeHolds) {
  const std::string digest = *KeepAttempt(state_, kFiles);
  EXPECT_TRUE(absl::IsNotFound(DigestInTree(root_, "eve").status()));
  ASSERT_TRUE(PutAttempt(state_, root_, "eve", digest, 1).ok());
  EXPECT_EQ(*DigestInTree(root_, "eve"), digest);
  ASSERT_TRUE(
      base::WriteFile(root_ + "/submissions/eve/model.cc", "int x;\n").ok());
  EXPECT_NE(*DigestInTree(root_, "eve"), digest);
  // What was there by hand is kept aside.
  ASSERT_TRUE(PutAttempt(state_, root_, "eve", digest, 2).ok());
  EXPECT_EQ(*DigestInTree(root_, "eve"), digest);
  EXPECT_EQ(*base::ReadFile(state_ + "/submitted/eve/2/model.cc"), "int x;\n");
}

TEST_F(AttemptsTest, ManyMayKeepTheSameAtOnce) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([this] {
      const auto digest = KeepAttempt(state_, kFiles);
      EXPECT_TRUE(digest.ok()) << digest.status();
    });
  }
  for (std::thread& t : threads) t.join();
  EXPECT_TRUE(ReadAttempt(state_, AttemptDigest(kFiles)).ok());
  EXPECT_EQ(std::distance(fs::directory_iterator(state_ + "/attempts"),
                          fs::directory_iterator()),
            1);
}

TEST_F(AttemptsTest, WhoIsKilledAtAnyMomentLeavesAllOrNothing) {
  std::vector<AttemptFile> files = kFiles;
  files[0].text.assign(200'000, 'x');
  const std::string digest = AttemptDigest(files);
  for (int i = 0; i < 50; ++i) {
    const pid_t pid = fork();
    if (pid == 0) {
      KeepAttempt(state_, files).IgnoreError();
      _exit(0);
    }
    usleep(50 * i);
    kill(pid, SIGKILL);
    waitpid(pid, nullptr, 0);
    const auto read = ReadAttempt(state_, digest);
    EXPECT_TRUE(read.ok() || absl::IsNotFound(read.status())) << read.status();
    if (read.ok()) {
      fs::permissions(state_ + "/attempts/" + digest, fs::perms::owner_all);
      fs::remove_all(state_ + "/attempts/" + digest);
    }
  }
  EXPECT_TRUE(KeepAttempt(state_, files).ok());
}

}  // namespace
}  // namespace olympics
