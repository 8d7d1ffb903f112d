#include "tinytorch/embeddings/embeddings.h"

#include <cmath>
#include <limits>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tinytorch/autograd/autograd.h"

namespace tinytorch {
namespace {

using ::testing::ElementsAre;

TEST(EmbeddingTest, LooksUpRowsForIndicesOfAnyShape) {
  Embedding e(3, 2);
  e.weight.copy_(Tensor::from({0, 1, 10, 11, 20, 21}, {3, 2}));
  const Tensor y = e(indices({{2, 0, 1, 2}}, {2, 2}));
  EXPECT_THAT(y.sizes(), ElementsAre(2, 2, 2));
  EXPECT_THAT(y.to_vector(), ElementsAre(20, 21, 0, 1, 10, 11, 20, 21));
  EXPECT_THAT(e(indices({}, {0})).sizes(), ElementsAre(0, 2));
}

TEST(EmbeddingTest, GradientsOfRepeatedRowsAreSummed) {
  Generator g(1);
  const Tensor index = indices({{1, 0, 1, 1}}, {4});
  EXPECT_EQ(
      check_gradients(
          [&](const std::vector<Tensor>& t) { return embedding(index, t[0]); },
          {Tensor::randn({3, 2}, g)}),
      "");
}

TEST(EmbeddingDeathTest, IndicesOutOfRangeOrNotWholeAreNamed) {
  Embedding e(3, 2);
  EXPECT_DEATH(e(Tensor::full({1}, 3)),
               "index 3 into a weight of shape \\[3, 2\\]");
  EXPECT_DEATH(e(Tensor::full({1}, -1)), "index -1");
  EXPECT_DEATH(e(Tensor::full({1}, 0.5f)), "index 0.5");
  EXPECT_DEATH(e(Tensor::full({1}, std::numeric_limits<float>::quiet_NaN())),
               "index -?nan");
}

TEST(PositionalEncodingTest, IsTheFormulaOfThePaper) {
  PositionalEncoding p(PositionalEncoding::kSinusoidal, 10, 4);
  const Tensor y = p(Tensor::zeros({1, 3, 4}));
  EXPECT_NEAR(y.at({0, 0, 0}), 0, 1e-7);
  EXPECT_NEAR(y.at({0, 0, 1}), 1, 1e-7);
  EXPECT_NEAR(y.at({0, 2, 0}), std::sin(2.0), 1e-6);
  EXPECT_NEAR(y.at({0, 2, 2}), std::sin(0.02), 1e-6);
  EXPECT_NEAR(y.at({0, 2, 3}), std::cos(0.02), 1e-6);
  EXPECT_EQ(p.num_parameters(), 0);
}

TEST(PositionalEncodingTest, StartsWhereItIsTold) {
  for (const auto kind :
       {PositionalEncoding::kSinusoidal, PositionalEncoding::kLearned}) {
    PositionalEncoding p(kind, 10, 4);
    Generator g(2);
    const Tensor x = Tensor::randn({2, 6, 4}, g);
    EXPECT_EQ(p.forward_from(x.slice(1, 4, 6), 4).to_vector(),
              p(x).slice(1, 4, 6).to_vector());
  }
}

TEST(PositionalEncodingTest, LearnedPositionsReceiveGradients) {
  PositionalEncoding p(PositionalEncoding::kLearned, 3, 2);
  Generator g(3);
  EXPECT_EQ(check_gradients(
                [&](const std::vector<Tensor>& t) {
                  p.table = t[1];
                  return p(t[0]);
                },
                {Tensor::randn({2, 2, 2}, g), Tensor::randn({3, 2}, g)}),
            "");
}

TEST(PositionalEncodingDeathTest, TooLongASequenceIsNamed) {
  PositionalEncoding p(PositionalEncoding::kLearned, 3, 2);
  EXPECT_DEATH(p(Tensor::ones({1, 4, 2})), "\\[1, 4, 2\\].*\\[3, 2\\]");
}

}  // namespace
}  // namespace tinytorch
