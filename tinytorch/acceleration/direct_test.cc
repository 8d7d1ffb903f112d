#include "tinytorch/acceleration/direct.h"

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tinytorch/acceleration/cpu.h"
#include "tinytorch/tensor/random.h"

namespace tinytorch {
namespace {

struct Case {
  int64_t outputs, rows, run, pixels, pixel_stride, row_stride;
  int64_t runs = 1, run_stride = 0;
  int64_t products() const { return rows * runs * run; }  // of one result
};

// Linear layers, convolutions of one and of many channels, sizes around the
// tiles' on every machine, strides; one group of several.
const Case kCases[] = {
    {1, 1, 1, 1, 1, 0},
    {10, 1, 128, 1, 128, 0},
    {128, 1, 784, 3, 784, 0},
    {17, 1, 5, 64, 5, 0},
    {16, 3, 3, 28, 1, 30},
    {32, 3, 48, 14, 16, 256},
    {33, 2, 7, 29, 2, 100},
    {5, 5, 10, 13, 4, 70},
    {64, 1, 3, 7, 3, 0},
    {31, 1, 1, 15, 1, 0},
    {40, 3, 20, 0, 20, 400},
    {4, 3, 2, 9, 8, 88, 3, 8},
    {20, 2, 5, 6, 30, 120, 2, 15},
    {3, 3, 1, 17, 2, 57, 3, 2},
};

const Target kTargets[] = {Target::kBaseline, Target::kAvx2, Target::kAvx512,
                           Target::kAvx512Vnni};

int64_t InputSize(const Case& c) {
  return c.pixels == 0
             ? 0
             : (c.pixels - 1) * c.pixel_stride + (c.rows - 1) * c.row_stride +
                   (c.runs - 1) * c.run_stride + c.run;
}

// y[p][o] by its definition, for numbers of any type.
template <typename Sum, typename X, typename W>
std::vector<Sum> ByDefinition(const Case& c, const std::vector<X>& x,
                              const std::vector<W>& w,
                              const std::vector<Sum>& bias) {
  std::vector<Sum> y;
  for (int64_t p = 0; p < c.pixels; ++p) {
    for (int64_t o = 0; o < c.outputs; ++o) {
      Sum sum = bias[o];
      for (int64_t r = 0; r < c.rows; ++r) {
        for (int64_t q = 0; q < c.runs; ++q) {
          for (int64_t i = 0; i < c.run; ++i) {
            sum += static_cast<Sum>(x[p * c.pixel_stride + r * c.row_stride +
                                      q * c.run_stride + i]) *
                   static_cast<Sum>(
                       w[((o * c.rows + r) * c.runs + q) * c.run + i]);
          }
        }
      }
      y.push_back(sum);
    }
  }
  return y;
}

class DirectTest : public ::testing::TestWithParam<Target> {
 protected:
  void SetUp() override { limit_target(GetParam()); }
  void TearDown() override { limit_target(Target::kAvx512Vnni); }
};

TEST_P(DirectTest, FloatsAgreeWithTheDefinition) {
  Generator g(1);
  for (const Case& c : kCases) {
    std::vector<double> bias(c.outputs);
    std::vector<float> x(InputSize(c)), w(c.outputs * c.products());
    for (float& v : x) v = g.normal();
    for (float& v : w) v = g.normal();
    std::vector<float> float_bias;
    for (double& b : bias) float_bias.push_back(b = g.normal());
    const std::vector<double> expected = ByDefinition<double>(
        c, x, w, std::vector<double>(float_bias.begin(), float_bias.end()));
    const DirectWeights weights(c.outputs, c.rows, c.run, w.data(),
                                float_bias.data(), c.runs, c.run_stride);
    const int64_t stride = c.outputs + 3;
    for (const bool relu : {false, true}) {
      std::vector<float> y(c.pixels * stride + 1, 77.0f);
      weights.Apply(x.data(), c.pixels, c.pixel_stride, c.row_stride, relu,
                    y.data(), stride);
      const double tolerance =
          1e-5 * std::sqrt(static_cast<double>(c.products())) + 1e-5;
      for (int64_t p = 0; p < c.pixels; ++p) {
        for (int64_t o = 0; o < stride; ++o) {
          if (o >= c.outputs) {  // what lies between is left alone
            ASSERT_EQ(y[p * stride + o], 77.0f);
            continue;
          }
          const double e = expected[p * c.outputs + o];
          ASSERT_NEAR(y[p * stride + o], relu ? std::fmax(e, 0) : e, tolerance)
              << weights.target() << " outputs " << c.outputs << " at " << p
              << ", " << o;
        }
      }
    }
  }
}

TEST_P(DirectTest, Int8IsExactForTheWholeRange) {
  Generator g(2);
  for (const Case& c : kCases) {
    std::vector<uint8_t> x(InputSize(c) + DirectWeightsInt8::kSlack);
    std::vector<int8_t> w(c.outputs * c.products());
    std::vector<int32_t> bias(c.outputs);
    // Extremes are common, so that what saturates would be seen.
    for (uint8_t& v : x) {
      v = static_cast<uint8_t>(g.below(2) == 0 ? 255 : g.below(256));
    }
    for (int8_t& v : w) {
      v = static_cast<int8_t>(g.below(2) == 0 ? (g.below(2) == 0 ? 127 : -128)
                                              : g.below(256) - 128);
    }
    for (int32_t& b : bias) b = static_cast<int32_t>(g.below(20001) - 10000);
    const std::vector<int32_t> expected = ByDefinition<int32_t>(c, x, w, bias);
    const DirectWeightsInt8 weights(c.outputs, c.rows, c.run, w.data(),
                                    bias.data(), c.runs, c.run_stride);
    std::vector<int32_t> y(expected.size());
    weights.Apply(x.data(), c.pixels, c.pixel_stride, c.row_stride, y.data(),
                  c.outputs);
    ASSERT_EQ(y, expected) << weights.target() << " outputs " << c.outputs;
    ASSERT_EQ(weights.Unpack(), w);
  }
}

TEST_P(DirectTest, ReluLetsNanThrough) {
  const float x[] = {std::nanf("")}, w[] = {1};
  const DirectWeights weights(1, 1, 1, w, nullptr);
  float y = 0;
  weights.Apply(x, 1, 1, 0, /*relu=*/true, &y, 1);
  EXPECT_TRUE(std::isnan(y));
}

// On a machine without some of them the richest it has is tested again.
INSTANTIATE_TEST_SUITE_P(Targets, DirectTest, ::testing::ValuesIn(kTargets),
                         [](const auto& info) {
                           return std::string(target_name(info.param));
                         });

}  // namespace
}  // namespace tinytorch
