// Activations against the loops of their formulas.
#include <cmath>
#include <vector>

#include "benchmark/benchmark.h"
#include "tinytorch/activations/activations.h"
#include "tinytorch/base/ratio.h"

namespace tinytorch {
namespace {

template <typename Ours, typename Peer>
void Compare(benchmark::State& state, Ours ours, Peer peer) {
  const Tensor x = Tensor::randn({64, 1024});
  std::vector<float> y(x.numel());
  RunRatio(
      state, 4, static_cast<double>(x.numel()),
      [&] { benchmark::DoNotOptimize(ours(x).data()); },
      [&] {
        peer(x.data(), y);
        benchmark::DoNotOptimize(y.data());
      });
}

void BM_Relu(benchmark::State& state) {
  Compare(
      state, [](const Tensor& x) { return relu(x); },
      [](const float* x, std::vector<float>& y) {
        for (int64_t i = 0; i < 64 * 1024; ++i) {
          y[i] = x[i] > 0 ? x[i] : 0;
        }
      });
}
BENCHMARK(BM_Relu)->UseManualTime();

void BM_Softmax(benchmark::State& state) {
  Compare(
      state, [](const Tensor& x) { return softmax(x); },
      [](const float* x, std::vector<float>& y) {
        for (int64_t r = 0; r < 64; ++r) {
          float sum = 0;
          for (int64_t i = 0; i < 1024; ++i) {
            sum += y[r * 1024 + i] = std::exp(x[r * 1024 + i]);
          }
          for (int64_t i = 0; i < 1024; ++i) y[r * 1024 + i] /= sum;
        }
      });
}
BENCHMARK(BM_Softmax)->UseManualTime();

}  // namespace
}  // namespace tinytorch
