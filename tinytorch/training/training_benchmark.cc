// A step of training: `ratio` is the share of it that the forward pass alone
// takes; items are images.
#include <cstdint>
#include <vector>

#include "benchmark/benchmark.h"
#include "tinytorch/autograd/autograd.h"
#include "tinytorch/base/ratio.h"
#include "tinytorch/layers/layers.h"
#include "tinytorch/losses/losses.h"
#include "tinytorch/optimizers/optimizers.h"
#include "tinytorch/spatial/spatial.h"
#include "tinytorch/training/training.h"

namespace tinytorch {
namespace {

void BM_Step(benchmark::State& state) {
  Sequential model;
  model.add<Conv2d>(Conv2dOptions(1, 16, 3).padding(1)).add<ReLU>();
  model.add<MaxPool2d>(2);
  model.add<Conv2d>(Conv2dOptions(16, 32, 3).padding(1)).add<ReLU>();
  model.add<MaxPool2d>(2).add<Flatten>().add<Linear>(32 * 49, 10);
  AdamW optimizer(model.parameters(), {.lr = 1e-4f});
  const Tensor x = Tensor::rand({64, 1, 28, 28});
  const std::vector<int32_t> labels(64, 3);
  RunRatio(
      state, 1, 64,
      [&] {
        model.zero_grad();
        cross_entropy(model(x), labels).backward();
        clip_grad_norm(model.parameters(), 1);
        optimizer.step();
      },
      [&] {
        const NoGradGuard no_grad;
        benchmark::DoNotOptimize(model(x).data());
      });
}
BENCHMARK(BM_Step)->UseManualTime();

}  // namespace
}  // namespace tinytorch
