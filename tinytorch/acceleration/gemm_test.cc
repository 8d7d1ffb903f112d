#include "tinytorch/acceleration/gemm.h"

#include <cmath>
#include <cstdint>
#include <random>
#include <tuple>
#include <vector>

#include "gtest/gtest.h"
#include "tinytorch/acceleration/gemm_kernels.h"

namespace tinytorch {
namespace {

std::vector<float> RandomValues(int64_t count, uint32_t seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> uniform(-1, 1);
  std::vector<float> values(count);
  for (float& v : values) v = uniform(random);
  return values;
}

class GemmShape : public ::testing::TestWithParam<std::tuple<int, int, int>> {};

TEST_P(GemmShape, AgreesWithTheThreeLoopsForEveryTransposeAndAccumulation) {
  const auto [m, n, k] = GetParam();
  const std::vector<float> a = RandomValues(m * k, 1);
  const std::vector<float> b = RandomValues(k * n, 2);
  for (const bool a_transposed : {false, true}) {
    for (const bool b_transposed : {false, true}) {
      for (const bool accumulate : {false, true}) {
        const MatrixView av = a_transposed ? MatrixView{a.data(), 1, m}
                                           : MatrixView{a.data(), k, 1};
        const MatrixView bv = b_transposed ? MatrixView{b.data(), 1, k}
                                           : MatrixView{b.data(), n, 1};
        const int64_t stride = n + 3;
        std::vector<float> got = RandomValues(m * stride, 3), want = got;
        Gemm(m, n, k, av, bv, got.data(), stride, accumulate);
        GemmReference(m, n, k, av, bv, want.data(), stride, accumulate);
        for (size_t i = 0; i < got.size(); ++i) {
          ASSERT_NEAR(got[i], want[i], 1e-5 * (k + 1))
              << m << "x" << n << "x" << k << " at " << i;
        }
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Shapes, GemmShape,
    ::testing::Values(std::tuple(1, 1, 1), std::tuple(1, 10, 784),
                      std::tuple(2, 33, 17), std::tuple(3, 7, 0),
                      std::tuple(0, 4, 4), std::tuple(8, 32, 5),
                      std::tuple(9, 33, 385), std::tuple(64, 128, 784),
                      std::tuple(193, 65, 400), std::tuple(16, 784, 9),
                      std::tuple(5, 3100, 3)));

TEST(GemmKernels, EveryInstructionSetOfThisMachineGivesTheSameTile) {
  std::vector<const internal::GemmKernels*> sets = {
      &internal::BaselineGemmKernels()};
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) {
    sets.push_back(&internal::Avx2GemmKernels());
  }
  if (__builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512bw")) {
    sets.push_back(&internal::Avx512GemmKernels());
  }
#endif
  for (const internal::GemmKernels* kernels : sets) {
    const int64_t mr = kernels->mr, k = 37;
    for (int64_t vectors = 1; vectors <= 2; ++vectors) {
      const int64_t width = vectors * kernels->lanes;
      const std::vector<float> a = RandomValues(mr * k, 4);
      const std::vector<float> b = RandomValues(width * k, 5);
      for (int64_t rows = 1; rows <= mr; ++rows) {
        std::vector<float> got(rows * width), want(rows * width);
        kernels->tile[vectors - 1][rows - 1](k, a.data(), b.data(), got.data(),
                                             width, false);
        GemmReference(rows, width, k, {a.data(), 1, mr}, {b.data(), width, 1},
                      want.data(), width);
        for (int64_t i = 0; i < rows * width; ++i) {
          ASSERT_NEAR(got[i], want[i], 1e-5) << kernels->target << " at " << i;
        }
      }
    }
  }
}

}  // namespace
}  // namespace tinytorch
