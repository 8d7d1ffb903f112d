// Attention with matrix products against the loops of its formula.
#include <cmath>
#include <vector>

#include "benchmark/benchmark.h"
#include "tinytorch/attention/attention.h"
#include "tinytorch/base/ratio.h"

namespace tinytorch {
namespace {

void BM_Attention(benchmark::State& state) {
  constexpr int64_t kTime = 128, kDim = 32;
  const Tensor q = Tensor::randn({1, 4, kTime, kDim});
  const Tensor k = Tensor::randn({1, 4, kTime, kDim});
  const Tensor v = Tensor::randn({1, 4, kTime, kDim});
  std::vector<float> y(q.numel()), p(kTime);
  const float *qp = q.data(), *kp = k.data(), *vp = v.data();
  RunRatio(
      state, 1, 4 * kTime,
      [&] {
        benchmark::DoNotOptimize(scaled_dot_product_attention(q, k, v).data());
      },
      [&] {
        for (int64_t r = 0; r < 4 * kTime; ++r) {
          const int64_t head = r / kTime * kTime;
          float sum = 0;
          for (int64_t t = 0; t < kTime; ++t) {
            float dot = 0;
            for (int64_t i = 0; i < kDim; ++i) {
              dot += qp[r * kDim + i] * kp[(head + t) * kDim + i];
            }
            sum += p[t] = std::exp(dot * 0.17677669f);
          }
          for (int64_t i = 0; i < kDim; ++i) {
            float value = 0;
            for (int64_t t = 0; t < kTime; ++t) {
              value += p[t] * vp[(head + t) * kDim + i];
            }
            y[r * kDim + i] = value / sum;
          }
        }
        benchmark::DoNotOptimize(y.data());
      });
}
BENCHMARK(BM_Attention)->UseManualTime();

}  // namespace
}  // namespace tinytorch
