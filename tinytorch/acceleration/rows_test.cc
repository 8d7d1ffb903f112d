#include "tinytorch/acceleration/rows.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tinytorch/acceleration/cpu.h"
#include "tinytorch/tensor/random.h"

namespace tinytorch {
namespace {

class RowsTest : public ::testing::TestWithParam<Target> {
 protected:
  void SetUp() override { limit_target(GetParam()); }
  void TearDown() override { limit_target(Target::kAvx512Vnni); }
};

template <typename T, typename Draw>
void CheckPool(Draw draw) {
  for (const int64_t channels : {1, 3, 16, 37}) {
    for (const int64_t window : {1, 2, 3}) {
      for (const int64_t stride : {1, 2, 4}) {
        const int64_t width = 5, n = ((width - 1) * stride + window) * channels;
        std::vector<std::vector<T>> rows(window, std::vector<T>(n));
        std::vector<const T*> pointers;
        for (auto& row : rows) {
          for (T& v : row) v = draw();
          pointers.push_back(row.data());
        }
        std::vector<T> to(width * channels);
        PoolRow(pointers.data(), window, stride, width, channels, to.data());
        for (int64_t x = 0; x < width; ++x) {
          for (int64_t c = 0; c < channels; ++c) {
            T largest = rows[0][x * stride * channels + c];
            for (int64_t i = 0; i < window; ++i) {
              for (int64_t j = 0; j < window; ++j) {
                largest =
                    std::max(largest, rows[i][(x * stride + j) * channels + c]);
              }
            }
            ASSERT_EQ(to[x * channels + c], largest);
          }
        }
      }
    }
  }
}

TEST_P(RowsTest, PoolingTakesTheLargestOfEachWindow) {
  Generator g(1);
  CheckPool<float>([&] { return g.normal(); });
  CheckPool<int32_t>(
      [&] { return static_cast<int32_t>(g.below(1 << 30) - (1 << 29)); });
}

TEST_P(RowsTest, PoolingLetsNanWinWhereverItStands) {
  for (int at = 0; at < 4; ++at) {
    std::vector<float> rows[2] = {std::vector<float>(64, 1.0f),
                                  std::vector<float>(64, 2.0f)};
    // Two pixels of 32 channels in each row.
    rows[at / 2][(at % 2) * 32 + 7] = std::nanf("");
    const float* pointers[] = {rows[0].data(), rows[1].data()};
    std::vector<float> to(32);
    PoolRow(pointers, 2, 2, 1, 32, to.data());
    EXPECT_TRUE(std::isnan(to[7])) << at;
    EXPECT_EQ(to[8], 2.0f);
  }
}

TEST_P(RowsTest, QuantizingRoundsAndClamps) {
  constexpr float kInf = std::numeric_limits<float>::infinity();
  std::vector<float> x = {0,     1,    -1,   0.24f, 0.25f,        0.26f,
                          63.6f, 1e9f, kInf, -kInf, std::nanf("")};
  const std::vector<uint8_t> expected = {10,  12,  8,   10, 11, 11,
                                         137, 255, 255, 0,  0};
  // Once in vectors, once in what is left at the end.
  std::vector<float> many;
  for (int i = 0; i < 7; ++i) many.insert(many.end(), x.begin(), x.end());
  std::vector<uint8_t> to(many.size());
  QuantizeRow(many.data(), static_cast<int64_t>(many.size()), 2, 10, to.data());
  for (size_t i = 0; i < to.size(); ++i) {
    ASSERT_EQ(to[i], expected[i % x.size()]) << "at " << i;
  }
}

TEST_P(RowsTest, RequantizingAndDequantizingFollowTheirFormulas) {
  Generator g(2);
  for (const int64_t channels : {1, 10, 16, 33}) {
    const int64_t pixels = 4;
    std::vector<int32_t> sums(pixels * channels);
    std::vector<float> factor(channels), offset(channels);
    for (int32_t& s : sums) s = static_cast<int32_t>(g.below(2001) - 1000);
    // Halves and quarters: no rounding in between.
    for (float& f : factor) f = static_cast<float>(1 + g.below(3)) / 4;
    for (float& o : offset) o = static_cast<float>(g.below(100)) / 2;
    std::vector<uint8_t> bytes(sums.size());
    std::vector<float> floats(sums.size());
    RequantizeRow(sums.data(), pixels, channels, factor.data(), offset.data(),
                  3, bytes.data());
    DequantizeRow(sums.data(), pixels, channels, factor.data(), offset.data(),
                  -20, floats.data());
    for (size_t i = 0; i < sums.size(); ++i) {
      const double y = sums[i] * static_cast<double>(factor[i % channels]) +
                       offset[i % channels];
      ASSERT_EQ(bytes[i], std::floor(std::clamp(y, 3.0, 255.0) + 0.5));
      ASSERT_EQ(floats[i], std::max(y, -20.0));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, RowsTest,
                         ::testing::Values(Target::kBaseline, Target::kAvx2,
                                           Target::kAvx512Vnni),
                         [](const auto& info) {
                           return std::string(target_name(info.param));
                         });

}  // namespace
}  // namespace tinytorch
