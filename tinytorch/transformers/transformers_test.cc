#include "tinytorch/transformers/transformers.h"

#include <cmath>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tinytorch/autograd/autograd.h"

namespace tinytorch {
namespace {

using ::testing::ElementsAre;

TEST(LayerNormTest, GivesEachRowMeanZeroAndVarianceOne) {
  LayerNorm norm(8);
  Generator g(1);
  const Tensor y = norm(Tensor::randn({4, 8}, g) * 5 + 3);
  for (int64_t r = 0; r < 4; ++r) {
    const Tensor row = y.slice(0, r, r + 1);
    EXPECT_NEAR(row.mean().item(), 0, 1e-5);
    EXPECT_NEAR((row * row).mean().item(), 1, 1e-3);
  }
}

TEST(LayerNormTest, GradientsAgreeWithCentralDifferences) {
  Generator g(2);
  EXPECT_EQ(check_gradients(
                [](const std::vector<Tensor>& t) {
                  return layer_norm(t[0], t[1], t[2]);
                },
                {Tensor::randn({3, 5}, g), Tensor::randn({5}, g),
                 Tensor::randn({5}, g)}),
            "");
}

TEST(TransformerBlockTest, GradientsAgreeWithCentralDifferences) {
  manual_seed(3);
  TransformerBlock block(4, 2);
  EXPECT_EQ(check_gradients(
                [&](const std::vector<Tensor>& t) {
                  block.mlp.up.weight = t[1];
                  return block(t[0]);
                },
                {Tensor::randn({1, 3, 4}), Tensor::randn({16, 4})}),
            "");
}

GPTOptions Small() {
  return {.vocab_size = 7, .max_length = 6, .dim = 8, .heads = 2, .layers = 2};
}

TEST(GPTTest, EveryParameterReceivesAGradient) {
  manual_seed(4);
  GPT model(Small());
  const Tensor logits = model(indices({{1, 2, 3, 4, 5, 6}}, {2, 3}));
  EXPECT_THAT(logits.sizes(), ElementsAre(2, 3, 7));
  logits.sum().backward();
  for (const auto& [name, tensor] : model.state_dict()) {
    EXPECT_TRUE(tensor.grad().defined()) << name;
  }
}

TEST(GPTTest, ALaterTokenChangesNoEarlierLogits) {
  manual_seed(5);
  GPT model(Small());
  const Tensor a = model(indices({{1, 2, 3, 4}}, {1, 4}));
  const Tensor b = model(indices({{1, 2, 3, 6}}, {1, 4}));
  EXPECT_EQ(a.slice(1, 0, 3).to_vector(), b.slice(1, 0, 3).to_vector());
  EXPECT_NE(a.to_vector(), b.to_vector());
}

TEST(SampleTest, TemperatureZeroTakesTheLargestAndTopKLimitsTheRest) {
  const std::vector<float> logits = {0, 3, 2, 1};
  Generator g(6);
  EXPECT_EQ(sample(logits, {.temperature = 0}, g), 1);
  std::vector<int> seen(4);
  for (int i = 0; i < 4000; ++i) ++seen[sample(logits, {.top_k = 2}, g)];
  EXPECT_EQ(seen[0] + seen[3], 0);
  // e³ / (e³ + e²)
  EXPECT_NEAR(seen[1] / 4000.0, 0.731, 0.03);
}

TEST(SampleTest, EveryTokenComesAsOftenAsItsProbability) {
  const std::vector<float> logits = {std::log(0.1f), std::log(0.2f),
                                     std::log(0.7f)};
  Generator g(7);
  std::vector<int> seen(3);
  for (int i = 0; i < 10000; ++i) ++seen[sample(logits, {}, g)];
  EXPECT_NEAR(seen[0] / 10000.0, 0.1, 0.02);
  EXPECT_NEAR(seen[1] / 10000.0, 0.2, 0.02);
  EXPECT_NEAR(seen[2] / 10000.0, 0.7, 0.02);
}

TEST(GenerateTest, GoesOnBeyondTheLongestSequenceAndRepeatsWithTheSeed) {
  manual_seed(8);
  GPT model(Small());
  const std::vector<int32_t> prompt = {1, 2};
  const auto a = generate(model, prompt, {.tokens = 10, .seed = 1});
  EXPECT_EQ(a.size(), 12u);
  EXPECT_EQ(a, generate(model, prompt, {.tokens = 10, .seed = 1}));
  EXPECT_NE(a, generate(model, prompt, {.tokens = 10, .seed = 2}));
  EXPECT_TRUE(model.is_training());
}

TEST(GPTDeathTest, MisuseIsNamed) {
  GPT model(Small());
  EXPECT_DEATH(model(Tensor::zeros({1, 7})), "\\[1, 7, 8\\].*\\[6, 8\\]");
  EXPECT_DEATH(model(Tensor::full({1, 2}, 7)), "index 7 .*\\[7, 8\\]");
  EXPECT_DEATH(generate(model, {}, {.tokens = 1}), "empty prompt");
}

}  // namespace
}  // namespace tinytorch
