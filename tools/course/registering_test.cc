#include "tools/course/registering.h"

#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/course/names.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class RegisteringTest : public ::testing::Test {
 protected:
  std::string Why(const std::string& submission,
                  const std::string& display_name = "",
                  bool with_grades = false) {
    Student s;
    s.submission = submission;
    s.display_name = display_name;
    const absl::Status status =
        MayRegister(s, {roster_, students_, entries_, folder_}, with_grades);
    return std::string(status.message());
  }

  Roster roster_ = {{"baseline", "ann", "listed"}, {"baseline", "fused"}};
  std::vector<Student> students_;
  std::vector<Entry> entries_;
  bool folder_ = false;
};

TEST_F(RegisteringTest, ANewNameIsFree) {
  EXPECT_THAT(Why("zoe"), IsEmpty());
  EXPECT_THAT(Why("zoe", "Turbo"), IsEmpty());
  EXPECT_THAT(Why("zoe", "Zoe"), IsEmpty());
  // The instructor put it on the roster for whoever it is.
  EXPECT_THAT(Why("listed"), IsEmpty());
}

// By whatever a name can have come to be on record.
TEST_F(RegisteringTest, WhatIsOnRecordIsNobodysToTake) {
  std::vector<Entry> kinds(4);
  kinds[0].mutable_run()->set_submission("ann");
  kinds[1].mutable_event()->mutable_hand_in()->set_submission("ann");
  kinds[2].mutable_event()->mutable_override()->set_submission("ann");
  kinds[3].mutable_event()->mutable_award()->set_submission("ann");
  for (const Entry& e : kinds) {
    entries_ = {e};
    for (const char* name : {"ann", "Ann", "ANN"}) {
      EXPECT_THAT(Why(name), HasSubstr("is on record already, and nobody's"));
      EXPECT_THAT(Why(name, "", /*with_grades=*/true), IsEmpty());
    }
    EXPECT_THAT(Why("bob"), IsEmpty());
  }
  // Whoever registered it may be joined, or be told that it is theirs.
  students_.resize(1);
  students_[0].submission = "ann";
  EXPECT_THAT(Why("ann"), IsEmpty());
}

TEST_F(RegisteringTest, NorIsAFolderThatIsThere) {
  folder_ = true;
  EXPECT_THAT(Why("ann"), HasSubstr("submissions/ann is there already"));
  EXPECT_THAT(Why("zoe"), HasSubstr("submissions/zoe is there already"));
  EXPECT_THAT(Why("zoe", "", /*with_grades=*/true), IsEmpty());
}

TEST_F(RegisteringTest, TheCoursesOwnIsNobodysWhoeverSaysSo) {
  for (const char* name : {"baseline", "Baseline", "FUSED"}) {
    EXPECT_THAT(Why(name, "", true), HasSubstr("is the course's own"));
    EXPECT_THAT(Why("zoe", name, true), HasSubstr("is the course's own"));
  }
}

TEST_F(RegisteringTest, ADisplayNameIsNobodyElsesName) {
  entries_.resize(1);
  entries_[0].mutable_run()->set_submission("gone");
  for (const char* name : {"ann", "Ann", "listed", "gone", "GONE"}) {
    EXPECT_THAT(Why("zoe", name), HasSubstr("another is called")) << name;
  }
  for (const char* name : {"Bold Fox", "bold fox", "BOLD  FOX", "Wren 2"}) {
    EXPECT_EQ(Why("zoe", name).empty(), !CouldBeMadeUp(name)) << name;
  }
  EXPECT_THAT(Why("zoe", "Bold Fox 12"), HasSubstr("made up for others"));
}

}  // namespace
}  // namespace olympics
