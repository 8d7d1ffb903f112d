#include "tools/cli/check.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <string>

#include "absl/strings/str_cat.h"
#include "base/files.h"
#include "categories/digest.h"
#include "categories/spec.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/record/store.h"
#include "tools/signing/keys.h"

namespace olympics {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

class CheckTest : public ::testing::Test {
 protected:
  CheckTest() {
    course_.root =
        ::testing::TempDir() + "/" +
        ::testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(course_.root);
    fs::create_directories(course_.root + "/categories/speed_demon");
    fs::create_directories(course_.root + "/submissions/ann");
    const std::string spec = "categories/speed_demon/spec.textproto";
    Write(spec, *base::ReadFile(spec));
    Write("submissions/ann/BUILD", "");
    Write("submissions/roster.bzl",
          "STUDENTS = [\"ann\"]\nROSTER = STUDENTS\n");
  }

  void Write(const std::string& path, const std::string& text) {
    ASSERT_TRUE(base::WriteFile(course_.root + "/" + path, text).ok());
  }

  // A grade under a spec of that digest, or of none.
  void Graded(const std::string& who, const std::string& digest) {
    GradeReport r;
    r.set_submission(who);
    r.set_category("speed_demon");
    r.set_verdict(PASSED);
    r.set_started_unix_ms(++at_);
    if (!digest.empty()) {
      SpecOnRecord* spec = r.add_specs();
      spec->set_name("speed_demon");
      spec->set_digest(digest);
    }
    fs::create_directories(course_.state());
    ASSERT_TRUE(
        (*Store::Open(course_.record(), *LoadOrMakeKeys(course_.state())))
            ->Add({r}, at_)
            .ok());
  }

  // What it says, behind its exit code.
  std::string Said() {
    const std::string file = course_.root + "/said";
    std::fflush(stdout);
    const int before = dup(STDOUT_FILENO);
    const int aside = open(file.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600);
    dup2(aside, STDOUT_FILENO);
    const absl::StatusOr<int> code = CheckCourse(course_, {});
    std::fflush(stdout);
    dup2(before, STDOUT_FILENO);
    close(aside);
    close(before);
    return code.ok() ? absl::StrCat(*code, " ", *base::ReadFile(file))
                     : std::string(code.status().message());
  }

  Course course_;
  int64_t at_ = 1;
};

TEST_F(CheckTest, NamesGradesOfAnotherSpecAndTheCommandThatMendsThem) {
  const std::string path =
      course_.root + "/categories/speed_demon/spec.textproto";
  const std::string digest = DigestOf(*LoadSpec(path));
  Graded("ann", digest);
  EXPECT_THAT(Said(), ::testing::StartsWith("0 "));
  // The floor is raised in mid-season.
  std::string text = *base::ReadFile(path);
  const std::string floor = "accuracy_floor: 0.9";
  const size_t at = text.find(floor);
  ASSERT_NE(at, std::string::npos);
  text.replace(at, floor.size(), "accuracy_floor: 0.92");
  Write("categories/speed_demon/spec.textproto", text);
  Graded("gone", digest);
  const std::string said = Said();
  EXPECT_THAT(said, ::testing::StartsWith("3 "));
  EXPECT_THAT(said,
              HasSubstr("the spec of speed_demon changed after the grade of "
                        "ann: `tito olympics regrade ann --category "
                        "speed_demon --reason"));
  // Until they are made again.
  Graded("ann", DigestOf(*LoadSpec(path)));
  EXPECT_THAT(Said(), Not(HasSubstr("regrade ann")));
  EXPECT_THAT(Said(), HasSubstr("and not on the roster any more: gone"));
}

TEST_F(CheckTest, WhatWasNeverRecordedIsUnknown) {
  Graded("ann", "");
  EXPECT_THAT(Said(), ::testing::StartsWith("0 "));
  EXPECT_THAT(Said(), HasSubstr("older than such notes: ann"));
}

TEST_F(CheckTest, StudentsAndSubmissionsAreHeldTogether) {
  Graded("ann", "");
  Write("submissions/students.csv", "submission,name\nan,Ann\nzoe,Zoe\n");
  const std::string said = Said();
  EXPECT_THAT(said, HasSubstr("nothing is on record of an (is it ann?), zoe"));
  EXPECT_THAT(said, HasSubstr("nobody has, and exports leave out, ann"));
  Write("submissions/students.csv", "submission,name\nann,Ann\n");
  EXPECT_THAT(Said(), Not(HasSubstr("students.csv")));
  Write("submissions/students.csv", "submission,name\nbaseline,Bea\n");
  EXPECT_THAT(Said(), HasSubstr("the submission of Bea, baseline, is the "
                                "course's own"));
  EXPECT_THAT(Said(), ::testing::StartsWith("3 "));
}

// In the roster and in students.csv alike.
TEST_F(CheckTest, ANameWithOddCharactersIsFound) {
  Graded("ann", "");
  const std::string roster = course_.roster();
  for (const std::string odd :
       {"../ann", "a b", "a-b", "ann/", "ünal", ":ann", "1st", "-ann", "."}) {
    Write("submissions/roster.bzl", "ROSTER = [\"ann\", \"" + odd + "\"]\n");
    EXPECT_THAT(Said(), ::testing::StartsWith("3 ")) << odd;
    EXPECT_THAT(Said(), HasSubstr(roster + ": \"")) << odd;
    EXPECT_THAT(Said(), HasSubstr("is no name for a submission")) << odd;
    Write("submissions/roster.bzl", "ROSTER = [\"ann\"]\n");
    Write("submissions/students.csv", "submission\nann\n\"" + odd + "\"\n");
    EXPECT_THAT(Said(), ::testing::StartsWith("3 ")) << odd;
    EXPECT_THAT(Said(), HasSubstr("students.csv: line 3: \"")) << odd;
    fs::remove(course_.students());
    EXPECT_THAT(Said(), ::testing::StartsWith("0 ")) << odd;
  }
}

}  // namespace
}  // namespace olympics
