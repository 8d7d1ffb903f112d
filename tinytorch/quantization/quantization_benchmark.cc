// The networks of the course in 8 bits against the same, optimized, in floats.
#include <vector>

#include "benchmark/benchmark.h"
#include "tinytorch/acceleration/inference.h"
#include "tinytorch/base/ratio.h"
#include "tinytorch/quantization/quantization.h"
#include "tinytorch/spatial/spatial.h"

namespace tinytorch {
namespace {

void Compare(benchmark::State& state, Sequential& model) {
  const int64_t batch = state.range(0);
  const Tensor x = Tensor::rand({batch, 1, 28, 28});
  const auto fast = optimize_for_inference(model, {1, 28, 28});
  const auto small = quantize_static(model, Tensor::rand({64, 1, 28, 28}));
  RunRatio(
      state, 10, static_cast<double>(batch),
      [&] { benchmark::DoNotOptimize((*small)(x).data()); },
      [&] { benchmark::DoNotOptimize((*fast)(x).data()); });
  state.SetLabel(small->target());
}

void BM_Mlp(benchmark::State& state) {
  Sequential model;
  model.add<Flatten>().add<Linear>(784, 128).add<ReLU>().add<Linear>(128, 10);
  Compare(state, model);
}
BENCHMARK(BM_Mlp)->Arg(1)->Arg(64)->UseManualTime();

void BM_Cnn(benchmark::State& state) {
  Sequential model;
  model.add<Conv2d>(Conv2dOptions(1, 16, 3).padding(1)).add<ReLU>();
  model.add<MaxPool2d>(2);
  model.add<Conv2d>(Conv2dOptions(16, 32, 3).padding(1)).add<ReLU>();
  model.add<MaxPool2d>(2).add<Flatten>().add<Linear>(32 * 49, 10);
  Compare(state, model);
}
BENCHMARK(BM_Cnn)->Arg(1)->Arg(64)->UseManualTime();

}  // namespace
}  // namespace tinytorch
