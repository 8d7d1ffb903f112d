// One step of AdamW against the loop of its formula.
#include <cmath>
#include <vector>

#include "benchmark/benchmark.h"
#include "tinytorch/base/ratio.h"
#include "tinytorch/optimizers/optimizers.h"

namespace tinytorch {
namespace {

void BM_AdamW(benchmark::State& state) {
  constexpr int64_t kCount = 1 << 18;
  Tensor p = Tensor::randn({kCount}).set_requires_grad(true);
  p.set_grad(Tensor::randn({kCount}));
  AdamW optimizer({p}, {.lr = 1e-4f, .weight_decay = 0.01f});
  std::vector<float> q(kCount, 1), m(kCount), v(kCount);
  RunRatio(
      state, 1, kCount, [&] { optimizer.step(); },
      [&] {
        const float* g = p.grad().data();
        for (int64_t i = 0; i < kCount; ++i) {
          m[i] = 0.9f * m[i] + 0.1f * g[i];
          v[i] = 0.999f * v[i] + 0.001f * g[i] * g[i];
          q[i] -= 1e-4f * (m[i] / (std::sqrt(v[i]) + 1e-8f) + 0.01f * q[i]);
        }
        benchmark::DoNotOptimize(q.data());
      });
}
BENCHMARK(BM_AdamW)->UseManualTime();

}  // namespace
}  // namespace tinytorch
