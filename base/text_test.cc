#include "base/text.h"

#include "gtest/gtest.h"

namespace base {
namespace {

TEST(DisplayWidthTest, IsWhatATerminalTakes) {
  EXPECT_EQ(DisplayWidth(""), 0);
  EXPECT_EQ(DisplayWidth("Zoe"), 3);
  EXPECT_EQ(DisplayWidth("Zo\u00eb"), 3);
  EXPECT_EQ(DisplayWidth("e\u0301"), 1);       // a combining accent
  EXPECT_EQ(DisplayWidth("\u674e\u9f99"), 4);  // Li Long
  EXPECT_EQ(DisplayWidth("\uff21"), 2);        // A of full width
  EXPECT_EQ(DisplayWidth("\U0001F947"), 2);    // a medal
  EXPECT_EQ(DisplayWidth("\u26a1"), 2);        // a bolt
  EXPECT_EQ(DisplayWidth("\u2013\u00d7\u2026"), 3);
  EXPECT_EQ(DisplayWidth("\u200b"), 0);  // a space of no width
  // Beyond what a table of blocks had: Thai and Hebrew marks.
  EXPECT_EQ(DisplayWidth("\u0e01\u0e34"), 1);
  EXPECT_EQ(DisplayWidth("\u05d0\u05b8"), 1);
}

TEST(DisplayWidthTest, ColoursTakeNoCell) {
  EXPECT_EQ(DisplayWidth("\x1b[31mred\x1b[0m"), 3);
  EXPECT_EQ(DisplayWidth("red\x1b[0"), 3);
}

TEST(DisplayWidthTest, WhatIsShownAsAnEmojiIsWide) {
  EXPECT_EQ(DisplayWidth("\u2699\ufe0f"), 2);  // a gear
  EXPECT_EQ(DisplayWidth("\U0001F947\ufe0f"), 2);
}

TEST(DisplayWidthTest, WhatIsNoUtf8CountsByteByByte) {
  EXPECT_EQ(DisplayWidth("\xff\xff"), 2);
  EXPECT_EQ(DisplayWidth("Andr\xe9"), 5);
}

TEST(ShortenedTest, CountsCharacters) {
  EXPECT_EQ(Shortened("Zoë", 3), "Zoë");
  EXPECT_EQ(Shortened("Zoë B.", 3), "Zoë…");
  EXPECT_EQ(Shortened("", 3), "");
  EXPECT_EQ(Shortened("a", 0), "…");
  EXPECT_EQ(Shortened("李小龙", 2), "李小…");
}

TEST(ShortenedTest, CutsNothingThatIsReadAsOne) {
  EXPECT_EQ(Shortened("Zoe\u0308 B.", 3), "Zoe\u0308…");
  EXPECT_EQ(Shortened("Zoe\u0308", 3), "Zoe\u0308");
  // A family of three, and a flag of two letters.
  const char family[] = "\U0001F468\u200d\U0001F469\u200d\U0001F467";
  EXPECT_EQ(Shortened(family, 1), family);
  EXPECT_EQ(Shortened("\U0001F1E9\U0001F1EAx", 1), "\U0001F1E9\U0001F1EA…");
}

TEST(ShortenedTest, CutsWhatIsNoUtf8ByteByByte) {
  EXPECT_EQ(Shortened("\xff\xff\xff", 2), "\xff\xff…");
}

}  // namespace
}  // namespace base
