#include "tinytorch/spatial/spatial.h"

#include <cmath>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tinytorch/acceleration/cpu.h"
#include "tinytorch/autograd/autograd.h"

namespace tinytorch {
namespace {

using ::testing::ElementsAre;

// The sum in conv2d's header, word for word.
Tensor ConvByDefinition(const Tensor& in, const Tensor& weight,
                        const Tensor& bias, int64_t stride, int64_t padding,
                        int64_t groups) {
  const int64_t n = in.size(0), h = in.size(2), w = in.size(3);
  const int64_t out = weight.size(0), cg = weight.size(1);
  const int64_t kh = weight.size(2), kw = weight.size(3);
  const int64_t oh = (h + 2 * padding - kh) / stride + 1;
  const int64_t ow = (w + 2 * padding - kw) / stride + 1;
  Tensor result = Tensor::zeros({n, out, oh, ow});
  int64_t at = 0;
  for (int64_t b = 0; b < n; ++b) {
    for (int64_t o = 0; o < out; ++o) {
      const int64_t group = o / (out / groups);
      for (int64_t y = 0; y < oh; ++y) {
        for (int64_t x = 0; x < ow; ++x) {
          double sum = bias.defined() ? bias.at({o}) : 0;
          for (int64_t c = 0; c < cg; ++c) {
            for (int64_t i = 0; i < kh; ++i) {
              for (int64_t j = 0; j < kw; ++j) {
                const int64_t iy = y * stride + i - padding;
                const int64_t ix = x * stride + j - padding;
                if (iy < 0 || iy >= h || ix < 0 || ix >= w) continue;
                sum += weight.at({o, c, i, j}) *
                       in.at({b, group * cg + c, iy, ix});
              }
            }
          }
          result.data()[at++] = static_cast<float>(sum);
        }
      }
    }
  }
  return result;
}

// Kernels that this machine lacks are tried as the best that it has.
constexpr Target kTargets[] = {Target::kBaseline, Target::kAvx2,
                               Target::kAvx512};

struct ConvCase {
  std::string name;
  int64_t n, channels, height, width, out, kernel, stride, padding, groups;
  bool bias;
};

class ConvTest : public ::testing::TestWithParam<ConvCase> {
 protected:
  void SetUp() override {
    const ConvCase& c = GetParam();
    Generator g(11);
    in_ = Tensor::randn({c.n, c.channels, c.height, c.width}, g);
    weight_ =
        Tensor::randn({c.out, c.channels / c.groups, c.kernel, c.kernel}, g);
    if (c.bias) bias_ = Tensor::randn({c.out}, g);
  }
  void TearDown() override { limit_target(Target::kAvx512Vnni); }
  Tensor in_, weight_, bias_;
};

TEST_P(ConvTest, AgreesWithTheDefinition) {
  const ConvCase& c = GetParam();
  const Tensor expected =
      ConvByDefinition(in_, weight_, bias_, c.stride, c.padding, c.groups);
  for (const Target target : kTargets) {
    SCOPED_TRACE(target_name(target));
    limit_target(target);
    const Tensor got =
        conv2d(in_, weight_, bias_, c.stride, c.padding, c.groups);
    ASSERT_EQ(got.sizes(), expected.sizes());
    for (int64_t i = 0; i < got.numel(); ++i) {
      ASSERT_NEAR(got.data()[i], expected.data()[i], 1e-4) << "at " << i;
    }
  }
}

TEST_P(ConvTest, GradientsAgreeWithCentralDifferences) {
  const ConvCase& c = GetParam();
  std::vector<Tensor> inputs = {in_, weight_};
  if (c.bias) inputs.push_back(bias_);
  for (const Target target : kTargets) {
    SCOPED_TRACE(target_name(target));
    limit_target(target);
    EXPECT_EQ(check_gradients(
                  [&](const std::vector<Tensor>& t) {
                    return conv2d(t[0], t[1], c.bias ? t[2] : Tensor(),
                                  c.stride, c.padding, c.groups);
                  },
                  inputs),
              "");
  }
}

INSTANTIATE_TEST_SUITE_P(
    Shapes, ConvTest,
    ::testing::Values(
        ConvCase{"Plain", 2, 3, 5, 6, 4, 3, 1, 0, 1, true},
        ConvCase{"WiderThanAVector", 3, 2, 4, 19, 5, 3, 1, 1, 1, true},
        ConvCase{"ManyOutputs", 2, 2, 3, 4, 13, 3, 1, 1, 1, true},
        ConvCase{"LargeKernelPadded", 1, 2, 6, 5, 4, 5, 1, 3, 1, true},
        ConvCase{"PaddedToTheFull", 2, 3, 4, 5, 6, 3, 1, 2, 1, true},
        ConvCase{"EvenKernel", 2, 1, 5, 5, 4, 2, 1, 1, 1, false},
        ConvCase{"Padded", 2, 2, 4, 4, 3, 3, 1, 1, 1, true},
        ConvCase{"Strided", 1, 2, 7, 8, 3, 3, 2, 1, 1, true},
        ConvCase{"StrideBeyondKernel", 1, 1, 9, 9, 2, 2, 4, 0, 1, false},
        ConvCase{"Grouped", 2, 4, 5, 5, 6, 3, 1, 1, 2, true},
        ConvCase{"GroupedByOne", 1, 6, 4, 5, 3, 3, 1, 1, 3, true},
        ConvCase{"GroupedByMany", 1, 4, 4, 4, 10, 2, 1, 1, 2, true},
        ConvCase{"GroupedStrided", 2, 4, 7, 6, 6, 3, 2, 1, 2, true},
        ConvCase{"GroupedPointwise", 2, 4, 3, 3, 6, 1, 1, 0, 2, true},
        ConvCase{"GroupedPointwiseStrided", 1, 4, 5, 4, 4, 1, 2, 0, 2, true},
        ConvCase{"GroupedPaddedBeyond", 1, 2, 3, 3, 2, 2, 1, 2, 2, true},
        ConvCase{"Depthwise", 2, 3, 5, 6, 3, 3, 1, 1, 3, true},
        ConvCase{"DepthwiseWide", 1, 2, 3, 37, 2, 3, 1, 1, 2, true},
        ConvCase{"DepthwiseTall", 2, 2, 19, 3, 2, 3, 1, 1, 2, false},
        ConvCase{"DepthwiseTwoOfEach", 1, 3, 5, 5, 6, 3, 1, 1, 3, true},
        ConvCase{"DepthwiseStrided", 1, 3, 5, 5, 3, 3, 2, 1, 3, false},
        ConvCase{"DepthwiseStridedEven", 2, 2, 8, 6, 2, 3, 2, 1, 2, true},
        ConvCase{"DepthwiseStridedLarge", 1, 2, 7, 8, 2, 5, 2, 2, 2, true},
        ConvCase{"DepthwiseStridedUnpadded", 1, 2, 9, 8, 2, 3, 2, 0, 2, true},
        ConvCase{"DepthwiseStrideOfThree", 1, 2, 8, 10, 4, 4, 3, 2, 2, true},
        ConvCase{"DepthwiseStrideBeyondKernel", 1, 2, 9, 9, 2, 2, 4, 1, 2,
                 true},
        ConvCase{"Pointwise", 2, 5, 3, 3, 2, 1, 1, 0, 1, true},
        ConvCase{"PaddingWiderThanImage", 1, 1, 2, 2, 1, 3, 1, 4, 1, false},
        ConvCase{"OnePixel", 1, 1, 1, 1, 1, 1, 1, 0, 1, true}),
    [](const auto& info) { return info.param.name; });

TEST(ConvTest, AnEmptyBatchGivesAnEmptyBatch) {
  EXPECT_EQ(conv2d(Tensor::ones({0, 1, 4, 4}), Tensor::ones({2, 1, 3, 3}), {})
                .sizes(),
            (Shape{0, 2, 2, 2}));
}

TEST(ConvTest, TransposedInputsGiveWhatTheirCopiesGive) {
  Generator g(2);
  const Tensor in = Tensor::randn({1, 2, 4, 5}, g).transpose(2, 3);
  const Tensor weight = Tensor::randn({3, 2, 3, 3}, g);
  EXPECT_EQ(conv2d(in, weight, {}).to_vector(),
            conv2d(in.clone(), weight, {}).to_vector());
}

TEST(ConvDeathTest, ShapesThatDoNotFitAreNamed) {
  EXPECT_DEATH(
      conv2d(Tensor::ones({1, 2, 4, 4}), Tensor::ones({1, 3, 3, 3}), Tensor()),
      "conv2d: input \\[1, 2, 4, 4\\] and weight \\[1, 3, 3, 3\\]");
  EXPECT_DEATH(
      conv2d(Tensor::ones({1, 1, 2, 2}), Tensor::ones({1, 1, 3, 3}), Tensor()),
      "larger than the padded input");
}

TEST(PoolTest, TakesTheLargestAndTheMeanOfEachWindow) {
  const Tensor x = Tensor::arange(16).reshape({1, 1, 4, 4});
  EXPECT_THAT(max_pool2d(x, 2, 2).to_vector(), ElementsAre(5, 7, 13, 15));
  EXPECT_THAT(avg_pool2d(x, 2, 2).to_vector(),
              ElementsAre(2.5, 4.5, 10.5, 12.5));
  // Overlapping windows; the last row and column are left over.
  EXPECT_THAT(max_pool2d(x, 3, 1).to_vector(), ElementsAre(10, 11, 14, 15));
  EXPECT_THAT(avg_pool2d(x, 3, 2).to_vector(), ElementsAre(5));
  EXPECT_THAT(avg_pool2d(x, 4, 1).to_vector(), ElementsAre(7.5));
}

TEST(PoolTest, NanWins) {
  Tensor x = Tensor::ones({1, 1, 2, 2});
  x.data()[1] = std::nanf("");
  EXPECT_TRUE(std::isnan(max_pool2d(x, 2, 2).item()));
}

TEST(PoolTest, GradientsAgreeWithCentralDifferences) {
  Generator g(3);
  const auto check = [&](auto f) {
    // Values far enough apart that no step changes which is largest.
    const Tensor x = Tensor::randn({2, 2, 5, 5}, g) * 10;
    return check_gradients(
        [f](const std::vector<Tensor>& t) { return f(t[0]); }, {x.clone()});
  };
  EXPECT_EQ(check([](const Tensor& x) { return max_pool2d(x, 2, 2); }), "");
  EXPECT_EQ(check([](const Tensor& x) { return max_pool2d(x, 3, 1); }), "");
  EXPECT_EQ(check([](const Tensor& x) { return avg_pool2d(x, 2, 2); }), "");
  EXPECT_EQ(check([](const Tensor& x) { return avg_pool2d(x, 3, 2); }), "");
  EXPECT_EQ(check([](const Tensor& x) { return avg_pool2d(x, 2, 1); }), "");
  EXPECT_EQ(check([](const Tensor& x) { return avg_pool2d(x, 5, 5); }), "");
}

TEST(BatchNormTest, NormalisesEachChannelOverTheBatch) {
  BatchNorm2d norm(2);
  Generator g(4);
  const Tensor x = Tensor::randn({8, 2, 3, 3}, g) * 3 + 5;
  const Tensor y = norm(x);
  const Tensor mean = y.mean(3).mean(2).mean(0);
  const Tensor square = (y * y).mean(3).mean(2).mean(0);
  for (int64_t c = 0; c < 2; ++c) {
    EXPECT_NEAR(mean.at({c}), 0, 1e-5);
    EXPECT_NEAR(square.at({c}), 1, 1e-3);
  }
}

TEST(BatchNormTest, EvaluationUsesTheRunningFigures) {
  BatchNorm2d norm(1, /*eps=*/0, /*momentum=*/0.5f);
  // Mean 3; squares 4·4 over n - 1 = 3: an unbiased variance of 16/3.
  const Tensor x = Tensor::from({1, 1, 5, 5}, {4, 1, 1, 1});
  norm(x);
  EXPECT_NEAR(norm.running_mean.item(), 1.5, 1e-6);
  EXPECT_NEAR(norm.running_var.item(), 0.5 + 0.5 * 16.0 / 3, 1e-5);
  norm.eval();
  EXPECT_NEAR(norm(Tensor::full({1, 1, 1, 1}, 2)).item(),
              0.5 / std::sqrt(0.5 + 8.0 / 3), 1e-5);
}

TEST(BatchNormTest, GradientsAgreeWithCentralDifferences) {
  Generator g(5);
  // Planes shorter and longer than a vector.
  for (const Shape& shape : {Shape{3, 2, 2, 2}, Shape{2, 2, 5, 4}}) {
    const Tensor x = Tensor::randn(shape, g);
    for (const bool training : {true, false}) {
      BatchNorm2d norm(2);
      norm.running_mean.copy_(Tensor::from({0.3f, -0.4f}, {2}));
      norm.running_var.copy_(Tensor::from({2, 0.5f}, {2}));
      norm.train(training);
      EXPECT_EQ(check_gradients(
                    [&](const std::vector<Tensor>& t) {
                      norm.weight = t[1];
                      norm.bias = t[2];
                      return norm(t[0]);
                    },
                    {x.clone(), Tensor::from({1.5f, 0.5f}, {2}),
                     Tensor::from({0.1f, -0.2f}, {2})}),
                "")
          << "training " << training << ", shape " << to_string(shape);
    }
  }
}

// Ways to hold the same values in memory.
Tensor Strided(const Tensor& x) {  // every other one of a longer axis
  const int64_t last = x.dim() - 1;
  return cat({x.unsqueeze(-1), x.unsqueeze(-1) + 7}, -1)
      .reshape([&] {
        Shape shape = x.sizes();
        shape[last] *= 2;
        return shape;
      }())
      .slice(last, 0, 2 * x.size(last), 2);
}
Tensor Turned(const Tensor& x) {  // its axes in the other order in memory
  Shape order(x.dim());
  for (int64_t i = 0; i < x.dim(); ++i) order[i] = x.dim() - 1 - i;
  return x.permute(order).clone().permute(order);
}

// Values and gradients do not depend on how an operand lies in memory: a kernel
// of size 1 takes the unfolded way, one of size 3 the planar one.
TEST(ConvTest, OperandsMayBeViews) {
  using Way = Tensor (*)(const Tensor&);
  const std::vector<Way> ways = {Strided, Turned};
  Generator g(5);
  for (const int64_t kernel : {1, 3}) {
    for (const int64_t size : {4, 12}) {
      const std::vector<Tensor> operands = {
          Tensor::randn({2, 8, size, size}, g),
          Tensor::randn({8, 8, kernel, kernel}, g), Tensor::randn({8}, g)};
      const auto run = [&](size_t which, Way way) {
        std::vector<Tensor> leaves, in;
        for (const Tensor& t : operands) {
          leaves.push_back(t.clone().set_requires_grad(true));
          in.push_back(leaves.size() - 1 == which ? way(leaves.back())
                                                  : leaves.back());
        }
        const Tensor y = conv2d(in[0], in[1], in[2], 1, kernel / 2, 1);
        (y * y).sum().backward();
        std::vector<std::vector<float>> all = {y.to_vector()};
        for (const Tensor& leaf : leaves) {
          all.push_back(leaf.grad().to_vector());
        }
        return all;
      };
      const auto plain = run(3, nullptr);
      for (size_t which = 0; which < 3; ++which) {
        for (size_t way = 0; way < ways.size(); ++way) {
          EXPECT_EQ(run(which, ways[way]), plain)
              << "operand " << which << " in way " << way << ", kernel "
              << kernel << ", size " << size;
        }
      }
      // An expanded bias: one number for all channels.
      const Tensor one = Tensor::full({1}, 2.5f);
      EXPECT_EQ(
          conv2d(operands[0], operands[1], one.expand({8}), 1, 0, 1)
              .to_vector(),
          conv2d(operands[0], operands[1], Tensor::full({8}, 2.5f), 1, 0, 1)
              .to_vector());
    }
  }
}

TEST(BatchNormTest, FixedInputsGetNoGradientAndParametersDo) {
  BatchNorm2d norm(1);
  const Tensor x = Tensor::from({1, 2, 3, 6}, {1, 1, 2, 2});
  (norm(x) * Tensor::from({1, 0, 0, 2}, {1, 1, 2, 2})).sum().backward();
  EXPECT_FALSE(x.grad().defined());
  EXPECT_EQ(norm.bias.grad().item(), 3);
  // (1 - 3 + 2 · (6 - 3)) / √(14 / 4)
  EXPECT_NEAR(norm.weight.grad().item(), 4 / std::sqrt(3.5), 1e-4);
}

}  // namespace
}  // namespace tinytorch
