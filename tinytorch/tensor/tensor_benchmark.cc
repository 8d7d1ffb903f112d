// Operations on whole tensors against plain loops over the same numbers.
#include <vector>

#include "benchmark/benchmark.h"
#include "tinytorch/base/ratio.h"
#include "tinytorch/tensor/tensor.h"

namespace tinytorch {
namespace {

void BM_Add(benchmark::State& state) {
  const Tensor a = Tensor::ones({64, 784}), b = Tensor::ones({64, 784});
  std::vector<float> c(a.numel());
  const float *ap = a.data(), *bp = b.data();
  RunRatio(
      state, 10, static_cast<double>(a.numel()),
      [&] { benchmark::DoNotOptimize((a + b).data()); },
      [&] {
        for (int64_t i = 0; i < 64 * 784; ++i) c[i] = ap[i] + bp[i];
        benchmark::DoNotOptimize(c.data());
      });
}
BENCHMARK(BM_Add)->UseManualTime();

void BM_Matmul(benchmark::State& state) {
  const Tensor a = Tensor::ones({64, 256}), b = Tensor::ones({256, 128});
  std::vector<float> c(64 * 128);
  const float *ap = a.data(), *bp = b.data();
  RunRatio(
      state, 1, 2.0 * 64 * 256 * 128,
      [&] { benchmark::DoNotOptimize(matmul(a, b).data()); },
      [&] {
        for (int64_t i = 0; i < 64; ++i) {
          for (int64_t j = 0; j < 128; ++j) {
            float sum = 0;
            for (int64_t k = 0; k < 256; ++k) {
              sum += ap[i * 256 + k] * bp[k * 128 + j];
            }
            c[i * 128 + j] = sum;
          }
        }
        benchmark::DoNotOptimize(c.data());
      });
}
BENCHMARK(BM_Matmul)->UseManualTime();

}  // namespace
}  // namespace tinytorch
