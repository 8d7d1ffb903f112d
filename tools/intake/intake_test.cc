#include "tools/intake/intake.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

absl::Status PutIntake(const std::string& root, const std::string& name,
                       const Intake& intake, int64_t now_unix_ms) {
  return PutFiles(root, name, FilesOf(name, intake), now_unix_ms);
}

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class IntakeTest : public ::testing::Test {
 protected:
  IntakeTest()
      : root_(absl::StrCat(
            ::testing::TempDir(), "/intake-", getpid(), "-",
            ::testing::UnitTest::GetInstance()->current_test_info()->name())),
        folder_(root_ + "/mine") {
    fs::create_directories(folder_);
    fs::create_directories(root_ + "/submissions");
    for (const char* name :
         {"model.cc", "train.cc", "run_benchmark.cc", "README.md"}) {
      Put(name, absl::StrCat("// ", name, "\n"));
    }
  }
  ~IntakeTest() override { fs::remove_all(root_); }

  void Put(const std::string& name, const std::string& text) {
    ASSERT_TRUE(base::WriteFile(folder_ + "/" + name, text).ok());
  }
  absl::StatusOr<Intake> Read() { return ReadIntake(folder_, {"speed_demon"}); }
  std::string Why() {
    const auto intake = Read();
    return intake.ok() ? "" : std::string(intake.status().message());
  }
  std::string Placed(const std::string& file) {
    return *base::ReadFile(root_ + "/submissions/alice/" + file);
  }

  const std::string root_, folder_;
};

TEST_F(IntakeTest, APlainFolderIsTakenAndPut) {
  const auto intake = Read();
  ASSERT_TRUE(intake.ok()) << intake.status();
  ASSERT_TRUE(PutIntake(root_, "alice", *intake, 1).ok());
  EXPECT_EQ(Placed("model.cc"), "// model.cc\n");
  EXPECT_THAT(Placed("BUILD"), HasSubstr("name = \"alice\""));
  EXPECT_THAT(Placed("BUILD"), HasSubstr("categories = [\"speed_demon\"]"));
}

TEST_F(IntakeTest, TheVersionBeforeIsKept) {
  ASSERT_TRUE(PutIntake(root_, "alice", *Read(), 1).ok());
  Put("model.cc", "// better\n");
  ASSERT_TRUE(PutIntake(root_, "alice", *Read(), 2).ok());
  EXPECT_EQ(Placed("model.cc"), "// better\n");
  EXPECT_EQ(*base::ReadFile(root_ + "/.tito/submitted/alice/2/model.cc"),
            "// model.cc\n");
}

TEST_F(IntakeTest, AClockThatWasSetBackLosesNoVersion) {
  for (const char* text : {"// 1\n", "// 2\n", "// 3\n"}) {
    Put("model.cc", text);
    ASSERT_TRUE(PutIntake(root_, "alice", *Read(), 7).ok());
  }
  EXPECT_EQ(*base::ReadFile(root_ + "/.tito/submitted/alice/7/model.cc"),
            "// 1\n");
  EXPECT_EQ(*base::ReadFile(root_ + "/.tito/submitted/alice/7-2/model.cc"),
            "// 2\n");
  EXPECT_EQ(Placed("model.cc"), "// 3\n");
}

TEST_F(IntakeTest, AFullDiskLeavesWhatWasThere) {
  ASSERT_TRUE(PutIntake(root_, "alice", *Read(), 1).ok());
  Put("model.cc", "// " + std::string(100 << 10, 'x') + "\n");
  const pid_t pid = fork();
  if (pid == 0) {
    signal(SIGXFSZ, SIG_IGN);
    const rlimit limit = {10 << 10, 10 << 10};
    setrlimit(RLIMIT_FSIZE, &limit);
    _exit(PutIntake(root_, "alice", *Read(), 2).ok() ? 1 : 0);
  }
  int status = -1;
  ASSERT_EQ(waitpid(pid, &status, 0), pid);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(Placed("model.cc"), "// model.cc\n");
}

