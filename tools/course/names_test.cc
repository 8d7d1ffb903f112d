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
