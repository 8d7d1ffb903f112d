#include "tinytorch/acceleration/depthwise.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tinytorch/acceleration/cpu.h"
#include "tinytorch/tensor/random.h"

namespace tinytorch {
namespace {

struct Case {
  int64_t channels, kernel, stride, pixels;
  int64_t pitch() const {  // of the padded image, with a gap
    return ((pixels - 1) * stride + kernel + 1) * channels;
  }
  int64_t elements() const {
    return pixels == 0 ? 0
                       : (kernel - 1) * pitch() +
                             ((pixels - 1) * stride + kernel) * channels;
  }
};

// Channels that fill vectors, leave a rest, or share one among pixels; rows
// shorter and longer than a tile.
std::vector<Case> Cases() {
  std::vector<Case> cases;
  for (const int64_t channels : {1, 2, 3, 4, 5, 8, 16, 17, 32, 40}) {
    for (const int64_t stride : {1, 2}) {
      for (const int64_t pixels : {0, 1, 7, 14, 29}) {
        cases.push_back({channels, 3, stride, pixels});
      }
    }
    cases.push_back({channels, 1, 1, 9});
    cases.push_back({channels, 5, 3, 6});
    cases.push_back({channels, 22, 1, 3});
  }
  return cases;
}

// y[p][c] by its definition, for numbers of any type.
template <typename Sum, typename X, typename W>
std::vector<Sum> ByDefinition(const Case& c, const std::vector<X>& x,
                              const std::vector<W>& w,
                              const std::vector<Sum>& bias) {
  std::vector<Sum> y;
  for (int64_t p = 0; p < c.pixels; ++p) {
    for (int64_t channel = 0; channel < c.channels; ++channel) {
      Sum sum = bias[channel];
      for (int64_t i = 0; i < c.kernel; ++i) {
        for (int64_t j = 0; j < c.kernel; ++j) {
          sum +=
              static_cast<Sum>(x[i * c.pitch() +
                                 (p * c.stride + j) * c.channels + channel]) *
              static_cast<Sum>(w[(channel * c.kernel + i) * c.kernel + j]);
        }
      }
      y.push_back(sum);
    }
  }
  return y;
}

class DepthwiseTest : public ::testing::TestWithParam<Target> {
 protected:
  void SetUp() override { limit_target(GetParam()); }
  void TearDown() override { limit_target(Target::kAvx512Vnni); }
};

TEST_P(DepthwiseTest, FloatsAgreeWithTheDefinition) {
  Generator g(1);
  for (const Case& c : Cases()) {
    // What lies beyond the image must not reach a result.
    std::vector<float> x(c.elements() + DepthwiseWeights::kSlack,
                         std::numeric_limits<float>::quiet_NaN());
    std::vector<float> w(c.channels * c.kernel * c.kernel), bias(c.channels);
    for (int64_t i = 0; i < c.elements(); ++i) x[i] = g.normal();
    for (float& v : w) v = g.normal();
    for (float& v : bias) v = g.normal();
    const std::vector<double> expected = ByDefinition<double>(
        c, x, w, std::vector<double>(bias.begin(), bias.end()));
    const DepthwiseWeights weights(c.channels, c.kernel, c.stride, w.data(),
                                   bias.data());
    EXPECT_EQ(weights.Unpack(), w);
    for (const bool relu : {false, true}) {
      std::vector<float> y(expected.size() + 1, 77.0f);
      weights.Apply(x.data(), c.pixels, c.pitch(), relu, y.data());
      EXPECT_EQ(y.back(), 77.0f) << "written beyond the row's end";
      for (size_t i = 0; i < expected.size(); ++i) {
        const double e = expected[i];
        ASSERT_NEAR(y[i], relu ? std::fmax(e, 0) : e, 1e-4)
            << weights.target() << ", " << c.channels << " channels, kernel "
            << c.kernel << ", stride " << c.stride << ", " << c.pixels
            << " pixels, at " << i;
      }
    }
  }
}

TEST_P(DepthwiseTest, Int8IsExactForTheWholeRange) {
  Generator g(2);
  for (const Case& c : Cases()) {
    std::vector<uint8_t> x(c.elements() + DepthwiseWeightsInt8::kSlack);
    std::vector<int8_t> w(c.channels * c.kernel * c.kernel);
    std::vector<int32_t> bias(c.channels);
    // Extremes are common, and in the first channel all of one sign.
    for (uint8_t& v : x) {
      v = static_cast<uint8_t>(g.below(4) != 0 ? 255 : g.below(256));
    }
    for (int8_t& v : w) {
      v = static_cast<int8_t>(g.below(4) != 0 ? -128 : g.below(256) - 128);
    }
    for (int32_t& v : bias) v = static_cast<int32_t>(g.below(20001) - 10000);
    std::fill_n(w.begin(), c.kernel * c.kernel, static_cast<int8_t>(-128));
    const std::vector<int32_t> expected = ByDefinition<int32_t>(c, x, w, bias);
    const DepthwiseWeightsInt8 weights(c.channels, c.kernel, c.stride, w.data(),
                                       bias.data());
    std::vector<int32_t> y(expected.size());
    weights.Apply(x.data(), c.pixels, c.pitch(), /*relu=*/false, y.data());
    ASSERT_EQ(y, expected) << weights.target() << ", " << c.channels
                           << " channels, kernel " << c.kernel;
    ASSERT_EQ(weights.Unpack(), w);
  }
}

TEST_P(DepthwiseTest, ReluLetsNanThrough) {
  std::vector<float> x(1 + DepthwiseWeights::kSlack, std::nanf(""));
  const float w[] = {1}, bias[] = {0};
  const DepthwiseWeights weights(1, 1, 1, w, bias);
  float y = 0;
  weights.Apply(x.data(), 1, 1, /*relu=*/true, &y);
  EXPECT_TRUE(std::isnan(y));
}

// On a machine without some of them the richest it has is tested again.
INSTANTIATE_TEST_SUITE_P(Targets, DepthwiseTest,
                         ::testing::Values(Target::kBaseline, Target::kAvx2,
                                           Target::kAvx512),
                         [](const auto& info) {
                           return std::string(target_name(info.param));
                         });

}  // namespace
}  // namespace tinytorch
