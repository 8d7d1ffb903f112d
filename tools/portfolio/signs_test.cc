#include "tools/portfolio/signs.h"

#include <set>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "pugixml.hpp"

namespace olympics {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

bool Drawn(const std::string& svg) {
  pugi::xml_document document;
  return document.load_string(svg.c_str()) &&
         document.child("svg").first_child();
}

bool Ascii(const std::string& text) {
  for (const char c : text) {
    if ((c & 0x80) != 0) return false;
  }
  return true;
}

TEST(SignsTest, EachIsADrawingOfItsOwn) {
  std::set<std::string> drawings;
  for (const char* emoji :
       {"⚡", "💾", "📱", "🔋", "🏃", "🏆", "🏅", "🎯", "🚀", "📝", "📚", "🦀"}) {
    const std::string svg = SignSvg(emoji);
    EXPECT_TRUE(Drawn(svg)) << svg;
    EXPECT_TRUE(Ascii(svg)) << svg;
    EXPECT_THAT(svg, HasSubstr("aria-hidden"));
    drawings.insert(svg);
  }
  EXPECT_EQ(drawings.size(), 12);  // the last is the flag
  EXPECT_EQ(SignSvg("no such sign"), SignSvg("🦀"));
  EXPECT_EQ(SignSvg(""), "");
}

TEST(SignsTest, MedalsAreNamed) {
  for (int rank = 1; rank <= 3; ++rank) {
    EXPECT_TRUE(Drawn(MedalSvg(rank)));
    EXPECT_TRUE(Ascii(MedalSvg(rank)));
  }
  EXPECT_THAT(MedalSvg(1), HasSubstr("aria-label=\"gold medal\""));
  EXPECT_THAT(MedalSvg(3), HasSubstr("aria-label=\"bronze medal\""));
  EXPECT_EQ(MedalSvg(0), "");
  EXPECT_EQ(MedalSvg(4), "");
}

TEST(SignsTest, TitlesKeepTheirWords) {
  EXPECT_THAT(SignedTitle("🚀 Innovation <Award>"), StartsWith("<svg"));
  EXPECT_THAT(SignedTitle("🚀 Innovation <Award>"),
              HasSubstr("</svg> Innovation &lt;Award&gt;"));
  EXPECT_EQ(SignedTitle("Innovation Award"), "Innovation Award");
  EXPECT_EQ(SignedTitle("Äpfel & more"), "Äpfel &amp; more");
  EXPECT_EQ(SignedTitle(" x"), " x");
  EXPECT_EQ(SignedTitle(""), "");
}

}  // namespace
}  // namespace olympics
