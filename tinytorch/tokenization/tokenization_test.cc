#include "tinytorch/tokenization/tokenization.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tinytorch/tensor/random.h"

namespace tinytorch {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(CharTokenizerTest, NumbersCharactersInOrderAndDecodesThem) {
  const CharTokenizer t = CharTokenizer::train("cabbage");
  EXPECT_EQ(t.vocab_size(), 6);  // unknown, a, b, c, e, g
  EXPECT_THAT(t.encode("cab"), ElementsAre(3, 1, 2));
  EXPECT_EQ(t.decode(t.encode("baggage")), "baggage");
}

TEST(CharTokenizerTest, CharactersAreCodePointsAndStrayBytesAreUnknown) {
  const CharTokenizer t = CharTokenizer::train("aé漢🎲");
  EXPECT_EQ(t.vocab_size(), 5);
  EXPECT_EQ(t.decode(t.encode("🎲é漢a")), "🎲é漢a");
  // A character not seen; a lone continuation byte; a truncated, an overlong
  // and a surrogate's form.
  EXPECT_THAT(t.encode("z"), ElementsAre(0));
  EXPECT_THAT(t.encode("\x80"), ElementsAre(0));
  EXPECT_THAT(t.encode("a\xC3"), ElementsAre(1, 0));
  EXPECT_THAT(t.encode("\xC0\xAF"), ElementsAre(0, 0));
  EXPECT_THAT(t.encode("\xED\xA0\x80"), ElementsAre(0, 0, 0));
  EXPECT_EQ(t.decode({{0}}), "\uFFFD");
  EXPECT_THAT(t.encode(""), ElementsAre());
}

TEST(CharTokenizerDeathTest, AnIdOutsideTheVocabularyIsNamed) {
  const CharTokenizer t = CharTokenizer::train("ab");
  EXPECT_DEATH(t.decode({{3}}), "id 3 of a vocabulary of 3");
  EXPECT_DEATH(t.decode({{-1}}), "id -1");
}

// The worked example of Sennrich et al., 2016, section 3.2: "low" 5 times,
// "lower" 2, "newest" 6, "widest" 3 first join e-s, es-t, l-o, lo-w.
TEST(BPETokenizerTest, JoinsTheMostFrequentPairsAsInThePaper) {
  std::string corpus;
  const auto add = [&](const std::string& word, int times) {
    for (int i = 0; i < times; ++i) corpus += word + "\n";
  };
  add("low", 5);
  add("lower", 2);
  add("newest", 6);
  add("widest", 3);
  const BPETokenizer t = BPETokenizer::train(corpus, 256 + 4);
  std::vector<std::string> joined;
  for (int32_t id = 256; id < 260; ++id) joined.push_back(t.decode({{id}}));
  EXPECT_THAT(joined, ElementsAre("es", "est", "lo", "low"));
  EXPECT_THAT(t.encode("lowest"), ElementsAre(259, 257));
}

TEST(BPETokenizerTest, EveryTextDecodesToItself) {
  const BPETokenizer t = BPETokenizer::train(
      "the cat sat on the mat, the 12 cats sat on 34 mats; über é\n", 300);
  Generator g(1);
  for (int round = 0; round < 200; ++round) {
    std::string text;
    for (int64_t i = g.below(40); i > 0; --i) {
      text += g.below(2) == 0 ? "the "
                              : std::string(1, static_cast<char>(g.below(256)));
    }
    ASSERT_EQ(t.decode(t.encode(text)), text);
  }
  EXPECT_LT(t.encode("the cat sat").size(), 11u);
}

TEST(BPETokenizerTest, StopsWhereNoPairOccursTwice) {
  EXPECT_EQ(BPETokenizer::train("abc", 1000).vocab_size(), 256);
  EXPECT_EQ(BPETokenizer::train("", 1000).vocab_size(), 256);
}

TEST(TokenizerJsonTest, TokenizersSurviveTheRoundTrip) {
  const CharTokenizer chars = CharTokenizer::train("héllo");
  const auto chars2 = CharTokenizer::from_json(chars.to_json());
  ASSERT_TRUE(chars2.ok());
  EXPECT_EQ(chars2->encode("hélé"), chars.encode("hélé"));
  const BPETokenizer bpe = BPETokenizer::train("low low lower lower", 260);
  const auto bpe2 = BPETokenizer::from_json(bpe.to_json());
  ASSERT_TRUE(bpe2.ok());
  EXPECT_EQ(bpe2->encode("lower"), bpe.encode("lower"));
}

TEST(TokenizerJsonTest, WhatIsNoTokenizerIsRefusedWithTheReason) {
  const std::vector<std::pair<std::string, std::string>> chars = {
      {"", "no list"},
      {"[]", "no list"},
      {R"({"characters":[1]})", "no string"},
      {R"({"characters":["ab"]})", "not one character"},
      {R"({"characters":["a","a"]})", "twice"},
  };
  for (const auto& [json, reason] : chars) {
    const auto t = CharTokenizer::from_json(json);
    ASSERT_FALSE(t.ok()) << json;
    EXPECT_THAT(std::string(t.status().message()), HasSubstr(reason));
  }
  const std::vector<std::pair<std::string, std::string>> bpe = {
      {"{", "no list"},
      {R"({"merges":[[1]]})", "no pair of earlier ids"},
      {R"({"merges":[[256,1]]})", "no pair of earlier ids"},
      {R"({"merges":[[-1,1]]})", "no pair of earlier ids"},
      {R"({"merges":[[1,1],[1,1]]})", "twice"},
  };
  for (const auto& [json, reason] : bpe) {
    const auto t = BPETokenizer::from_json(json);
    ASSERT_FALSE(t.ok()) << json;
    EXPECT_THAT(std::string(t.status().message()), HasSubstr(reason));
  }
}

}  // namespace
}  // namespace tinytorch
