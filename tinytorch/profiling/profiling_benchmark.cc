// What watching costs: `ratio` is the share of a watched pass that the same
// pass takes unwatched.
#include <vector>

#include "benchmark/benchmark.h"
#include "tinytorch/autograd/autograd.h"
#include "tinytorch/base/ratio.h"
#include "tinytorch/layers/layers.h"
#include "tinytorch/profiling/profiling.h"

namespace tinytorch {
namespace {

void BM_Profiled(benchmark::State& state) {
  Sequential model;
  model.add<Linear>(256, 256).add<ReLU>().add<Linear>(256, 10);
  const Tensor x = Tensor::rand({64, 256});
  Profiler profiler(model);
  RunRatio(
      state, 1, 64, [&] { profiler.profile(x, {.warmup = 0, .runs = 100}); },
      [&] {
        const NoGradGuard no_grad;
        for (int i = 0; i < 100; ++i) benchmark::DoNotOptimize(model(x).data());
      });
}
BENCHMARK(BM_Profiled)->UseManualTime();

}  // namespace
}  // namespace tinytorch
