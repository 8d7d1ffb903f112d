// An epoch of random crops with one worker ahead against none.
#include <vector>

#include "benchmark/benchmark.h"
#include "tinytorch/base/ratio.h"
#include "tinytorch/dataloader/dataloader.h"

namespace tinytorch {
namespace {

void BM_Epoch(benchmark::State& state) {
  const TensorDataset data(Tensor::rand({2048, 1, 28, 28}),
                           std::vector<int32_t>(2048));
  const auto epoch = [&](int workers) {
    const DataLoader loader(
        data,
        {.batch_size = 64,
         .shuffle = true,
         .workers = workers,
         .transform = Compose({RandomCrop(28, 2), RandomHorizontalFlip()})});
    for (const Batch& batch : loader.epoch(0)) {
      // What a model would do meanwhile.
      benchmark::DoNotOptimize(
          matmul(batch.images.reshape({-1, 784}), Tensor::ones({784, 64}))
              .data());
    }
  };
  RunRatio(
      state, 1, 2048, [&] { epoch(1); }, [&] { epoch(0); });
}
BENCHMARK(BM_Epoch)->UseManualTime();

}  // namespace
}  // namespace tinytorch
