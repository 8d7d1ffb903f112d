// What pruning, sparsity and low rank bring over the layer they came from.
#include <vector>

#include "benchmark/benchmark.h"
#include "tinytorch/autograd/autograd.h"
#include "tinytorch/base/ratio.h"
#include "tinytorch/compression/compression.h"

namespace tinytorch {
namespace {

void BM_Sparse(benchmark::State& state) {  // percent of zeros
  const NoGradGuard no_grad;
  Linear dense(784, 256);
  magnitude_prune(dense, static_cast<float>(state.range(0)) / 100);
  SparseLinear sparse(dense);
  const Tensor x = Tensor::rand({1, 784});
  RunRatio(
      state, 10, 1, [&] { benchmark::DoNotOptimize(sparse(x).data()); },
      [&] { benchmark::DoNotOptimize(dense(x).data()); });
}
BENCHMARK(BM_Sparse)->Arg(80)->Arg(95)->Arg(99)->UseManualTime();

void BM_PrunedChannels(benchmark::State& state) {
  const NoGradGuard no_grad;
  Sequential model;
  model.add<Linear>(784, 256).add<ReLU>().add<Linear>(256, 256).add<ReLU>();
  model.add<Linear>(256, 10);
  const auto thin = *prune_channels(model, {784}, 0.5f);
  const Tensor x = Tensor::rand({64, 784});
  RunRatio(
      state, 1, 64, [&] { benchmark::DoNotOptimize((*thin)(x).data()); },
      [&] { benchmark::DoNotOptimize(model(x).data()); });
}
BENCHMARK(BM_PrunedChannels)->UseManualTime();

void BM_LowRank(benchmark::State& state) {
  const NoGradGuard no_grad;
  Linear layer(256, 256);
  const auto two = low_rank(layer, 32);
  const Tensor x = Tensor::rand({64, 256});
  RunRatio(
      state, 4, 64, [&] { benchmark::DoNotOptimize((*two)(x).data()); },
      [&] { benchmark::DoNotOptimize(layer(x).data()); });
}
BENCHMARK(BM_LowRank)->UseManualTime();

}  // namespace
}  // namespace tinytorch
