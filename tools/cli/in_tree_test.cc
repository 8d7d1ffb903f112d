#include "tools/cli/in_tree.h"

#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "base/files.h"
#include "gmock/gmock.h"
#include "grader/attempt/digest.h"
#include "gtest/gtest.h"
#include "tools/intake/attempts.h"
#include "tools/record/store.h"

namespace olympics {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<AttemptFile> Files(const std::string& model) {
  return {{"model.cc", model},
          {"BUILD",
           "load(\"//grader:defs.bzl\", \"olympics_submission\")\n\n"
           "olympics_submission(\n    name = \"eve\",\n    categories = [\n"
           "        \"memory_miser\",\n        \"no_such\",\n        "
           "\"speed_demon\",\n    "
           "],\n)\n"}};
}

class InTreeTest : public testing::Test {
 protected:
  InTreeTest() {
    std::string pattern = testing::TempDir() + "/tree-XXXXXX";
    course_.root = mkdtemp(pattern.data());
    fs::create_directories(course_.root + "/submissions");
    for (const char* c : {"memory_miser", "speed_demon"}) {
      EXPECT_TRUE(base::MakeFolder(course_.root + "/categories/" + c).ok());
      EXPECT_TRUE(base::WriteFile(
                      course_.root + "/categories/" + c + "/spec.textproto", "")
                      .ok());
    }
  }
  ~InTreeTest() override {
    for (const auto& entry : fs::recursive_directory_iterator(course_.root)) {
      if (entry.is_directory()) {
        fs::permissions(entry.path(), fs::perms::owner_all);
      }
    }
    fs::remove_all(course_.root);
  }

  // Handed in, not put into the tree.
  std::string HandIn(const std::string& model) {
    const auto digest = KeepAttempt(course_.state(), Files(model));
    EXPECT_TRUE(digest.ok()) << digest.status();
    OnRecord(*digest);
    return *digest;
  }
  void OnRecord(const std::string& digest) {
    Entry e;
    e.mutable_event()->mutable_hand_in()->set_submission("eve");
    e.mutable_event()->mutable_hand_in()->set_digest(digest);
    entries_.push_back(e);
  }
  std::vector<GradeReport> Put(const std::string& digest = "") {
    names_ = {"eve"};
    return PutAttempts(course_, entries_, digest, ++now_, names_);
  }
  std::string Model() {
    return base::ReadFile(course_.folder("eve") + "/model.cc").value_or("");
  }

  Course course_;
  std::vector<Entry> entries_;
  std::vector<std::string> names_;
  int64_t now_ = 0;
};

TEST_F(InTreeTest, TheNewestAttemptIsGraded) {
  HandIn("one");
  EXPECT_THAT(Put(), IsEmpty());
  EXPECT_EQ(Model(), "one");
  HandIn("two");
  EXPECT_EQ(Model(), "one");
  EXPECT_THAT(Put(), IsEmpty());
  EXPECT_EQ(Model(), "two");
  EXPECT_THAT(names_, ElementsAre("eve"));
}

TEST_F(InTreeTest, AnEarlierOneIsGradedWhereItIsAskedFor) {
  const std::string one = HandIn("one");
  HandIn("two");
  EXPECT_THAT(Put(one), IsEmpty());
  EXPECT_EQ(Model(), "one");
}

TEST_F(InTreeTest, WhatWasChangedByHandStays) {
  const std::string one = HandIn("one");
  Put();
  ASSERT_TRUE(
      base::WriteFile(course_.folder("eve") + "/model.cc", "by hand").ok());
  EXPECT_THAT(Put(), IsEmpty());
  EXPECT_EQ(Model(), "by hand");
  // But for an attempt that is to be graded now.
  EXPECT_THAT(Put(one), IsEmpty());
  EXPECT_EQ(Model(), "one");
}

TEST_F(InTreeTest, AHandInOfBeforeFilesWereKeptIsWhatTheTreeHolds) {
  OnRecord("0123");
  ASSERT_TRUE(base::MakeFolder(course_.folder("eve")).ok());
  ASSERT_TRUE(base::WriteFile(course_.folder("eve") + "/model.cc", "old").ok());
  EXPECT_THAT(Put(), IsEmpty());
  EXPECT_EQ(Model(), "old");
}

TEST_F(InTreeTest, WhoseFilesWereAlteredIsNotGradedAndOthersAre) {
  const std::string digest = HandIn("one");
  const std::string folder = course_.state() + "/attempts/" + digest;
  fs::permissions(folder, fs::perms::owner_all);
  fs::remove(folder + "/model.cc");
  names_ = {"eve", "fused"};
  const auto reports = PutAttempts(course_, entries_, "", 5, names_);
  EXPECT_THAT(names_, ElementsAre("fused"));
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_EQ(reports[0].verdict(), GRADER_ERROR);
  EXPECT_EQ(reports[0].digest(), digest);
  EXPECT_THAT(reports[0].reason(), HasSubstr("are not those that were handed"));
  EXPECT_FALSE(fs::exists(course_.folder("eve")));
}

TEST_F(InTreeTest, EachCategoryThatIsEnteredHasAReportAboutTheseFiles) {
  const std::string digest = HandIn("one");
  Put();
  GradeReport not_built;
  not_built.set_submission("eve");
  not_built.set_category(kAllCategories);
  not_built.set_verdict(NOT_BUILT);
  GradeReport graded = not_built;
  graded.set_category("edge_expert");
  graded.set_digest("its own");
  std::vector<GradeReport> reports = {not_built, graded};
  AddDigests(course_, reports);
  EXPECT_EQ(reports[0].digest(), digest);
  EXPECT_EQ(reports[1].digest(), "its own");
  const auto categories = [&](const std::vector<std::string>& alone) {
    std::vector<std::string> all;
    for (const GradeReport& r : InEachCategory(course_, alone, reports)) {
      all.push_back(r.category());
    }
    return all;
  };
  EXPECT_THAT(categories({}),
              ElementsAre("memory_miser", "speed_demon", "edge_expert"));
  EXPECT_THAT(categories({"speed_demon"}),
              ElementsAre("speed_demon", "edge_expert"));
  fs::remove(course_.folder("eve") + "/BUILD");
  EXPECT_THAT(categories({}), ElementsAre(kAllCategories, "edge_expert"));
}

TEST_F(InTreeTest, OneGradingAtATime) {
  auto first = LockGrading(course_);
  ASSERT_TRUE(first.ok()) << first.status();
  const std::string path = course_.shared() + "/grading.lock";
  auto second = FileLock::TakeIfFree(path);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(*second, nullptr);
  first->reset();
  second = FileLock::TakeIfFree(path);
  ASSERT_TRUE(second.ok());
  EXPECT_NE(*second, nullptr);
}

}  // namespace
}  // namespace olympics
