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

TEST_P(RowsTest, QuantizingARowOfAnyLengthWritesThatRowAlone) {
  for (int64_t n = 0; n <= 70; ++n) {
    std::vector<float> x(n);
    for (int64_t i = 0; i < n; ++i) x[i] = static_cast<float>((7 * i) % 110);
    std::vector<uint8_t> to(n + 8, 251);
    QuantizeRow(x.data(), n, 2, 10, to.data());
    for (int64_t i = 0; i < n; ++i) {
      ASSERT_EQ(to[i], 2 * ((7 * i) % 110) + 10) << i << " of " << n;
    }
    for (int64_t i = n; i < n + 8; ++i) ASSERT_EQ(to[i], 251) << n;
  }
}

TEST_P(RowsTest, RequantizingAndDequantizingFollowTheirFormulas) {
  Generator g(2);
  for (const int64_t channels :
       {1, 3, 4, 6, 7, 8, 10, 12, 15, 16, 20, 28, 31, 33}) {
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

TEST_P(RowsTest, ExpIsExactToTwoUnitsAndSumsUp) {
  std::vector<float> x;
  for (float v = -90; v < 85; v += 0.37f) x.push_back(v);
  for (const size_t n : {x.size(), size_t{1}, size_t{15}, size_t{0}}) {
    std::vector<float> y(n);
    const float sum =
        ExpRow(x.data(), static_cast<int64_t>(n), 0.25f, y.data());
    double expected = 0;
    for (size_t i = 0; i < n; ++i) {
      const double e = std::exp(static_cast<double>(x[i] - 0.25f));
      ASSERT_NEAR(y[i], e, 2.4e-7 * e + 1e-38) << x[i];
      expected += e;
    }
    ASSERT_NEAR(sum, expected, 1e-5 * expected);
  }
}

TEST_P(RowsTest, ExpOfWhatIsNotFinite) {
  constexpr float kInf = std::numeric_limits<float>::infinity();
  std::vector<float> x(33, 0.0f), y(33);
  for (const size_t at : {size_t{3}, size_t{32}}) {
    x[at] = -kInf;
    ExpRow(x.data(), 33, 0, y.data());
    EXPECT_EQ(y[at], 0);
    x[at] = kInf;
    ExpRow(x.data(), 33, 0, y.data());
    EXPECT_EQ(y[at], kInf);
    x[at] = std::nanf("");
    EXPECT_TRUE(std::isnan(ExpRow(x.data(), 33, 0, y.data())));
    EXPECT_TRUE(std::isnan(y[at]));
    x[at] = 0;
  }
}

TEST_P(RowsTest, SumsAgreeWithTheirDefinitions) {
  Generator g(3);
  for (const int64_t n : {0, 1, 15, 64, 1000}) {
    std::vector<float> x(n);
    double sum = 0, squares = 0;
    for (float& v : x) {
      v = g.normal();
      sum += v;
      squares += (v - 0.5) * (v - 0.5);
    }
    EXPECT_NEAR(SumRow(x.data(), n), sum, 1e-4);
    EXPECT_NEAR(SquareSumRow(x.data(), n, 0.5f), squares, 1e-3);
  }
}

TEST_P(RowsTest, PoolingSquaresTellsWhereTheLargestStands) {
  Generator g(4);
  for (const int64_t width : {1, 3, 5, 7, 14, 33}) {
    const int64_t height = 3, pitch = 2 * width + 1;
    std::vector<float> plane(2 * height * pitch), to(height * width);
    std::vector<int32_t> where(height * width);
    for (float& v : plane) v = static_cast<float>(g.below(5));
    plane[2 * width - 1] = std::nanf("");
    PoolSquares(plane.data(), pitch, height, width, to.data(), where.data());
    for (int64_t y = 0; y < height; ++y) {
      for (int64_t x = 0; x < width; ++x) {
        const int64_t corner = 2 * y * pitch + 2 * x;
        int64_t at = corner;  // the first of equals; NaN before all
        for (const int64_t i :
             {corner + 1, corner + pitch, corner + pitch + 1}) {
          if (plane[i] > plane[at] || std::isnan(plane[i])) at = i;
        }
        if (std::isnan(plane[at])) {
          ASSERT_TRUE(std::isnan(to[y * width + x]));
        } else {
          ASSERT_EQ(to[y * width + x], plane[at]);
        }
        ASSERT_EQ(where[y * width + x], at) << width;
      }
    }
  }
}

TEST_P(RowsTest, TheLargestOfARowIsFoundWhereverItStands) {
  for (const int64_t n : {1, 5, 64, 65, 200}) {
    for (int64_t at = 0; at < n; ++at) {
      std::vector<float> x(n, -3.0f);
      x[at] = -2;
      ASSERT_EQ(LargestOfRow(x.data(), n), -2);
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
