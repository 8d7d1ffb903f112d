#include "tinytorch/autograd/autograd.h"

#include <memory>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tinytorch {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Tensor Leaf(std::vector<float> values) {
  const int64_t n = static_cast<int64_t>(values.size());
  return Tensor::from(std::move(values), {n}).set_requires_grad(true);
}

TEST(AutogradTest, AddsTheGradientsOfEveryUseOfATensor) {
  Tensor x = Leaf({1, 2, 3});
  const Tensor y = x * x;
  (y + x * y).sum().backward();  // d(x² + x³) = 2x + 3x²
  EXPECT_THAT(x.grad().to_vector(), ElementsAre(5, 16, 33));
}

TEST(AutogradTest, GradientsAccumulateOverPassesUntilTheyAreZeroed) {
  Tensor x = Leaf({2});
  (x * 3).sum().backward();
  (x * 4).sum().backward();
  EXPECT_EQ(x.grad().item(), 7);
  x.zero_grad();
  EXPECT_FALSE(x.grad().defined());
}

TEST(AutogradTest, NothingIsRecordedUnderNoGradGuard) {
  Tensor x = Leaf({2});
  {
    NoGradGuard guard;
    EXPECT_FALSE((x * x).requires_grad());
  }
  EXPECT_TRUE((x * x).requires_grad());
  EXPECT_FALSE((x * x).detach().requires_grad());
}

TEST(AutogradTest, LongChainsDoNotExhaustTheStack) {
  Tensor x = Leaf({1});
  Tensor y = x;
  for (int i = 0; i < 20000; ++i) y = y + 0.0f;
  y.sum().backward();
  EXPECT_EQ(x.grad().item(), 1);
}

TEST(AutogradTest, CheckGradientsFindsAWrongDerivative) {
  const auto wrong = [](const std::vector<Tensor>& in) {
    Tensor out = in[0].detach() * in[0].detach();
    if (needs_grad({&in[0]})) {
      record(out, "wrong", {in[0]},
             [x = in[0]](const Tensor& g) -> std::vector<Tensor> {
               return {g * x.detach()};  // the 2 of 2x is missing
             });
    }
    return out;
  };
  EXPECT_THAT(check_gradients(wrong, {Leaf({1, 2})}),
              HasSubstr("input 0 entry 0"));
}

// The commonest mistake of a beginner: a total that keeps every step's graph.
// Both ways in which a node holds another are walked: as an input, and as what
// its backward function captured.
TEST(AutogradTest, AGraphOfAMillionNodesIsReleasedWithoutBackward) {
  const Tensor x = Leaf({1});
  Tensor sum = x, product = x;
  for (int i = 0; i < 1'000'000; ++i) sum = sum + x;
  for (int i = 0; i < 1'000'000; ++i) product = product * x;
  EXPECT_EQ(sum.item(), 1'000'001);
  const std::weak_ptr<TensorImpl> leaf = x.impl();
  EXPECT_GT(leaf.use_count(), 1'000'000);
  sum = Tensor();
  product = Tensor();
  EXPECT_EQ(leaf.use_count(), 1);  // nothing of either graph is left
}

TEST(AutogradDeathTest, MisuseIsNamed) {
  Tensor x = Leaf({1, 2});
  Tensor y = x * x;
  EXPECT_DEATH(y.backward(), "shape \\[2\\] needs a gradient");
  const auto twice = [&] {
    Tensor z = y.sum();
    z.backward();
    z.backward();
  };
  EXPECT_DEATH(twice(), "second time");
  EXPECT_DEATH(Tensor::ones({1}).backward(), "nothing here requires");
}

}  // namespace
}  // namespace tinytorch
