#include "tools/text/suggest.h"

#include <algorithm>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace olympics {
namespace {

TEST(SuggestTest, WhatIsLikeItIsFound) {
  EXPECT_EQ(Nearest("registr", {"report", "register", "regrade"}), "register");
  EXPECT_EQ(Nearest("alcie", {"alice", "bob"}), "alice");
  EXPECT_EQ(Nearest("alice", {"alice_chen", "bob_smith"}), "alice_chen");
  EXPECT_EQ(Nearest("sped", {"memory_miser", "speed_demon"}), "speed_demon");
  EXPECT_EQ(Nearest("Memory-Misr", {"memory_miser", "speed_demon"}),
            "memory_miser");
  EXPECT_EQ(Nearest("--basline", {"--final", "--baseline"}), "--baseline");
  EXPECT_EQ(Nearest("inovation", {"teaching", "innovation"}), "innovation");
  EXPECT_EQ(Nearest("ls", {"list", "check"}), "");
}

TEST(SuggestTest, TheNearestIsMeantInWhateverOrderTheyAre) {
  const struct {
    const char* typed;
    const char* meant;
    std::vector<std::string> known;  // all of them like it
  } kCases[] = {{"fuzed", "fused", {"fused", "fuse", "fud", "fused2"}},
                {"bob1", "bob", {"bo", "bob", "rob", "bob_12"}},
                {"quantised", "quantized", {"quantize", "quantized", "quants"}},
                {"ann", "ann", {"anna", "anne", "ann", "an"}}};
  for (const auto& c : kCases) {
    std::vector<std::string> known = c.known;
    std::sort(known.begin(), known.end());
    do {
      EXPECT_EQ(Nearest(c.typed, known), c.meant) << known[0];
    } while (std::next_permutation(known.begin(), known.end()));
  }
}

TEST(SuggestTest, NothingIsMadeUp) {
  EXPECT_EQ(Nearest("xyz", {"register", "report"}), "");
  EXPECT_EQ(Nearest("bo", {"al"}), "");
  EXPECT_EQ(Nearest("", {"register"}), "");
  EXPECT_EQ(Nearest("⚡", {"register"}), "");
  EXPECT_EQ(Nearest("anything", {}), "");
  EXPECT_EQ(DidYouMean("xyz", {"register"}), "");
  EXPECT_EQ(DidYouMean("scors", {"scores"}), "; did you mean scores?");
}

TEST(SuggestTest, PlainIsHowNamesAreTyped) {
  EXPECT_EQ(Plain("⚡ Speed Demon"), "speed_demon");
  EXPECT_EQ(Plain("Speed-Demon "), "speed_demon");
  EXPECT_EQ(Plain("SPEED__DEMON"), "speed_demon");
  EXPECT_EQ(Plain("TinyMLPerf"), "tinymlperf");
  EXPECT_EQ(Plain("--!"), "");
}

}  // namespace
}  // namespace olympics