TEST_F(IntakeTest, ArchivesAreNotUnpacked) {
  // As a bomb begins.
  Put("bomb.zip", std::string("PK\x03\x04\x14\x00\x00", 7));
  EXPECT_THAT(Why(), HasSubstr("\"bomb.zip\" is no UTF-8 text"));
  EXPECT_THAT(std::string(ReadIntake(folder_ + "/bomb.zip", {"speed_demon"})
                              .status()
                              .message()),
              HasSubstr("is no folder: unpack it"));
}

TEST_F(IntakeTest, ItsOwnBuildFileIsWrittenAnew) {
  Put("BUILD",
      "load('//grader:defs.bzl', 'olympics_submission')\n"
      "olympics_submission(name = 'other', hdrs = ['net.h'],\n"
      "  categories = ['memory_miser'])\n");
  EXPECT_THAT(Why(), HasSubstr("has no net.h"));
  Put("net.h", "");
  ASSERT_TRUE(PutIntake(root_, "alice", *Read(), 1).ok());
  EXPECT_THAT(Placed("BUILD"), HasSubstr("name = \"alice\""));
  Put("BUILD", "genrule(name = 'x')");
  EXPECT_THAT(Why(), HasSubstr("BUILD:1: "));
}

TEST_F(IntakeTest, WithoutABuildFileEverySourceHasItsPlace) {
  fs::remove_all(folder_);
  // Test data are links, which would be refused.
  fs::copy("grader/testdata/no_build", folder_);
  const auto intake = Read();
  ASSERT_TRUE(intake.ok()) << intake.status();
  ASSERT_TRUE(PutIntake(root_, "no_build", *intake, 1).ok());
  const auto written =
      ParseBuildFile(*base::ReadFile(root_ + "/submissions/no_build/BUILD"));
  ASSERT_TRUE(written.ok()) << written.status();
  // As grader/testdata/no_build/BUILD has it, which is graded.
  EXPECT_THAT(written->at("hdrs").values,
              ElementsAre("net.h", "train_options.hpp"));
  EXPECT_THAT(written->at("model").values,
              ElementsAre("model.cc", "scaling.cc"));
  EXPECT_THAT(written->at("train").values,
              ElementsAre("train.cc", "scaling.cc"));
  EXPECT_FALSE(written->contains("deps"));
}

TEST_F(IntakeTest, WhatStandsAloneIsNoSource) {
  Put("net_test.cc", "");
  Put("test_net.cc", "");
  Put("conv_benchmark.cc", "");
  Put("try.cc", "#include <cstdio>\nint main() {}\n");
  EXPECT_FALSE(Read()->arguments.contains("model"));
  EXPECT_FALSE(Read()->arguments.contains("train"));
  Put("model_layers.cc", "// int main() is not here\n");
  Put("train_steps.cpp", "int mainly();\n");
  EXPECT_THAT(Read()->arguments["model"].values,
              ElementsAre("model.cc", "model_layers.cc"));
  EXPECT_THAT(Read()->arguments["train"].values,
              ElementsAre("train.cc", "train_steps.cpp"));
}

TEST_F(IntakeTest, LinksFoldersAndDevicesAreRefused) {
  fs::create_symlink("/etc/passwd", folder_ + "/notes.txt");
  EXPECT_THAT(Why(), HasSubstr("\"notes.txt\" is a link"));
  fs::remove(folder_ + "/notes.txt");
  // Round and round.
  fs::create_directory_symlink(".", folder_ + "/maze");
  EXPECT_THAT(Why(), HasSubstr("\"maze\" is a link"));
  fs::remove(folder_ + "/maze");
  fs::create_directory(folder_ + "/more");
  EXPECT_THAT(Why(), HasSubstr("\"more\" is a folder"));
  fs::remove(folder_ + "/more");
  ASSERT_EQ(mkfifo((folder_ + "/pipe").c_str(), 0600), 0);
  EXPECT_THAT(Why(), HasSubstr("\"pipe\" is no plain file"));
}

TEST_F(IntakeTest, HiddenEntriesArePassedOver) {
  fs::create_directories(folder_ + "/.git/objects");
  Put(".DS_Store", std::string("\0\1", 2));
  EXPECT_EQ(Why(), "");
}

