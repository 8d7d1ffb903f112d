#include "tinytorch/attention/attention.h"

#include <cmath>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tinytorch/autograd/autograd.h"

namespace tinytorch {
namespace {

using ::testing::ElementsAre;
using ::testing::FloatNear;
using ::testing::Pointwise;

MATCHER_P(Near, tolerance, "") {
  return std::fabs(std::get<0>(arg) - std::get<1>(arg)) <= tolerance;
}

TEST(AttentionTest, LooksWhereTheKeyAnswersTheQuery) {
  // Keys far apart: the softmax is as good as a choice.
  const Tensor k = Tensor::from({100, 0, 0, 100}, {2, 2});
  const Tensor v = Tensor::from({1, 2, 3, 4, 5, 6}, {2, 3});
  const Tensor q = Tensor::from({0, 9, 9, 0}, {2, 2});
  EXPECT_THAT(scaled_dot_product_attention(q, k, v).to_vector(),
              Pointwise(Near(1e-4), std::vector<float>{4, 5, 6, 1, 2, 3}));
  // Equal keys: the mean of the values.
  EXPECT_THAT(scaled_dot_product_attention(q, Tensor::ones({2, 2}), v)
                  .slice(0, 0, 1)
                  .to_vector(),
              Pointwise(Near(1e-5), std::vector<float>{2.5, 3.5, 4.5}));
}

TEST(AttentionTest, TheCausalMaskEndsAtTheLastKey) {
  const Tensor m = causal_mask(2, 3);
  EXPECT_THAT(exp(m).to_vector(), ElementsAre(1, 1, 0, 1, 1, 1));
}

TEST(AttentionTest, GradientsAgreeWithCentralDifferences) {
  Generator g(1);
  for (const bool masked : {false, true}) {
    const Tensor mask = masked ? causal_mask(3, 3) : Tensor();
    EXPECT_EQ(check_gradients(
                  [&](const std::vector<Tensor>& t) {
                    return scaled_dot_product_attention(t[0], t[1], t[2], mask);
                  },
                  {Tensor::randn({2, 3, 4}, g), Tensor::randn({2, 3, 4}, g),
                   Tensor::randn({2, 3, 2}, g)}),
              "");
  }
}

TEST(MultiHeadAttentionTest, GradientsAgreeWithCentralDifferences) {
  manual_seed(2);
  MultiHeadAttention attention(4, 2, {.causal = true});
  EXPECT_EQ(check_gradients(
                [&](const std::vector<Tensor>& t) {
                  attention.in_proj.weight = t[1];
                  attention.out_proj.bias = t[2];
                  return attention(t[0]);
                },
                {Tensor::randn({2, 3, 4}), Tensor::randn({12, 4}),
                 Tensor::randn({4})}),
            "");
}

TEST(MultiHeadAttentionTest, ACausalLayerNeverLooksAhead) {
  manual_seed(3);
  MultiHeadAttention causal(8, 2, {.causal = true}), open(8, 2);
  Tensor x = Tensor::randn({1, 5, 8});
  const auto first3 = [&](MultiHeadAttention& a) {
    return a(x).slice(1, 0, 3).to_vector();
  };
  const auto before_causal = first3(causal), before_open = first3(open);
  x.slice(1, 3, 5).fill_(7);
  EXPECT_EQ(first3(causal), before_causal);
  EXPECT_NE(first3(open), before_open);
}

TEST(MultiHeadAttentionTest, HeadsDoNotMix) {
  // With an identity for the output, features of head 0 depend on the query,
  // key and value rows of head 0 alone.
  manual_seed(4);
  MultiHeadAttention a(4, 2, {.bias = false});
  a.out_proj.weight.fill_(0);
  for (int64_t i = 0; i < 4; ++i) a.out_proj.weight.data()[i * 5] = 1;
  const Tensor x = Tensor::randn({1, 3, 4});
  const auto head0 = [&] { return a(x).slice(2, 0, 2).to_vector(); };
  const auto before = head0();
  for (int64_t block = 0; block < 3; ++block) {
    a.in_proj.weight.slice(0, block * 4 + 2, block * 4 + 4).fill_(3);
  }
  EXPECT_EQ(head0(), before);
}

TEST(MultiHeadAttentionTest, AnEmptyBatchGivesAnEmptyBatch) {
  MultiHeadAttention a(4, 2);
  EXPECT_THAT(a(Tensor::ones({0, 3, 4})).sizes(), ElementsAre(0, 3, 4));
}

TEST(AttentionDeathTest, ShapesThatDoNotFitAreNamed) {
  EXPECT_DEATH(
      scaled_dot_product_attention(Tensor::ones({2, 3}), Tensor::ones({2, 4}),
                                   Tensor::ones({2, 4})),
      "queries \\[2, 3\\], keys \\[2, 4\\]");
  EXPECT_DEATH(MultiHeadAttention(5, 2), "5 features for 2 heads");
  MultiHeadAttention a(4, 2);
  EXPECT_DEATH(a(Tensor::ones({1, 2, 3})), "\\[1, 2, 3\\].*\\[4, 4\\]");
}

}  // namespace
}  // namespace tinytorch
