#include "tinytorch/losses/losses.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"
#include "tinytorch/autograd/autograd.h"

namespace tinytorch {
namespace {

TEST(LossesTest, GiveTheValuesOfTheirFormulas) {
  const Tensor p = Tensor::from({0.2f, 0.9f}, {2});
  const Tensor t = Tensor::from({0, 1}, {2});
  EXPECT_NEAR(mse_loss(p, t).item(), (0.04 + 0.01) / 2, 1e-6);
  EXPECT_NEAR(binary_cross_entropy(p, t).item(),
              -(std::log(0.8) + std::log(0.9)) / 2, 1e-6);
  const Tensor logits = Tensor::from({1, 2, 3, 1, 1, 1}, {2, 3});
  const std::vector<int32_t> labels = {2, 0};
  const double row0 = std::log(std::exp(1) + std::exp(2) + std::exp(3)) - 3;
  EXPECT_NEAR(cross_entropy(logits, labels).item(), (row0 + std::log(3.0)) / 2,
              1e-6);
}

TEST(LossesTest, CrossEntropySurvivesHugeLogits) {
  const Tensor logits = Tensor::from({1e4f, -1e4f}, {1, 2});
  EXPECT_NEAR(cross_entropy(logits, std::vector<int32_t>{0}).item(), 0, 1e-6);
  EXPECT_NEAR(cross_entropy(logits, std::vector<int32_t>{1}).item(), 2e4, 1);
}

TEST(LossesTest, BinaryCrossEntropyIsFiniteAtTheEnds) {
  const Tensor p = Tensor::from({0, 1}, {2}), t = Tensor::from({1, 0}, {2});
  EXPECT_EQ(binary_cross_entropy(p, t).item(), 100);
}

TEST(LossesTest, GradientsAgreeWithCentralDifferences) {
  Generator g(5);
  const Tensor a = Tensor::rand({3, 4}, g) * 0.8f + 0.1f;
  const Tensor target = Tensor::rand({3, 4}, g);
  const std::vector<int32_t> labels = {0, 3, 1};
  const auto check = [&](auto f) {
    return check_gradients(
        [&](const std::vector<Tensor>& in) { return f(in[0]); }, {a.clone()},
        1e-3f, 2e-3f);
  };
  EXPECT_EQ(check([&](const Tensor& x) { return mse_loss(x, target); }), "");
  EXPECT_EQ(
      check([&](const Tensor& x) { return binary_cross_entropy(x, target); }),
      "");
  EXPECT_EQ(check([&](const Tensor& x) { return cross_entropy(x, labels); }),
            "");
  EXPECT_EQ(
      check([&](const Tensor& x) { return cross_entropy(x, labels, 0.1f); }),
      "");
}

TEST(LossesDeathTest, ALabelOutOfRangeIsNamed) {
  const std::vector<int32_t> labels = {3};
  EXPECT_DEATH(cross_entropy(Tensor::ones({1, 3}), labels),
               "label 3 of 3 classes");
}

}  // namespace
}  // namespace tinytorch
