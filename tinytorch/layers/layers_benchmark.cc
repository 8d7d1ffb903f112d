// A linear layer against its three loops.
#include <vector>

#include "benchmark/benchmark.h"
#include "tinytorch/autograd/autograd.h"
#include "tinytorch/base/ratio.h"
#include "tinytorch/layers/layers.h"

namespace tinytorch {
namespace {

void BM_Linear(benchmark::State& state) {
  const NoGradGuard no_grad;
  const int64_t batch = state.range(0);
  Linear layer(784, 128);
  const Tensor x = Tensor::rand({batch, 784});
  std::vector<float> y(batch * 128);
  const float *xp = x.data(), *w = layer.weight.data(), *b0 = layer.bias.data();
  RunRatio(
      state, 1, static_cast<double>(batch),
      [&] { benchmark::DoNotOptimize(layer(x).data()); },
      [&] {
        for (int64_t b = 0; b < batch; ++b) {
          for (int64_t o = 0; o < 128; ++o) {
            float sum = b0[o];
            for (int64_t i = 0; i < 784; ++i) {
              sum += xp[b * 784 + i] * w[o * 784 + i];
            }
            y[b * 128 + o] = sum;
          }
        }
        benchmark::DoNotOptimize(y.data());
      });
}
BENCHMARK(BM_Linear)->Arg(1)->Arg(64)->UseManualTime();

}  // namespace
}  // namespace tinytorch
