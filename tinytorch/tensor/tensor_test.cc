#include "tinytorch/tensor/tensor.h"

#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tinytorch/autograd/autograd.h"

namespace tinytorch {
namespace {

using ::testing::ElementsAre;

Tensor Iota(const Shape& shape) {
  int64_t n = 1;
  for (int64_t s : shape) n *= s;
  return Tensor::arange(n).reshape(shape);
}

TEST(TensorTest, CopiesShareNumbersAndClonesDoNot) {
  Tensor a = Tensor::zeros({2});
  Tensor b = a, c = a.clone();
  b.data()[0] = 5;
  EXPECT_EQ(a.at({0}), 5);
  EXPECT_EQ(c.at({0}), 0);
}

TEST(TensorTest, ABlobIsSeenWithoutACopy) {
  float memory[] = {1, 2, 3, 4};
  const Tensor t = Tensor::from_blob(memory, {2, 2});
  memory[2] = 9;
  EXPECT_EQ(t.at({1, 0}), 9);
  EXPECT_EQ(t.data(), memory);
}

TEST(TensorTest, ViewsReadTheSameStorageThroughOtherStrides) {
  const Tensor a = Iota({2, 3});
  EXPECT_THAT(a.transpose(0, 1).to_vector(), ElementsAre(0, 3, 1, 4, 2, 5));
  EXPECT_THAT(a.slice(1, 0, 3, 2).to_vector(), ElementsAre(0, 2, 3, 5));
  EXPECT_THAT(a.slice(0, -1, 2).to_vector(), ElementsAre(3, 4, 5));
  EXPECT_THAT(a.permute({1, 0}).reshape({6}).to_vector(),
              ElementsAre(0, 3, 1, 4, 2, 5));
  EXPECT_THAT(a.reshape({3, -1}).sizes(), ElementsAre(3, 2));
  EXPECT_FALSE(a.transpose(0, 1).is_contiguous());
  EXPECT_EQ(a.transpose(0, 1).data(), a.data());
}

TEST(TensorDeathTest, SizesThatCannotBeCountedAreRefusedByTheOperation) {
  constexpr int64_t k32 = int64_t{1} << 32, k53 = int64_t{1} << 53,
                    k62 = int64_t{1} << 62;
  const std::vector<Shape> shapes = {
      {k62}, {k32, k32}, {0, k53, k53}, {k53, k53, 0}, {2, k62, 2}};
  float memory = 0;
  const Tensor one = Tensor::ones({1}), none = Tensor::empty({0});
  for (const Shape& shape : shapes) {
    SCOPED_TRACE(to_string(shape));
    EXPECT_DEATH(Tensor::empty(shape), "empty: .* more elements than can be");
    EXPECT_DEATH(Tensor::zeros(shape), "more elements than can be");
    EXPECT_DEATH(Tensor::from_blob(&memory, shape),
                 "from_blob: .* more elements than can be");
    EXPECT_DEATH(none.reshape(shape), "reshape: .* more elements than can be");
    EXPECT_DEATH(one.expand(shape), "expand: .* more elements than can be");
  }
}

TEST(TensorDeathTest, ReshapeNamesItselfAndTheShapeThatWasAskedFor) {
  const Tensor six = Iota({6});
  EXPECT_DEATH(six.reshape({-2, -3}), "reshape: negative .*\\[-2, -3\\]");
  EXPECT_DEATH(six.reshape({-1, -3}), "reshape: negative .*\\[-1, -3\\]");
  EXPECT_DEATH(six.reshape({-1, -1}), "two unknown sizes in \\[-1, -1\\]");
  EXPECT_DEATH(six.reshape({-1, 4}), "does not fill \\[-1, 4\\]");
  EXPECT_DEATH(six.reshape({-1, 0}), "does not fill \\[-1, 0\\]");
}

TEST(TensorTest, BroadcastingAlignsAxesAtTheEnd) {
  const Tensor rows = Iota({2, 1}), columns = Iota({3});
  EXPECT_THAT((rows * 10 + columns).to_vector(),
              ElementsAre(0, 1, 2, 10, 11, 12));
  EXPECT_THAT((1.0f - columns).to_vector(), ElementsAre(1, 0, -1));
  EXPECT_THAT((6.0f / (columns + 1)).to_vector(), ElementsAre(6, 3, 2));
  EXPECT_THAT((Tensor::ones({0, 3}) + columns).sizes(), ElementsAre(0, 3));
}

TEST(TensorTest, ReductionsWorkOverAnyAxisWithAndWithoutKeepdim) {
  const Tensor a = Iota({2, 3});
  EXPECT_EQ(a.sum().item(), 15);
  EXPECT_THAT(a.sum(0).to_vector(), ElementsAre(3, 5, 7));
  EXPECT_THAT(a.mean(1, true).sizes(), ElementsAre(2, 1));
  EXPECT_THAT(a.mean(-1).to_vector(), ElementsAre(1, 4));
  EXPECT_THAT(a.max(0).to_vector(), ElementsAre(3, 4, 5));
  EXPECT_EQ(a.max().item(), 5);
  EXPECT_THAT(a.argmax(1), ElementsAre(2, 2));
  EXPECT_THAT(a.transpose(0, 1).sum(0).to_vector(), ElementsAre(3, 12));
  EXPECT_EQ(Tensor::zeros({0}).sum().item(), 0);
}

TEST(TensorTest, MaxLetsNanThrough) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_TRUE(std::isnan(Tensor::from({1, nan, 3}, {3}).max().item()));
}

TEST(TensorTest, MatmulFollowsTheRulesForEveryRank) {
  const Tensor a = Iota({2, 3}), v = Iota({3});
  EXPECT_THAT(matmul(a, a.transpose(0, 1)).to_vector(),
              ElementsAre(5, 14, 14, 50));
  EXPECT_THAT(matmul(a, v).to_vector(), ElementsAre(5, 14));
  EXPECT_THAT(matmul(v, a.transpose(0, 1)).to_vector(), ElementsAre(5, 14));
  EXPECT_EQ(matmul(v, v).item(), 5);
  const Tensor batch = matmul(Iota({4, 1, 2, 3}), Iota({5, 3, 2}));
  EXPECT_THAT(batch.sizes(), ElementsAre(4, 5, 2, 2));
  EXPECT_THAT(matmul(Iota({4, 1, 2, 3}).slice(0, 3, 4).reshape({2, 3}),
                     Iota({5, 3, 2}).slice(0, 2, 3).reshape({3, 2}))
                  .to_vector(),
              ::testing::ElementsAreArray(
                  batch.slice(0, 3, 4).slice(1, 2, 3).to_vector()));
  EXPECT_THAT(matmul(Tensor::zeros({2, 0}), Tensor::zeros({0, 3})).to_vector(),
              ElementsAre(0, 0, 0, 0, 0, 0));
}

TEST(TensorTest, CatJoinsAlongAnAxis) {
  EXPECT_THAT(cat({Iota({1, 2}), Iota({2, 2})}, 0).to_vector(),
              ElementsAre(0, 1, 0, 1, 2, 3));
  EXPECT_THAT(cat({Iota({2, 1}), Iota({2, 2})}, 1).to_vector(),
              ElementsAre(0, 0, 1, 1, 2, 3));
}

TEST(TensorDeathTest, ShapeErrorsNameTheOperationAndBothShapes) {
  const Tensor a = Iota({2, 3}), b = Iota({2, 4});
  EXPECT_DEATH(a + b, "\\+: shapes \\[2, 3\\] and \\[2, 4\\]");
  EXPECT_DEATH(matmul(a, b), "matmul: shapes \\[2, 3\\] and \\[2, 4\\]");
  EXPECT_DEATH((void)a.reshape({4, 2}), "reshape: \\[2, 3\\].*\\[4, 2\\]");
  EXPECT_DEATH((void)a.sum(2), "sum: axis 2 .*\\[2, 3\\]");
  EXPECT_DEATH((void)a.at({2, 0}), "index 2 of axis 0");
  EXPECT_DEATH((void)cat({a, b}, 0), "cat: shapes \\[2, 3\\] and \\[2, 4\\]");
}

TEST(GeneratorTest, SameSeedGivesTheSameNumbersWithTheRightMoments) {
  Generator a(3), b(3);
  const Tensor x = Tensor::randn({20000}, a), y = Tensor::randn({20000}, b);
  EXPECT_EQ(x.to_vector(), y.to_vector());
  EXPECT_NEAR(x.mean().item(), 0, 0.03);
  EXPECT_NEAR((x * x).mean().item(), 1, 0.05);
  for (int i = 0; i < 1000; ++i) {
    const int64_t n = a.below(7);
    ASSERT_TRUE(n >= 0 && n < 7);
  }
}

struct GradientCase {
  std::string name;
  std::function<Tensor(const std::vector<Tensor>&)> f;
  std::vector<Shape> shapes;
};

class TensorGradients : public ::testing::TestWithParam<GradientCase> {};

TEST_P(TensorGradients, AgreeWithCentralDifferences) {
  Generator generator(11);
  std::vector<Tensor> inputs;
  for (const Shape& s : GetParam().shapes) {
    // In [0.5, 1.5): away from the poles of log, sqrt and division.
    inputs.push_back(Tensor::rand(s, generator) + 0.5f);
  }
  EXPECT_EQ(check_gradients(GetParam().f, inputs, 1e-2f), "");
}

using In = const std::vector<Tensor>&;
INSTANTIATE_TEST_SUITE_P(
    Ops, TensorGradients,
    ::testing::Values(
        GradientCase{"add", [](In x) { return x[0] + x[1]; }, {{2, 3}, {3}}},
        GradientCase{"sub", [](In x) { return x[0] - x[1]; }, {{2, 1}, {2, 3}}},
        GradientCase{"mul", [](In x) { return x[0] * x[1]; }, {{2, 3}, {1, 3}}},
        GradientCase{"div", [](In x) { return x[0] / x[1]; }, {{3}, {2, 3}}},
        GradientCase{"same", [](In x) { return x[0] * x[0]; }, {{4}}},
        GradientCase{"neg", [](In x) { return -x[0]; }, {{4}}},
        GradientCase{"exp", [](In x) { return exp(x[0]); }, {{2, 2}}},
        GradientCase{"log", [](In x) { return log(x[0]); }, {{5}}},
        GradientCase{"sqrt", [](In x) { return sqrt(x[0]); }, {{5}}},
        GradientCase{"matmul",
                     [](In x) { return matmul(x[0], x[1]); },
                     {{3, 4}, {4, 2}}},
        GradientCase{"batched",
                     [](In x) { return matmul(x[0], x[1]); },
                     {{2, 1, 3, 4}, {5, 4, 2}}},
        GradientCase{
            "vector", [](In x) { return matmul(x[0], x[1]); }, {{4}, {4, 2}}},
        GradientCase{
            "dot", [](In x) { return matmul(x[0], x[1]); }, {{4}, {4}}},
        GradientCase{"reshape",
                     [](In x) {
                       return x[0].reshape({3, 2});
                     },
                     {{2, 3}}},
        GradientCase{"transpose",
                     [](In x) { return x[0].transpose(0, 1).reshape({6}); },
                     {{2, 3}}},
        GradientCase{"permute",
                     [](In x) {
                       return x[0].permute({2, 0, 1});
                     },
                     {{2, 3, 2}}},
        GradientCase{
            "slice", [](In x) { return x[0].slice(1, 1, 4, 2); }, {{2, 4}}},
        GradientCase{"expand",
                     [](In x) {
                       return x[0].expand({4, 2, 3});
                     },
                     {{2, 1}}},
        GradientCase{"sum", [](In x) { return x[0].sum(); }, {{2, 3}}},
        GradientCase{"sum_axis", [](In x) { return x[0].sum(0); }, {{2, 3}}},
        GradientCase{"mean", [](In x) { return x[0].mean(1, true); }, {{2, 3}}},
        GradientCase{"max", [](In x) { return x[0].max(1); }, {{3, 4}}},
        GradientCase{"cat",
                     [](In x) {
                       return cat({x[0], x[1]}, 1);
                     },
                     {{2, 1}, {2, 3}}}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace tinytorch
