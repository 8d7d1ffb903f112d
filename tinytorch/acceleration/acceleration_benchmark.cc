// The optimized model against the same model layer by layer.
#include <vector>

#include "benchmark/benchmark.h"
#include "tinytorch/acceleration/inference.h"
#include "tinytorch/autograd/autograd.h"
#include "tinytorch/base/ratio.h"
#include "tinytorch/spatial/spatial.h"

namespace tinytorch {
namespace {

void BM_Optimized(benchmark::State& state) {
  const NoGradGuard no_grad;
  const int64_t batch = state.range(0);
  Sequential model;
  model.add<Conv2d>(Conv2dOptions(1, 16, 3).padding(1)).add<ReLU>();
  model.add<MaxPool2d>(2);
  model.add<Conv2d>(Conv2dOptions(16, 32, 3).padding(1)).add<ReLU>();
  model.add<MaxPool2d>(2).add<Flatten>().add<Linear>(32 * 49, 10);
  model.eval();
  const auto fast = optimize_for_inference(model, {1, 28, 28});
  const Tensor x = Tensor::rand({batch, 1, 28, 28});
  RunRatio(
      state, 1, static_cast<double>(batch),
      [&] { benchmark::DoNotOptimize((*fast)(x).data()); },
      [&] { benchmark::DoNotOptimize(model(x).data()); });
}
BENCHMARK(BM_Optimized)->Arg(1)->Arg(64)->UseManualTime();

}  // namespace
}  // namespace tinytorch
