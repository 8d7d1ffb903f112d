// Looking rows up against multiplying with one-hot rows.
#include <vector>

#include "benchmark/benchmark.h"
#include "tinytorch/autograd/autograd.h"
#include "tinytorch/base/ratio.h"
#include "tinytorch/embeddings/embeddings.h"

namespace tinytorch {
namespace {

void BM_Embedding(benchmark::State& state) {
  const NoGradGuard no_grad;
  Embedding table(1000, 64);
  Tensor ids = Tensor::empty({256}), one_hot = Tensor::zeros({256, 1000});
  for (int64_t i = 0; i < 256; ++i) {
    ids.data()[i] = static_cast<float>(i * 37 % 1000);
    one_hot.data()[i * 1000 + i * 37 % 1000] = 1;
  }
  RunRatio(
      state, 1, 256, [&] { benchmark::DoNotOptimize(table(ids).data()); },
      [&] { benchmark::DoNotOptimize(matmul(one_hot, table.weight).data()); });
}
BENCHMARK(BM_Embedding)->UseManualTime();

}  // namespace
}  // namespace tinytorch
