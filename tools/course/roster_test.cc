#include "tools/course/roster.h"

#include <string>

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
  for (const char* text :
       {"", "ROSTER = [n for n in NAMES]\n", "ROSTER = [\"a\" \"b\"]\n",
        "ROSTER = [\"a\"\n", "ROSTER = OTHERS\n", "ROSTER = ROSTER\n",
        "ROSTER = [\"a\"] + names()\n",
        "EXAMPLES = glob()\nROSTER = [\"a\"]\n"}) {
    const auto roster = ParseRoster(text);
    ASSERT_FALSE(roster.ok()) << text;
    EXPECT_THAT(std::string(roster.status().message()),
                HasSubstr("lists of names added up"));
    EXPECT_EQ(RosterWith(text, "ann"), text);
  }
}

TEST(RosterTest, ANameIsAddedInItsPlace) {
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
