// Convolution and pooling against the sums of their definitions.
#include <algorithm>
#include <vector>

#include "benchmark/benchmark.h"
#include "tinytorch/base/ratio.h"
#include "tinytorch/spatial/spatial.h"

namespace tinytorch {
namespace {

void BM_Conv2d(benchmark::State& state) {
  const int64_t in = state.range(0), out = state.range(1), side = 14;
  const Tensor x = Tensor::rand({1, in, side, side});
  const Tensor w = Tensor::rand({out, in, 3, 3});
  const int64_t small = side - 2;
  std::vector<float> y(out * small * small);
  const float *xp = x.data(), *wp = w.data();
  RunRatio(
      state, 1,
      2.0 * static_cast<double>(y.size()) * static_cast<double>(in) * 9,
      [&] { benchmark::DoNotOptimize(conv2d(x, w, Tensor()).data()); },
      [&] {
        for (int64_t o = 0; o < out; ++o) {
          for (int64_t r = 0; r < small; ++r) {
            for (int64_t c = 0; c < small; ++c) {
              float sum = 0;
              for (int64_t k = 0; k < in; ++k) {
                for (int64_t i = 0; i < 3; ++i) {
                  for (int64_t j = 0; j < 3; ++j) {
                    sum += xp[(k * side + r + i) * side + c + j] *
                           wp[((o * in + k) * 3 + i) * 3 + j];
                  }
                }
              }
              y[(o * small + r) * small + c] = sum;
            }
          }
        }
        benchmark::DoNotOptimize(y.data());
      });
}
BENCHMARK(BM_Conv2d)->Args({1, 16})->Args({16, 32})->UseManualTime();

void BM_MaxPool2d(benchmark::State& state) {
  const Tensor x = Tensor::rand({64, 16, 28, 28});
  std::vector<float> y(64 * 16 * 14 * 14);
  const float* xp = x.data();
  RunRatio(
      state, 1, 64,
      [&] { benchmark::DoNotOptimize(max_pool2d(x, 2, 2).data()); },
      [&] {
        size_t at = 0;
        for (int64_t p = 0; p < 64 * 16; ++p) {
          const float* plane = xp + p * 784;
          for (int64_t r = 0; r < 28; r += 2) {
            for (int64_t c = 0; c < 28; c += 2) {
              const float* v = plane + r * 28 + c;
              y[at++] = std::max(std::max(v[0], v[1]), std::max(v[28], v[29]));
            }
          }
        }
        benchmark::DoNotOptimize(y.data());
      });
}
BENCHMARK(BM_MaxPool2d)->UseManualTime();

}  // namespace
}  // namespace tinytorch
