// Layer normalisation as one operation against the same written with several.
#include <vector>

#include "benchmark/benchmark.h"
#include "tinytorch/base/ratio.h"
#include "tinytorch/transformers/transformers.h"

namespace tinytorch {
namespace {

void BM_LayerNorm(benchmark::State& state) {
  const Tensor x = Tensor::randn({256, 128});
  const Tensor w = Tensor::ones({128}), b = Tensor::zeros({128});
  RunRatio(
      state, 1, 256,
      [&] { benchmark::DoNotOptimize(layer_norm(x, w, b).data()); },
      [&] {
        const Tensor centred = x - x.mean(-1, true);
        const Tensor var = (centred * centred).mean(-1, true);
        benchmark::DoNotOptimize((centred / sqrt(var + 1e-5f) * w + b).data());
      });
}
BENCHMARK(BM_LayerNorm)->UseManualTime();

}  // namespace
}  // namespace tinytorch
