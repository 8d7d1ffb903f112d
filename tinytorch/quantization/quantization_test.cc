#include "tinytorch/quantization/quantization.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tinytorch/acceleration/cpu.h"
#include "tinytorch/autograd/autograd.h"
#include "tinytorch/tensor/memory.h"

namespace tinytorch {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr float kInf = std::numeric_limits<float>::infinity();
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

TEST(QuantParamsTest, CoverTheRangeAndKeepZeroExact) {
  for (const auto& [low, high] : std::vector<std::pair<float, float>>{
           {0, 1}, {-1, 1}, {-3, 0.5f}, {2, 5}, {-5, -2}, {-1e-30f, 1e-30f}}) {
    const QuantParams p = choose_quant_params(low, high);
    EXPECT_GE(p.zero_point, 0);
    EXPECT_LE(p.zero_point, 255);
    const auto real = [&](float q) {
      return p.scale * (q - static_cast<float>(p.zero_point));
    };
    EXPECT_LE(real(0), std::min(low, 0.0f) + p.scale);
    EXPECT_GE(real(255), std::max(high, 0.0f) - p.scale);
  }
  EXPECT_EQ(choose_quant_params(0, 0).scale, 1);
  EXPECT_TRUE(std::isfinite(choose_quant_params(kNan, kInf).scale));
  EXPECT_GT(choose_quant_params(-1e-45f, 0).scale, 0);
}

TEST(QuantizedTensorTest, RoundsToTheNearestOfEachScale) {
  const Tensor x = Tensor::from({127, -63.5f, 1.4f, 0, 1.27f, -0.5f}, {2, 3});
  const QuantizedTensor all = quantize_per_tensor(x);
  EXPECT_THAT(all.values, ElementsAre(127, -64, 1, 0, 1, -1));
  const QuantizedTensor rows = quantize_per_channel(x, 0);
  EXPECT_THAT(rows.values, ElementsAre(127, -64, 1, 0, 127, -50));
  EXPECT_NEAR(dequantize(rows).at({1, 2}), -0.5, 1e-6);
  const QuantizedTensor columns = quantize_per_channel(x, -1);
  EXPECT_THAT(columns.scales.size(), 3u);
  EXPECT_NEAR(dequantize(columns).at({0, 1}), -63.5, 1e-4);
  EXPECT_EQ(rows.bytes(), 6 + 8);
}

TEST(QuantizedTensorTest, TheErrorIsAtMostHalfAStep) {
  Generator g(1);
  const Tensor x = Tensor::randn({7, 5, 3}, g);
  for (const int64_t axis : {0, 1, 2}) {
    const QuantizedTensor q = quantize_per_channel(x, axis);
    const Tensor back = dequantize(q);
    const float largest = *std::max_element(q.scales.begin(), q.scales.end());
    for (int64_t i = 0; i < x.numel(); ++i) {
      ASSERT_LE(std::fabs(back.data()[i] - x.data()[i]), largest * 0.5001f);
    }
  }
}

TEST(QuantizedTensorTest, HostileValuesStayDefined) {
  const QuantizedTensor q =
      quantize_per_tensor(Tensor::from({kNan, kInf, -kInf, 0}, {4}));
  EXPECT_THAT(q.values, ElementsAre(0, 127, -127, 0));
  EXPECT_THAT(quantize_per_tensor(Tensor::zeros({0})).values, ElementsAre());
  EXPECT_THAT(quantize_per_tensor(Tensor::zeros({2})).values,
              ElementsAre(0, 0));
}

TEST(RangeObserverTest, ClippingLeavesOutliersOut) {
  Tensor x = Tensor::arange(1000) / 1000.0f;
  x.data()[3] = 50;
  RangeObserver whole, clipped(0.01f);
  whole.observe(x);
  clipped.observe(x);
  EXPECT_NEAR(whole.params().scale, 50.0 / 255, 1e-4);
  EXPECT_NEAR(clipped.params().scale, 1.0 / 255, 1e-3);
}

class QuantizedTest : public ::testing::TestWithParam<Target> {
 protected:
  void SetUp() override { limit_target(GetParam()); }
  void TearDown() override { limit_target(Target::kAvx512Vnni); }
};

// The largest difference, as a share of the largest expected value.
float Difference(const Tensor& got, const Tensor& expected) {
  EXPECT_EQ(got.sizes(), expected.sizes());
  float most = 0, largest = 1e-30f;
  const Tensor a = got.contiguous(), b = expected.contiguous();
  for (int64_t i = 0; i < a.numel(); ++i) {
    most = std::max(most, std::fabs(a.data()[i] - b.data()[i]));
    largest = std::max(largest, std::fabs(b.data()[i]));
  }
  return most / largest;
}

// A layer must give what its own arithmetic gives when done in floats: on
// quantized inputs and weights, nothing is left but the rounding of floats.
TEST_P(QuantizedTest, LinearIsExactOnWhatItsNumbersStandFor) {
  manual_seed(2);
  for (const bool bias : {true, false}) {
    Linear linear(37, 21, bias);
    const QuantParams input = choose_quant_params(-1, 2);
    QuantizedLinear quantized(linear, input);
    Linear same(37, 21, bias);
    same.weight.copy_(dequantize(quantize_per_channel(linear.weight, 0)));
    if (bias) same.bias.copy_(linear.bias);
    Tensor x = Tensor::empty({5, 37});
    for (int64_t i = 0; i < x.numel(); ++i) {
      x.data()[i] =
          input.scale *
          static_cast<float>(default_generator().below(256) - input.zero_point);
    }
    EXPECT_LT(Difference(quantized(x), same(x)), 1e-5);
    EXPECT_LT(quantized.bytes(), 4 * 37 * 21);
  }
}

TEST_P(QuantizedTest, Conv2dIsExactOnWhatItsNumbersStandFor) {
  manual_seed(3);
  for (const auto& [in, out, k, stride, padding, groups] :
       std::vector<std::array<int64_t, 6>>{{1, 16, 3, 1, 1, 1},
                                           {16, 32, 3, 1, 1, 1},
                                           {3, 5, 2, 2, 0, 1},
                                           {2, 4, 5, 1, 2, 1},
                                           {7, 1, 1, 1, 0, 1},
                                           {1, 3, 3, 3, 2, 1},
                                           {8, 8, 3, 1, 1, 8},
                                           {21, 21, 3, 2, 1, 21},
                                           {32, 32, 5, 1, 2, 32},
                                           {3, 3, 2, 1, 0, 3},
                                           {3, 6, 3, 1, 1, 3},
                                           {6, 9, 3, 2, 1, 3},
                                           {8, 24, 1, 1, 0, 2}}) {
    Conv2d conv(Conv2dOptions(in, out, k)
                    .stride(stride)
                    .padding(padding)
                    .groups(groups));
    const QuantParams input = choose_quant_params(-0.5f, 1);
    QuantizedConv2d quantized(conv, input, 9, 8);
    Conv2d same(conv.options());
    same.weight.copy_(dequantize(quantize_per_channel(conv.weight, 0)));
    same.bias.copy_(conv.bias);
    Tensor x = Tensor::empty({2, in, 9, 8});
    for (int64_t i = 0; i < x.numel(); ++i) {
      x.data()[i] =
          input.scale *
          static_cast<float>(default_generator().below(256) - input.zero_point);
    }
    EXPECT_LT(Difference(quantized(x), same(x)), 1e-5)
        << in << " to " << out << " in " << groups << " groups";
  }
}

// Builds a network of every layer that is fused and one that is not.
void Build(Sequential& m) {
  m.add<Conv2d>(Conv2dOptions(1, 8, 3).padding(1)).add<BatchNorm2d>(8);
  m.add<ReLU>().add<MaxPool2d>(2);
  m.add<Conv2d>(Conv2dOptions(8, 8, 3).padding(1).groups(8));
  m.add<BatchNorm2d>(8).add<ReLU>();
  m.add<Conv2d>(Conv2dOptions(8, 12, 3).groups(2)).add<ReLU>().add<Flatten>();
  m.add<Linear>(12 * 16, 24).add<Tanh>().add<Linear>(24, 20).add<ReLU>();
  m.add<Dropout>(0.5f).add<Linear>(20, 4);
}

TEST_P(QuantizedTest, AModelStaysCloseToItsFloats) {
  manual_seed(4);
  Sequential model;
  Build(model);
  const Tensor x = Tensor::rand({70, 1, 12, 12});
  const auto quantized = quantize_static(model, x);
  const NoGradGuard no_grad;
  EXPECT_LT(Difference((*quantized)(x), model(x)), 0.05);
  EXPECT_EQ((*quantized)(x.slice(0, 0, 0)).sizes(), (Shape{0, 4}));
  // One by one as all at once.
  const Tensor all = (*quantized)(x);
  for (int64_t i = 0; i < 5; ++i) {
    EXPECT_EQ((*quantized)(x.slice(0, i, i + 1)).to_vector(),
              all.slice(0, i, i + 1).to_vector());
  }
}

TEST_P(QuantizedTest, AModelComesBackFromItsState) {
  manual_seed(5);
  Sequential model, other;
  Build(model);
  Build(other);
  const Tensor x = Tensor::rand({4, 1, 12, 12});
  const auto quantized = quantize_static(model, x);
  const auto loaded =
      load_quantized(model, {1, 12, 12}, quantized->state_dict());
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ((**loaded)(x).to_vector(), (*quantized)(x).to_vector());
}

INSTANTIATE_TEST_SUITE_P(Targets, QuantizedTest,
                         ::testing::Values(Target::kBaseline, Target::kAvx2,
                                           Target::kAvx512,
                                           Target::kAvx512Vnni),
                         [](const auto& info) {
                           return std::string(target_name(info.param));
                         });

TEST(QuantizedTargetsTest, EveryTargetGivesNearlyTheSame) {
  manual_seed(6);
  Sequential model;
  Build(model);
  const Tensor x = Tensor::rand({16, 1, 12, 12});
  limit_target(Target::kBaseline);
  const Tensor plain = (*quantize_static(model, x))(x);
  limit_target(Target::kAvx512Vnni);
  // The sums are exact; a fused multiply-add may round a byte the other way.
  EXPECT_LT(Difference((*quantize_static(model, x))(x), plain), 0.02);
}

TEST(QuantizedModelTest, TheModelMayGoBeforeIt) {
  manual_seed(8);
  auto model = std::make_unique<Sequential>();
  Build(*model);
  const Tensor x = Tensor::rand({4, 1, 12, 12});
  const auto quantized = quantize_static(*model, x);
  const std::vector<float> before = (*quantized)(x).to_vector();
  model = nullptr;
  Sequential other;  // in the memory that it had
  Build(other);
  EXPECT_EQ((*quantized)(x).to_vector(), before);
}

TEST(QuantizedModelTest, HoldsEachWeightOnceAndInOneByte) {
  Sequential model;
  model.add<Linear>(1000, 512);
  const Tensor calibration = Tensor::rand({2, 1000});
  const int64_t before = memory_stats().in_use;
  const auto quantized = quantize_static(model, calibration);
  EXPECT_LT(memory_stats().in_use - before, 1.2 * 1000 * 512);
  EXPECT_FALSE(quantized->load_state_dict(quantized->state_dict()).ok());
}

TEST(LoadQuantizedTest, StatesThatNoModelCanHaveAreRefused) {
  manual_seed(7);
  Sequential model;
  model.add<Linear>(3, 2);
  const auto quantized = quantize_static(model, Tensor::rand({4, 3}));
  const StateDict good = quantized->state_dict();
  const auto refused = [&](const std::string& name, Tensor value,
                           const std::string& reason) {
    StateDict bad = good;
    if (value.defined()) {
      bad[name] = value;
    } else {
      bad.erase(name);
    }
    const auto loaded = load_quantized(model, {3}, bad);
    ASSERT_FALSE(loaded.ok()) << reason;
    EXPECT_THAT(std::string(loaded.status().message()), HasSubstr(reason));
  };
  refused("0.bias", Tensor(), "no tensor named \"0.bias\"");
  refused("1.bias", Tensor::ones({1}), "5 tensors");
  refused("0.weight", Tensor::ones({3, 2}), "shape [3, 2] instead of [2, 3]");
  refused("0.weight", Tensor::full({2, 3}, 0.5f), "not of 8 bits");
  refused("0.weight", Tensor::full({2, 3}, kNan), "not of 8 bits");
  refused("0.weight", Tensor::full({2, 3}, 128), "not of 8 bits");
  refused("0.scale", Tensor::full({2}, 0), "not positive");
  refused("0.scale", Tensor::full({2}, kInf), "not positive");
  refused("0.input", Tensor::from({1, 256}, {2}), "zero point");
  refused("0.input", Tensor::from({-1, 0}, {2}), "not positive");
}

TEST(QuantizedDeathTest, MisuseIsNamed) {
  Sequential model;
  model.add<Linear>(3, 2);
  EXPECT_DEATH(quantize_static(model, Tensor::ones({0, 3})), "\\[0, 3\\]");
  const auto quantized = quantize_static(model, Tensor::rand({4, 3}));
  EXPECT_DEATH((*quantized)(Tensor::ones({1, 4})), "\\[1, 4\\].*\\[3\\]");
}

}  // namespace
}  // namespace tinytorch
