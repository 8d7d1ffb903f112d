#include "base/utf8.h"

#include <string>

#include "gtest/gtest.h"

namespace base {
namespace {

// The code point, or -1 where there is none.
int64_t CodeOf(absl::string_view text, size_t size) {
  uint32_t code = 0;
  return DecodeUtf8(text, 0, code) == size ? code : -1;
}

TEST(Utf8Test, DecodesFromTheFirstToTheLastOfEachLength) {
  EXPECT_EQ(CodeOf(absl::string_view("\0", 1), 1), 0);
  EXPECT_EQ(CodeOf("\x7f", 1), 0x7f);
  EXPECT_EQ(CodeOf("\xc2\x80", 2), 0x80);
  EXPECT_EQ(CodeOf("\xdf\xbf", 2), 0x7ff);
  EXPECT_EQ(CodeOf("\xe0\xa0\x80", 3), 0x800);
  EXPECT_EQ(CodeOf("\xef\xbf\xbf", 3), 0xffff);
  EXPECT_EQ(CodeOf("\xf0\x90\x80\x80", 4), 0x10000);
  EXPECT_EQ(CodeOf("\xf4\x8f\xbf\xbf", 4), 0x10ffff);
}

TEST(Utf8Test, WhatIsNotWellFormedIsNone) {
  for (const char* bad :
       {"", "\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2x",
        "\xe0\x9f\xbf", "\xe2\x82", "\xed\xa0\x80", "\xed\xbf\xbf",
        "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff"}) {
    uint32_t code = 0;
    EXPECT_EQ(DecodeUtf8(bad, 0, code), 0u) << bad;
    EXPECT_EQ(IsUtf8(bad), *bad == '\0') << bad;
  }
}

// Every code point there is, encoded by hand.
TEST(Utf8Test, DecodesAllOfUnicode) {
  for (uint32_t c = 0x800; c <= 0x10ffff; ++c) {
    if (c == 0xd800) c = 0xe000;
    std::string text;
    if (c >= 0x10000) {
      text += static_cast<char>(0xf0 | c >> 18);
      text += static_cast<char>(0x80 | (c >> 12 & 0x3f));
    } else {
      text += static_cast<char>(0xe0 | c >> 12);
    }
    text += static_cast<char>(0x80 | (c >> 6 & 0x3f));
    text += static_cast<char>(0x80 | (c & 0x3f));
    ASSERT_EQ(CodeOf(text, text.size()), c);
  }
}

TEST(Utf8Test, AWholeTextIsUtf8OrNot) {
  EXPECT_TRUE(IsUtf8("Zoë, 李, 🏆"));
  EXPECT_TRUE(IsUtf8(absl::string_view("a\0b", 3)));
  EXPECT_FALSE(IsUtf8("Andr\xe9"));
}

TEST(Utf8Test, FirstBytesCutNoCharacter) {
  EXPECT_EQ(FirstBytes("aé", 3), "aé");
  EXPECT_EQ(FirstBytes("aé", 2), "a");
  EXPECT_EQ(FirstBytes("🏆", 3), "");
  EXPECT_EQ(FirstBytes("abc", 2), "ab");
  EXPECT_EQ(FirstBytes("\x80\x80\x80", 2), "");
}

}  // namespace
}  // namespace base
