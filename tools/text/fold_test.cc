#include "tools/text/fold.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;

TEST(FoldedTest, IsTheSameForWhatPeopleTakeForOne) {
  const struct {
    const char* one;
    const char* other;
  } kCases[] = {
      {"bold fox", "Bold Fox"},
      {"bold fox", "  bold   fox "},
      {"a@x.edu", "A@X.EDU"},
      {"zo\xc3\xab", "zoe\xcc\x88"},  // composed, decomposed
      {"stra\xc3\x9f"
       "e",
       "STRASSE"},
      {"bob", "b\xe2\x80\x8bob"},                       // a space of no width
      {"bob", "\xef\xbd\x82\xef\xbd\x8f\xef\xbd\x82"},  // of full width
      {"bob", "bob\xe2\x80\xae"},                       // turns the text around
  };
  for (const auto& c : kCases) EXPECT_EQ(Folded(c.one), Folded(c.other));
  EXPECT_NE(Folded("bob"), Folded("rob"));
  EXPECT_EQ(Folded(""), "");
}

TEST(FoldedTest, WhatIsNoTextIsItsOwnKey) {
  EXPECT_EQ(Folded("Andr\xe9"), "Andr\xe9");
}

TEST(WhyMisreadTest, NamesOfPeopleReadAsTheyAre) {
  for (const char* name :
       {"", "Amy", "Zo\xc3\xab Fran\xc3\xa7ois", "O'Neil, Pat",
        "\xe6\x9d\x8e\xe5\xb0\x8f\xe9\xbe\x99",  // Li Xiaolong
        "\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd",      // Ivan
        "\xce\x91\xce\xbd\xce\xbd\xce\xb1",      // Anna
        "a_b-c 17"}) {
    EXPECT_EQ(WhyMisread(name), "") << name;
  }
}

TEST(WhyMisreadTest, WhatDoesNotIsToldWhy) {
  EXPECT_THAT(WhyMisread("Andr\xe9"), HasSubstr("no UTF-8"));
  EXPECT_THAT(WhyMisread(" amy"), HasSubstr("blank"));
  EXPECT_THAT(WhyMisread("amy\xc2\xa0"), HasSubstr("blank"));
  EXPECT_THAT(WhyMisread("a\xe2\x80\x8bmy"), HasSubstr("shows nothing"));
  EXPECT_THAT(WhyMisread("\xe2\x80\xaexof"), HasSubstr("turns the text"));
  EXPECT_THAT(WhyMisread("a\nb"), HasSubstr("shows nothing"));
  // The second letter is Cyrillic.
  EXPECT_THAT(WhyMisread("B\xd0\xbeld Fox"), HasSubstr("look the same"));
}

}  // namespace
}  // namespace olympics
