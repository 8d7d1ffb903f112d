#include "tools/course/names.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

CourseConfig Aliases() {
  CourseConfig config;
  config.set_names(CourseConfig::ALIAS);
  return config;
}

std::vector<Entry> Runs(const std::vector<std::string>& names) {
  std::vector<Entry> entries(names.size());
  for (size_t i = 0; i < names.size(); ++i) {
    entries[i].mutable_run()->set_submission(names[i]);
  }
  return entries;
}

TEST(NamesTest, WithoutAliasesEachIsCalledAsItIs) {
  EXPECT_THAT(NamesOf(CourseConfig(), {}, Runs({"ann"}), {}, "s"), IsEmpty());
  EXPECT_EQ(NameOf({}, "ann"), "ann");
}

TEST(NamesTest, AnAliasStaysWhoeverJoins) {
  const Names before = NamesOf(Aliases(), {}, Runs({"ann", "bob"}), {}, "s");
  std::vector<std::string> many = {"ann", "bob"};
  for (int i = 0; i < 3000; ++i) many.push_back(absl::StrCat("s", i));
  const Names after = NamesOf(Aliases(), {}, Runs(many), {}, "s");
  EXPECT_EQ(NameOf(before, "ann"), NameOf(after, "ann"));
  EXPECT_EQ(NameOf(before, "bob"), NameOf(after, "bob"));
  std::set<std::string> distinct;
  for (const auto& [submission, name] : after) distinct.insert(name);
  EXPECT_EQ(distinct.size(), many.size());
  EXPECT_NE(NameOf(NamesOf(Aliases(), {}, Runs({"ann"}), {}, "another"), "ann"),
            NameOf(before, "ann"));
}

TEST(NamesTest, AStudentMayChooseAndTheBaselineIsTheBaseline) {
  Student ann, eve;
  ann.submission = "ann";
  ann.display_name = "The Fast One";
  eve.submission = "eve";
  eve.display_name = "Fused";
  const Names names =
      NamesOf(Aliases(), {ann, eve}, Runs({"baseline", "ann", "bob", "fused"}),
              {"baseline", "fused"}, "s");
  EXPECT_EQ(NameOf(names, "ann"), "The Fast One");
  EXPECT_EQ(NameOf(names, "baseline"), "baseline");
  EXPECT_EQ(NameOf(names, "fused"), "fused");
  EXPECT_NE(NameOf(names, "bob"), "bob");
  // Nobody passes for the course's own.
  EXPECT_NE(NameOf(names, "eve"), "Fused");
  EXPECT_NE(NameOf(names, "eve"), "eve");
}

// As seen on the board, and chosen by another afterwards.
TEST(NamesTest, ANameThatWasMadeUpForSomebodyCannotBeTaken) {
  Student ann, bob;
  ann.submission = "ann";
  bob.submission = "bob";
  const Names before =
      NamesOf(Aliases(), {ann, bob}, Runs({"ann", "bob"}), {}, "s");
  for (const std::string& chosen :
       {NameOf(before, "ann"), absl::AsciiStrToUpper(NameOf(before, "ann")),
        " " + NameOf(before, "ann"), std::string("BASELINE")}) {
    bob.display_name = chosen;
    const Names after =
        NamesOf(Aliases(), {ann, bob}, Runs({"ann", "bob"}), {"baseline"}, "s");
    EXPECT_EQ(NameOf(after, "ann"), NameOf(before, "ann")) << chosen;
    EXPECT_EQ(NameOf(after, "bob"), NameOf(before, "bob")) << chosen;
  }
}

// Whether it is somebody's already, or will be when more have joined.
TEST(NamesTest, NobodyIsCalledAnotherForWhoJoinsLater) {
  std::vector<std::string> graded = {"ann"};
  std::vector<Student> students(60);
  // Names that are made up for some of those who come later.
  std::vector<std::string> later;
  for (int i = 0; i < 600; ++i) later.push_back(absl::StrCat("s", i));
  const Names alone = NamesOf(Aliases(), {}, Runs(later), {}, "s");
  for (size_t i = 0; i < students.size(); ++i) {
    students[i].submission = absl::StrCat("student", i);
    students[i].display_name = i % 3 == 0   ? alone.at(later[i * 10])
                               : i % 3 == 1 ? absl::StrCat("Turbo ", i)
                                            : later[i * 7];
    if (i % 2 == 0) graded.push_back(students[i].submission);
  }
  Names before = NamesOf(Aliases(), students, Runs(graded), {}, "s");
  for (const std::string& joined : later) {
    graded.push_back(joined);
    if (graded.size() % 150 != 0) continue;
    const Names now = NamesOf(Aliases(), students, Runs(graded), {}, "s");
    for (size_t i = 0; i < students.size(); i += 2) {
      const std::string& who = students[i].submission;
      // Whom they passed for has come.
      if (now.contains(students[i].display_name)) continue;
      EXPECT_EQ(NameOf(now, who), NameOf(before, who)) << i;
    }
    EXPECT_EQ(NameOf(now, "ann"), NameOf(before, "ann"));
  }
}

TEST(NamesTest, NobodyIsCalledAsAnothersSubmissionIs) {
  Student eve;
  eve.submission = "eve";
  for (const char* chosen : {"carol", "Carol", "CAROL"}) {
    eve.display_name = chosen;
    const Names names = NamesOf(Aliases(), {eve}, Runs({"carol"}), {}, "s");
    EXPECT_NE(NameOf(names, "eve"), chosen);
  }
  eve.display_name = "Eve";
  EXPECT_EQ(NameOf(NamesOf(Aliases(), {eve}, {}, {}, "s"), "eve"), "Eve");
}

TEST(NamesTest, WhatIsMadeUpIsKnownAsSuch) {
  std::vector<std::string> many;
  for (int i = 0; i < 2200; ++i) many.push_back(absl::StrCat("s", i));
  for (const auto& [submission, name] :
       NamesOf(Aliases(), {}, Runs(many), {}, "s")) {
    EXPECT_TRUE(CouldBeMadeUp(name)) << name;
    EXPECT_TRUE(CouldBeMadeUp(absl::AsciiStrToLower(name))) << name;
  }
  for (const char* free : {"", "Turbo", "Fox", "Bold", "Bold Foxes", "Bold 2",
                           "2", "The Bold Fox", "Bold Fox 2b"}) {
    EXPECT_FALSE(CouldBeMadeUp(free)) << free;
  }
}

TEST(NamesTest, RenamedEntriesTellNobody) {
  std::vector<Entry> entries = Runs({"secretname"});
  const auto event = [&] { return entries.emplace_back().mutable_event(); };
  event()->mutable_hand_in()->set_submission("secretname");
  event()->mutable_override()->set_submission("secretname");
  event()->mutable_award()->set_submission("secretname");
  event()->mutable_extension()->set_submission("secretname");
  event()->mutable_regrade()->add_submissions("secretname");
  Vote* vote = event()->mutable_vote();
  vote->set_submission("secretname");
  vote->set_voter("secretname");
  const Names names = NamesOf(Aliases(), {}, entries, {}, "s");
  for (const Entry& e : Renamed(entries, names)) {
    EXPECT_THAT(e.ShortDebugString(), Not(testing::HasSubstr("secretname")));
  }
}

}  // namespace
}  // namespace olympics
