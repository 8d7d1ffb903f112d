#include "tinytorch/caching/language.h"

#include <cmath>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>

#include "gtest/gtest.h"
#include "tinytorch/caching/caching.h"

namespace tinytorch {
namespace {

TEST(LanguageTest, BigramLossIsThatOfTheFormula) {
  Corpus corpus{CharTokenizer::train("ab"), {1, 2, 1, 2, 1}, {1, 2, 2}};
  // Vocabulary 3. p(b|a) = (2+1)/(2+3), p(b|b) = (0+1)/(2+3).
  EXPECT_NEAR(bigram_loss(corpus), -(std::log(0.6) + std::log(0.2)) / 2, 1e-6);
}

TEST(LanguageDeathTest, ACorpusMustBeLongerThanAWindow) {
  const Corpus corpus{CharTokenizer::train("ab"), {1, 2, 1, 2}, {1, 2}};
  const GPTOptions model = {.max_length = 4, .dim = 4, .heads = 1, .layers = 1};
  EXPECT_DEATH(train_gpt(corpus, {.model = model, .steps = 1}),
               "4 characters to train on; a max_length of 4 takes at least 5");
  GPTOptions fits = model;
  fits.max_length = 3;
  EXPECT_NE(train_gpt(corpus, {.model = fits, .steps = 21}), nullptr);
}

TEST(LanguageTest, ATrainedGptBeatsABigramModelAndTheCacheKeepsItsTokens) {
  std::ifstream file("third_party/jargon_file/jargon.txt", std::ios::binary);
  std::stringstream text;
  ASSERT_TRUE(file && (text << file.rdbuf()));
  const Corpus corpus = split_corpus(text.str());
  const std::unique_ptr<GPT> model = train_gpt(
      corpus, {.model = {.max_length = 48, .dim = 48, .heads = 3, .layers = 2},
               .steps = 1500});
  const float loss = gpt_loss(*model, corpus.validation);
  const float bigram = bigram_loss(corpus);
  std::printf("GPT %.3f, bigram %.3f nats a character\n", loss, bigram);
  EXPECT_LT(loss, bigram - 0.3f);
  const auto prompt = corpus.tokenizer.encode("The ");
  for (const float temperature : {0.0f, 0.8f}) {
    const GenerateOptions options = {.tokens = 100, .temperature = temperature};
    const auto ids = generate(*model, prompt, options);
    EXPECT_EQ(ids, generate_cached(*model, prompt, options));
    std::printf("%s\n", corpus.tokenizer.decode(ids).c_str());
  }
}

}  // namespace
}  // namespace tinytorch
