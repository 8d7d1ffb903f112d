// What a gradient costs: `ratio` here is how much of a forward and backward
// pass the forward pass alone takes.
#include <vector>

#include "benchmark/benchmark.h"
#include "tinytorch/activations/activations.h"
#include "tinytorch/autograd/autograd.h"
#include "tinytorch/base/ratio.h"

namespace tinytorch {
namespace {

void BM_ForwardAndBackward(benchmark::State& state) {
  const Tensor x = Tensor::randn({64, 256});
  Tensor w = Tensor::randn({256, 256}).set_requires_grad(true);
  const auto forward = [&] {
    return tanh(matmul(tanh(matmul(x, w)), w)).sum();
  };
  RunRatio(
      state, 1, 64,
      [&] {
        w.zero_grad();
        forward().backward();
      },
      [&] {
        const NoGradGuard no_grad;
        benchmark::DoNotOptimize(forward().data());
      });
}
BENCHMARK(BM_ForwardAndBackward)->UseManualTime();

}  // namespace
}  // namespace tinytorch
