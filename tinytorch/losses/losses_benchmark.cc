// The fused cross entropy against the same written with operations.
#include <vector>

#include "benchmark/benchmark.h"
#include "tinytorch/activations/activations.h"
#include "tinytorch/base/ratio.h"
#include "tinytorch/losses/losses.h"

namespace tinytorch {
namespace {

void BM_CrossEntropy(benchmark::State& state) {
  Tensor logits = Tensor::randn({256, 100}).set_requires_grad(true);
  Tensor one_hot = Tensor::zeros({256, 100});
  std::vector<int32_t> labels;
  for (int32_t i = 0; i < 256; ++i) {
    labels.push_back(i % 100);
    one_hot.data()[i * 100 + i % 100] = 1;
  }
  RunRatio(
      state, 1, 256,
      [&] {
        logits.zero_grad();
        cross_entropy(logits, labels).backward();
      },
      [&] {
        logits.zero_grad();
        ((log_softmax(logits) * one_hot).sum() / -256.0f).backward();
      });
}
BENCHMARK(BM_CrossEntropy)->UseManualTime();

}  // namespace
}  // namespace tinytorch
