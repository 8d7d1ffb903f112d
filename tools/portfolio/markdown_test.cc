#include "tools/portfolio/markdown.h"

#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "pugixml.hpp"

namespace olympics {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

bool WellFormed(const std::string& html) {
  pugi::xml_document document;
  return document.load_string(absl::StrCat("<div>", html, "</div>").c_str());
}

TEST(MarkdownTest, IsHtmlBelowThePagesOwnHeadings) {
  const std::string html = MarkdownHtml(
      "# Fused\n\nSome *text*, `code` & a [page](https://example.edu/?a=1&b).\n"
      "\n###### Deep\n\n| layer | time |\n|---|--:|\n| conv | 70 us |\n");
  EXPECT_TRUE(WellFormed(html)) << html;
  EXPECT_THAT(html, HasSubstr("<h3>Fused</h3>"));
  EXPECT_THAT(html, HasSubstr("<h6>Deep</h6>"));
  EXPECT_THAT(html, HasSubstr("<em>text</em>"));
  EXPECT_THAT(html, HasSubstr("<a href=\"https://example.edu/?a=1&amp;b\">"));
  EXPECT_THAT(html, HasSubstr("70 us</td>"));
  EXPECT_THAT(html, HasSubstr("tabindex=\"0\""));
}

TEST(MarkdownTest, NothingOfTheStudentsOwnIsMarkup) {
  const std::string html = MarkdownHtml(
      "<script>alert(1)</script>\n\nan <img src=x onerror=alert(1)> here\n\n"
      "[go](javascript:alert(1)) [data](data:text/html,x) "
      "![a <b>cat</b>](https://evil.example/cat.png)\n\n"
      "<div><table><tr><td>x\n");
  EXPECT_TRUE(WellFormed(html)) << html;
  for (const char* never : {"<script", "<img", "javascript:", "data:",
                            "evil.example", "<b>", "<table"}) {
    EXPECT_THAT(html, Not(HasSubstr(never)));
  }
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;"));
  EXPECT_THAT(html, HasSubstr("cat"));
}

TEST(MarkdownTest, HoldsWhateverIsPutIn) {
  EXPECT_EQ(MarkdownHtml(""), "");
  EXPECT_TRUE(WellFormed(MarkdownHtml(std::string("\xff\x00\x01<", 4))));
  static constexpr const char* kPieces[] = {
      "<",  ">",    "[",    "](",  ")",   "!",         "`",  "*",
      "\n", "|",    "-",    "# ",  "<a ", "https://x", "</", "&",
      "\"", "    ", "<!--", "```", "> ",  "x"};
  std::mt19937 random(3);
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (int i = 0; i < 24; ++i) {
      text += kPieces[random() % std::size(kPieces)];
    }
    const std::string html = MarkdownHtml(text);
    ASSERT_TRUE(WellFormed(html)) << text << "\n=>\n" << html;
    ASSERT_THAT(html, Not(HasSubstr("<!--"))) << text;
    ASSERT_THAT(html, Not(HasSubstr("<img"))) << text;
  }
}

}  // namespace
}  // namespace olympics
