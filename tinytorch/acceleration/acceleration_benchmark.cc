// The optimized model against the same model layer by layer.
#include <vector>

#include "benchmark/benchmark.h"
#include "tinytorch/acceleration/inference.h"
#include "tinytorch/autograd/autograd.h"
#include "tinytorch/base/ratio.h"
#include "tinytorch/spatial/spatial.h"

namespace tinytorch {
namespace {

// The course's CNN, of 1.0 M multiply-adds an image.
void BuildDense(Sequential& model) {
  model.add<Conv2d>(Conv2dOptions(1, 16, 3).padding(1)).add<ReLU>();
  model.add<MaxPool2d>(2);
  model.add<Conv2d>(Conv2dOptions(16, 32, 3).padding(1)).add<ReLU>();
  model.add<MaxPool2d>(2).add<Flatten>().add<Linear>(32 * 49, 10);
  model.eval();
}

// A depthwise-separable one, of 0.5 M (Howard et al., "MobileNets", 2017).
void BuildSeparable(Sequential& model) {
  model.add<Conv2d>(Conv2dOptions(1, 16, 3).stride(2).padding(1).bias(false));
  model.add<BatchNorm2d>(16).add<ReLU>();
  const auto block = [&](int64_t in, int64_t out, int64_t stride) {
    model.add<Conv2d>(
        Conv2dOptions(in, in, 3).stride(stride).padding(1).groups(in).bias(
            false));
    model.add<BatchNorm2d>(in).add<ReLU>();
    model.add<Conv2d>(Conv2dOptions(in, out, 1).bias(false));
    model.add<BatchNorm2d>(out).add<ReLU>();
  };
  block(16, 32, 1);
  block(32, 64, 2);
  block(64, 64, 1);
  model.add<AvgPool2d>(7).add<Flatten>().add<Linear>(64, 10);
  model.eval();
}

void BM_Optimized(benchmark::State& state) {
  const NoGradGuard no_grad;
  const int64_t batch = state.range(0);
  Sequential model;
  BuildDense(model);
  const auto fast = optimize_for_inference(model, {1, 28, 28});
  const Tensor x = Tensor::rand({batch, 1, 28, 28});
  RunRatio(
      state, 1, static_cast<double>(batch),
      [&] { benchmark::DoNotOptimize((*fast)(x).data()); },
      [&] { benchmark::DoNotOptimize(model(x).data()); });
}
BENCHMARK(BM_Optimized)->Arg(1)->Arg(64)->UseManualTime();

// The ratio says how many times longer the dense network takes.
void BM_SeparableForDense(benchmark::State& state) {
  const NoGradGuard no_grad;
  const int64_t batch = state.range(0);
  Sequential separable, dense;
  BuildSeparable(separable);
  BuildDense(dense);
  const auto ours = optimize_for_inference(separable, {1, 28, 28});
  const auto peer = optimize_for_inference(dense, {1, 28, 28});
  const Tensor x = Tensor::rand({batch, 1, 28, 28});
  RunRatio(
      state, 1, static_cast<double>(batch),
      [&] { benchmark::DoNotOptimize((*ours)(x).data()); },
      [&] { benchmark::DoNotOptimize((*peer)(x).data()); });
}
BENCHMARK(BM_SeparableForDense)->Arg(1)->Arg(64)->UseManualTime();

// A step of training: forward and backward, batch normalisation included.
void BM_SeparableForDenseTraining(benchmark::State& state) {
  Sequential separable, dense;
  BuildSeparable(separable);
  BuildDense(dense);
  separable.train();
  const Tensor x = Tensor::rand({64, 1, 28, 28});
  RunRatio(
      state, 1, 64, [&] { separable(x).sum().backward(); },
      [&] { dense(x).sum().backward(); });
}
BENCHMARK(BM_SeparableForDenseTraining)->UseManualTime();

// Inference layer by layer.
void BM_SeparableForDenseByLayers(benchmark::State& state) {
  const NoGradGuard no_grad;
  const int64_t batch = state.range(0);
  Sequential separable, dense;
  BuildSeparable(separable);
  BuildDense(dense);
  const Tensor x = Tensor::rand({batch, 1, 28, 28});
  RunRatio(
      state, 1, static_cast<double>(batch),
      [&] { benchmark::DoNotOptimize(separable(x).data()); },
      [&] { benchmark::DoNotOptimize(dense(x).data()); });
}
BENCHMARK(BM_SeparableForDenseByLayers)->Arg(1)->Arg(64)->UseManualTime();

}  // namespace
}  // namespace tinytorch