TEST_F(IntakeTest, TooMuchIsRefusedBeforeItIsRead) {
  const std::string big = folder_ + "/weights.txt";
  Put("weights.txt", "");
  // Two gigabytes that take no room.
  ASSERT_EQ(truncate(big.c_str(), 2LL << 30), 0);
  EXPECT_THAT(Why(), HasSubstr("has 2147483648 bytes"));
  fs::remove(big);
  for (int i = 0; i < 5; ++i) {
    Put(absl::StrCat("part", i), std::string(250 << 10, 'x'));
  }
  EXPECT_THAT(Why(), HasSubstr("more than 1024 KiB"));
  for (int i = 0; i < 5; ++i) fs::remove(absl::StrCat(folder_, "/part", i));
  for (int i = 0; i < 70; ++i) Put(absl::StrCat("f", i), "");
  EXPECT_THAT(Why(), HasSubstr("more than 64 files"));
}

TEST_F(IntakeTest, WhatIsNoTextIsRefused) {
  for (const std::string& junk :
       {std::string("\x7f"
                    "ELF\0",
                    5),
        std::string("\xff\xfe"), std::string("\xc0\x80"),
        std::string("\xe2\x82")}) {
    Put("a.bin", junk);
    EXPECT_THAT(Why(), HasSubstr("\"a.bin\" is no UTF-8 text"));
  }
  Put("a.bin", "Zoë 陳 🥇");
  EXPECT_EQ(Why(), "");
}

TEST_F(IntakeTest, StrangeNamesAreRefusedAndShownPlainly) {
  Put("a b.cc", "");
  EXPECT_THAT(Why(), HasSubstr("\"a b.cc\" is no name for a file"));
  fs::remove(folder_ + "/a b.cc");
  Put("\x1b[31m", "");
  EXPECT_THAT(Why(), HasSubstr("\"?[31m\""));
  fs::remove(folder_ + "/\x1b[31m");
  Put("WORKSPACE", "");
  EXPECT_THAT(Why(), HasSubstr("would be read by Bazel"));
}

TEST_F(IntakeTest, NoNameLeavesTheCoursesTree) {
  const auto intake = Read();
  for (const char* name :
       {"", "../alice", "a/b", ".", "..", "1st", "a-b", "alice\n", "-rf"}) {
    EXPECT_FALSE(PutIntake(root_, name, *intake, 1).ok()) << name;
  }
  EXPECT_TRUE(fs::is_empty(root_ + "/submissions"));
}

// submissions/BUILD was exchanged for a folder: nobody could be graded any
// more.
TEST_F(IntakeTest, NoNameIsAFileOfTheCoursesTree) {
  const auto intake = Read();
  for (const char* name : {"BUILD", "build", "WORKSPACE", "all", "Roster"}) {
    EXPECT_THAT(std::string(PutIntake(root_, name, *intake, 1).message()),
                HasSubstr("is a name of the course's tree"))
        << name;
  }
  std::ofstream(root_ + "/submissions/notes") << "of the course";
  EXPECT_THAT(std::string(PutIntake(root_, "notes", *intake, 1).message()),
              HasSubstr("is a file of the course's tree"));
  EXPECT_TRUE(fs::is_regular_file(root_ + "/submissions/notes"));
}

TEST_F(IntakeTest, AFailedPutLeavesWhatWasThere) {
  ASSERT_TRUE(PutIntake(root_, "alice", *Read(), 1).ok());
  Intake broken = *Read();
  broken.files.push_back({"no/such/folder", ""});
  EXPECT_FALSE(PutIntake(root_, "alice", broken, 2).ok());
  EXPECT_EQ(Placed("model.cc"), "// model.cc\n");
  for (const auto& entry : fs::directory_iterator(root_ + "/.tito")) {
    EXPECT_THAT(entry.path().filename().string(),
                ::testing::Not(HasSubstr("intake-")));
  }
}

TEST_F(IntakeTest, WhatIsAnothersIsRefused) {
  const unsigned int me = getuid();
  EXPECT_TRUE(ReadIntake(folder_, {"speed_demon"}, me).ok());
  const auto others = ReadIntake(folder_, {"speed_demon"}, me + 1);
  EXPECT_EQ(others.status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_THAT(std::string(others.status().message()),
              HasSubstr("is not yours: hand in a folder that is"));
}

}  // namespace
}  // namespace olympics
