#include "tools/intake/build_file.h"

#include <random>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kGood[] = R"(# A comment.
load("//grader:defs.bzl", "olympics_submission")

olympics_submission(
    name = "alice",
    categories = ["speed_demon", 'memory_miser'],  # both
    copts = ["-march=x86-64-v3"],
    hdrs = [],
)
)";

TEST(BuildFileTest, IsTakenApart) {
  const auto arguments = ParseBuildFile(kGood);
  ASSERT_TRUE(arguments.ok()) << arguments.status();
  EXPECT_THAT(arguments->at("categories").values,
              ElementsAre("speed_demon", "memory_miser"));
  EXPECT_TRUE(arguments->at("hdrs").values.empty());
  EXPECT_FALSE(arguments->at("name").list);
}

TEST(BuildFileTest, IsWrittenAnewUnderItsName) {
  const std::string text = BuildFileOf("bob", *ParseBuildFile(kGood));
  EXPECT_EQ(text, R"(load("//grader:defs.bzl", "olympics_submission")

olympics_submission(
    name = "bob",
    categories = [
        "speed_demon",
        "memory_miser",
    ],
    copts = ["-march=x86-64-v3"],
    hdrs = [],
)
)");
  EXPECT_EQ(BuildFileOf("bob", *ParseBuildFile(text)), text);
}

TEST(BuildFileTest, WhatIsCodeIsRefused) {
  const struct {
    const char* text;
    const char* why;
  } kCases[] = {
      {"", "BUILD:1: there is no olympics_submission"},
      {"load('//grader:defs.bzl', 'olympics_submission')\n", "there is no"},
      {"genrule(name = 'x', cmd = 'rm -rf /')", "not \"genrule\""},
      {"load('//tools:evil.bzl', 'x')", "only //grader:defs.bzl may be loaded"},
      {"load('//grader:defs.bzl', 'grade_test')", "may be loaded"},
      {"olympics_submission(name = 'a')\nolympics_submission(name = 'b')",
       "BUILD:2: there is a second"},
      {"[olympics_submission(name = n) for n in 'ab']", "all that may be"},
      {"olympics_submission(name = glob(['*'])[0])", "a text in quotes"},
      {"olympics_submission(hdrs = ['a'] + ['b'])", ", or ) is wanted"},
      {"olympics_submission(name = 'a', tags = ['x'])", "\"tags\" is no"},
      {"olympics_submission(name = 'a', name = 'b')", "is there twice"},
      {"olympics_submission(name = 'a\\'b')", "plain characters"},
      {"olympics_submission(name = 'a\", deps = [\"//x')", "plain characters"},
      {"olympics_submission(name = 'a", "does not end"},
      {"olympics_submission(name = \"a\nb\")", "plain characters"},
      {"olympics_submission(name = 'a'", ", or ) is wanted"},
      {"olympics_submission('a')", "is no argument"},
      {"olympics_submission(deps = ['//submissions/eve/x:y'])",
       "only targets of //tinytorch/ may be depended on"},
      {"olympics_submission(deps = ['@evil//x'])", "may be depended on"},
      {"exec('x')", "not \"exec\""},
  };
  for (const auto& c : kCases) {
    const auto arguments = ParseBuildFile(c.text);
    ASSERT_FALSE(arguments.ok()) << c.text;
    EXPECT_THAT(std::string(arguments.status().message()), HasSubstr(c.why));
  }
}

// Whatever is handed in: an answer, and what is written can be read again.
TEST(BuildFileTest, MutatedFilesNeverBreakIt) {
  std::mt19937 random(1);
  const std::string good = kGood;
  for (int i = 0; i < 20'000; ++i) {
    std::string text = good;
    for (unsigned n = 1 + random() % 4; n > 0; --n) {
      const size_t at = random() % text.size();
      switch (random() % 3) {
        case 0:
          text[at] = static_cast<char>(random());
          break;
        case 1:
          text.erase(at, random() % 8);
          break;
        default:
          text.insert(at, good, random() % good.size(), random() % 8);
      }
      if (text.empty()) text = "x";
    }
    const auto arguments = ParseBuildFile(text);
    if (!arguments.ok()) continue;
    const std::string written = BuildFileOf("x", *arguments);
    const auto again = ParseBuildFile(written);
    ASSERT_TRUE(again.ok()) << written;
    EXPECT_EQ(BuildFileOf("x", *again), written);
  }
}

}  // namespace
}  // namespace olympics
