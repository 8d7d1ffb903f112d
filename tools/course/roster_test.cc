#include "tools/course/roster.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

constexpr char kText[] =
    "\"\"\"Who.\"\"\"\n\n# Ours.\nEXAMPLES = [\n    \"baseline\",\n"
    "    # \"old\",\n    'fused',\n]\n\nSTUDENTS = []\n\n"
    "ROSTER = EXAMPLES + STUDENTS  # all\n";

TEST(RosterTest, TheCoursesOwnIsWhatTheTreeHas) {
  const auto text = base::ReadFile("submissions/roster.bzl");
  ASSERT_TRUE(text.ok());
  const auto roster = ParseRoster(*text);
  ASSERT_TRUE(roster.ok()) << roster.status();
  EXPECT_THAT(roster->names, Contains("baseline"));
  EXPECT_THAT(roster->own, Contains("strided"));
}

TEST(RosterTest, ListsAddUp) {
  const auto roster = ParseRoster(kText);
  ASSERT_TRUE(roster.ok()) << roster.status();
  EXPECT_THAT(roster->names, ElementsAre("baseline", "fused"));
  EXPECT_THAT(roster->own, UnorderedElementsAre("baseline", "fused"));
  // One that says nothing of examples, on one line.
  const auto plain = ParseRoster("ROSTER = [\"a\", \"c\"]");
  ASSERT_TRUE(plain.ok());
  EXPECT_THAT(plain->names, ElementsAre("a", "c"));
  EXPECT_THAT(plain->own, ElementsAre("baseline"));
  // Examples that are not graded stay the course's own.
  const auto fewer = ParseRoster(
      "EXAMPLES = [\"fused\"]\nROSTER = [\"baseline\"] + [\"ann\"]\n");
  ASSERT_TRUE(fewer.ok());
  EXPECT_THAT(fewer->names, ElementsAre("baseline", "ann"));
  EXPECT_THAT(fewer->own, Contains("fused"));
}

TEST(RosterTest, WhatIsNoListOfNamesIsRefused) {
  for (const char* text : {"",
                           "ROSTER = [n for n in NAMES]\n",
                           "ROSTER = [\"a\" \"b\"]\n",
                           "ROSTER = [\"a\"\n",
                           "ROSTER = OTHERS\n",
                           "ROSTER = ROSTER\n",
                           "ROSTER = [\"a\"] + names()\n",
                           "ROSTER = [\"a\"]\nROSTER = []\n",
                           "ROSTER = [\"a\"]\nROSTER.append(\"b\")\n",
                           "ROSTER = [\"a\"]\nROSTER += [\"b\"]\n",
                           "ROSTER = LATER\nLATER = [\"a\"]\n",
                           "ROSTER = [\"a\\x62\"]\n",
                           "load(\":more.bzl\", \"MORE\")\nROSTER = MORE\n",
                           "def f():\n    ROSTER = [\"a\"]\n",
                           "  ROSTER = [\"a\"]\n",
                           "ROSTER = [\"a\"] if True else []\n",
                           "ROSTER = [\"a\"] * 2\n",
                           "ROSTER = (\"a\", \"b\")\n",
                           "\"\"\"not closed\nROSTER = [\"a\"]\n",
                           "EXAMPLES = glob()\nROSTER = [\"a\"]\n"}) {
    const auto roster = ParseRoster(text);
    ASSERT_FALSE(roster.ok()) << text;
    EXPECT_THAT(std::string(roster.status().message()),
                HasSubstr("lists of names added up"));
    EXPECT_EQ(RosterWith(text, "ann"), text);
  }
}

TEST(RosterTest, WhatIsNotUnderstoodIsNamedByItsLine) {
  const auto message = [](const std::string& text) {
    return std::string(ParseRoster(text).status().message());
  };
  EXPECT_THAT(message("# Ours.\n\nROSTER = [\n    \"a\",\n    b,\n]\n"),
              HasSubstr("line 5 is not what can be read"));
  EXPECT_THAT(message("EXAMPLES = []\nROSTER = [\"a\"]\nprint(ROSTER)\n"),
              HasSubstr("line 3"));
  EXPECT_THAT(message("EXAMPLES = []\n"), HasSubstr("there is no ROSTER"));
}

// What is said in a comment or a docstring is no list.
TEST(RosterTest, OnlyWhatStarlarkReadsCounts) {
  const auto roster = ParseRoster(
      "\"\"\"As in:\n\nROSTER = [\"x\"]\n\"\"\"\n# ROSTER = [\"y\"]\n"
      "ROSTER = [  # who\n    \"a\",  # ], \"z\"\n    'b' ,\n]  # ]\n"
      "'''\nEXAMPLES = [\"w\"]\n'''\n");
  ASSERT_TRUE(roster.ok()) << roster.status();
  EXPECT_THAT(roster->names, ElementsAre("a", "b"));
  EXPECT_THAT(roster->own, ElementsAre("baseline"));
}

