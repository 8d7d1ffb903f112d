#include "tinytorch/activations/activations.h"

#include <cmath>
#include <limits>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tinytorch/autograd/autograd.h"

namespace tinytorch {
namespace {

using ::testing::FloatNear;
using ::testing::Pointwise;

// The expected values below are these functions in double precision (Python
// math).
const std::vector<float> kX = {-3, -0.5, 0, 0.5, 3};

TEST(ActivationsTest, GiveTheValuesOfTheirFormulas) {
  const Tensor x = Tensor::from(kX, {5});
  EXPECT_THAT(sigmoid(x).to_vector(),
              Pointwise(FloatNear(1e-6),
                        std::vector<float>{0.04742587f, 0.37754067f, 0.5f,
                                           0.62245933f, 0.95257413f}));
  EXPECT_THAT(relu(x).to_vector(), ::testing::ElementsAre(0, 0, 0, 0.5, 3));
  EXPECT_THAT(tanh(x).to_vector(),
              Pointwise(FloatNear(1e-6),
                        std::vector<float>{-0.99505475f, -0.46211716f, 0,
                                           0.46211716f, 0.99505475f}));
  EXPECT_THAT(gelu(x).to_vector(),
              Pointwise(FloatNear(1e-6),
                        std::vector<float>{-0.00404969f, -0.15426877f, 0,
                                           0.34573123f, 2.99595031f}));
}

TEST(ActivationsTest, SoftmaxSumsToOneAndSurvivesHugeInputs) {
  const Tensor x = Tensor::from({1000, 1001, -1000, 0, 0, 0}, {2, 3});
  const Tensor y = softmax(x);
  EXPECT_NEAR(y.at({0, 1}), 1 / (1 + std::exp(-1.0)), 1e-6);
  EXPECT_NEAR(y.at({1, 2}), 1.0 / 3, 1e-6);
  EXPECT_NEAR(softmax(x, 0).sum(0).at({1}), 1, 1e-6);
  EXPECT_NEAR(log_softmax(x).at({0, 2}), -2001.3133, 1e-3);
}

TEST(ActivationsTest, NanIsPassedOn) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const Tensor x = Tensor::from({nan}, {1});
  using Activation = Tensor (*)(const Tensor&);
  for (const Activation f : {&relu, &sigmoid, &tinytorch::tanh, &gelu}) {
    EXPECT_TRUE(std::isnan(f(x).item()));
  }
}

TEST(ActivationsTest, GradientsAgreeWithCentralDifferences) {
  const auto check = [](auto f) {
    // No value within the step of relu's kink.
    return check_gradients(
        [f](const std::vector<Tensor>& in) { return f(in[0]); },
        {Tensor::from({-2, -0.7f, 0.3f, 1.1f, 2.5f, -0.2f}, {2, 3})});
  };
  EXPECT_EQ(check([](const Tensor& x) { return sigmoid(x); }), "");
  EXPECT_EQ(check([](const Tensor& x) { return relu(x); }), "");
  EXPECT_EQ(check([](const Tensor& x) { return tanh(x); }), "");
  EXPECT_EQ(check([](const Tensor& x) { return gelu(x); }), "");
  EXPECT_EQ(check([](const Tensor& x) { return softmax(x); }), "");
  EXPECT_EQ(check([](const Tensor& x) { return softmax(x, 0); }), "");
  EXPECT_EQ(check([](const Tensor& x) { return log_softmax(x); }), "");
}

}  // namespace
}  // namespace tinytorch
