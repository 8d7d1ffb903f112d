#include "tinytorch/optimizers/optimizers.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"
#include "tinytorch/autograd/autograd.h"

namespace tinytorch {
namespace {

// Two steps from p = 1 with gradients 0.5 then -1, by hand in double precision.
template <typename O>
float TwoSteps(O optimizer, Tensor p) {
  for (const float g : {0.5f, -1.0f}) {
    p.set_grad(Tensor::full({1}, g));
    optimizer.step();
  }
  return p.item();
}

TEST(OptimizersTest, FollowTheirPublishedFormulas) {
  const auto one = [] { return Tensor::ones({1}).set_requires_grad(true); };
  Tensor p = one();
  EXPECT_NEAR(TwoSteps(SGD({p}, {.lr = 0.1f}), p), 1 - 0.05 + 0.1, 1e-6);
  p = one();
  // v1 = 0.5; v2 = 0.9·0.5 - 1 = -0.55
  EXPECT_NEAR(TwoSteps(SGD({p}, {.lr = 0.1f, .momentum = 0.9f}), p),
              1 - 0.05 + 0.055, 1e-6);
  const auto adam = [](double wd, bool decoupled) {
    double x = 1, m = 0, v = 0;
    int t = 0;
    for (double g : {0.5, -1.0}) {
      ++t;
      if (!decoupled) g += wd * x;
      m = 0.9 * m + 0.1 * g;
      v = 0.999 * v + 0.001 * g * g;
      if (decoupled) x -= 0.1 * wd * x;
      x -= 0.1 * (m / (1 - std::pow(0.9, t))) /
           (std::sqrt(v / (1 - std::pow(0.999, t))) + 1e-8);
    }
    return x;
  };
  p = one();
  EXPECT_NEAR(TwoSteps(Adam({p}, {.lr = 0.1f}), p), adam(0, false), 1e-5);
  p = one();
  EXPECT_NEAR(TwoSteps(Adam({p}, {.lr = 0.1f, .weight_decay = 0.1f}), p),
              adam(0.1, false), 1e-5);
  p = one();
  EXPECT_NEAR(TwoSteps(AdamW({p}, {.lr = 0.1f, .weight_decay = 0.1f}), p),
              adam(0.1, true), 1e-5);
}

TEST(OptimizersTest, ParametersWithoutAGradientStay) {
  Tensor p = Tensor::ones({2}).set_requires_grad(true);
  SGD optimizer({p}, {.lr = 1});
  optimizer.step();
  EXPECT_EQ(p.at({0}), 1);
}

TEST(OptimizersTest, EachFindsTheBottomOfABowl) {
  const auto minimum = [](auto optimizer, const Tensor& p) {
    for (int i = 0; i < 500; ++i) {
      optimizer.zero_grad();
      ((p - 3.0f) * (p - 3.0f)).sum().backward();
      optimizer.step();
    }
    return p.at({0});
  };
  const auto start = [] { return Tensor::zeros({2}).set_requires_grad(true); };
  Tensor p = start();
  EXPECT_NEAR(minimum(SGD({p}, {.lr = 0.05f, .momentum = 0.5f}), p), 3, 1e-3);
  p = start();
  EXPECT_NEAR(minimum(Adam({p}, {.lr = 0.05f}), p), 3, 1e-2);
}

}  // namespace
}  // namespace tinytorch