// However the lists are written: one name more, and none less.
TEST(RosterTest, WhoWasGradedStaysGradedWhenOneIsAdded) {
  std::vector<std::string> lists;
  for (const std::string q : {"\"", "'"}) {
    const std::string b = q + "bob" + q, d = q + "dan" + q;
    for (const std::string& list : std::vector<std::string>{
             "[" + b + "]", "[" + b + "," + d + "]", "[" + b + ", " + d + ",]",
             "[ " + b + ",\n" + d + " ]", "[\n" + b + ",\n" + d + "\n]",
             "[\n    " + b + ",\n    " + d + ",\n]",
             "[  # \"no\",\n    " + b + ",  # [\n    # ]\n    " + d +
                 "  # the last\n]",
             "[\n    " + d + ",\n    " + b + ",\n]",
             "[\r\n    " + b + ",\r\n    " + d + ",\r\n]"}) {
      lists.push_back(list);
    }
  }
  lists.insert(lists.end(), {"[]", "[ ]", "[\n]", "[\n    # none\n]"});
  for (const std::string& list : lists) {
    for (const std::string& text :
         {"ROSTER = " + list + "\n", "ROSTER = " + list,
          "EXAMPLES = ['fused']\nSTUDENTS = " + list +
              "\nROSTER = EXAMPLES + STUDENTS\n",
          "STUDENTS = []\nROSTER = " + list + "  # STUDENTS are away\n",
          "STUDENTS = []\nEXAMPLES = " + list + "\nROSTER = EXAMPLES  # ours\n",
          "A = " + list + "\nROSTER = A + A\n",
          "STUDENTS = " + list + "\nROSTER = STUDENTS + STUDENTS",
          "ROSTER = " + list + " + [\"zoe\"]\n"}) {
      const auto before = ParseRoster(text);
      ASSERT_TRUE(before.ok()) << before.status() << text;
      std::string now = text;
      std::set<std::string> wanted(before->names.begin(), before->names.end());
      for (const char* name : {"cat", "amy", "eve", "bea"}) {
        now = RosterWith(now, name);
        wanted.insert(name);
        const auto after = ParseRoster(now);
        ASSERT_TRUE(after.ok()) << after.status() << text << now;
        EXPECT_EQ(
            std::set<std::string>(after->names.begin(), after->names.end()),
            wanted)
            << text << now;
        EXPECT_EQ(after->own, before->own) << text << now;
      }
      // And no remark.
      for (const char* remark : {"the last", "none", "are away"}) {
        EXPECT_EQ(absl::StrContains(now, remark),
                  absl::StrContains(text, remark))
            << now;
      }
    }
  }
}

TEST(RosterTest, ANameIsAddedInItsPlace) {
  EXPECT_EQ(RosterWith("ROSTER = ['a', 'c']\n", "b"),
            "ROSTER = ['a', \"b\", 'c']\n");
  EXPECT_EQ(RosterWith("ROSTER = [\n    \"a\",  # first\n    \"c\"\n]\n", "b"),
            "ROSTER = [\n    \"a\",  # first\n    \"b\",\n    \"c\"\n]\n");
  EXPECT_EQ(RosterWith("ROSTER = [\n    \"a\"\n]\n", "b"),
            "ROSTER = [\n    \"a\",\n    \"b\",\n]\n");
  const std::string with = RosterWith(kText, "bob");
  EXPECT_THAT(with, HasSubstr("STUDENTS = [\n    \"bob\",\n]\n\nROSTER"));
  EXPECT_THAT(RosterWith(with, "alice"),
              HasSubstr("STUDENTS = [\n    \"alice\",\n    \"bob\",\n]\n"));
  EXPECT_EQ(RosterWith(with, "bob"), with);
  EXPECT_EQ(RosterWith(with, "fused"), with);
  EXPECT_EQ(
      RosterWith("\"\"\"Who.\"\"\"\n\nROSTER = [\n    \"bob\",\n]\n", "alice"),
      "\"\"\"Who.\"\"\"\n\nROSTER = [\n    \"alice\",\n    \"bob\",\n]\n");
}

TEST(RosterTest, NamesThatReadAlikeAreTaken) {
  EXPECT_TRUE(LooksLikeOwn({"baseline"}, "Baseline"));
  EXPECT_FALSE(LooksLikeOwn({"baseline"}, "baselines"));
  EXPECT_FALSE(LooksLikeOwn({}, "baseline"));
}

}  // namespace
}  // namespace olympics
