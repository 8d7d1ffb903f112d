#include "grader/contract/train.h"
#include "sorted_net.h"
#include "tinytorch/dataloader/dataloader.h"
#include "tinytorch/optimizers/optimizers.h"
#include "tinytorch/training/training.h"

namespace olympics {

absl::StatusOr<tinytorch::StateDict> Train(const TrainingSet& data) {
  using namespace tinytorch;
  constexpr int64_t kSamples = 20'000;
  manual_seed(1);
  SortedNet net;
  const TensorDataset train(
      Sorted(data.images.slice(0, 0, kSamples).contiguous()),
      {data.labels.begin(), data.labels.begin() + kSamples});
  const DataLoader loader(train, {.batch_size = 64, .shuffle = true});
  AdamW optimizer(net.parameters(), {.lr = 2e-3f});
  Trainer trainer(net, optimizer, {.epochs = 3});
  trainer.fit(loader);
  return net.state_dict();
}

}  // namespace olympics
