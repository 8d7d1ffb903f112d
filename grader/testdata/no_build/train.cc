#include "grader/contract/train.h"

#include "net.h"
#include "tinytorch/dataloader/dataloader.h"
#include "tinytorch/optimizers/optimizers.h"
#include "tinytorch/training/training.h"
#include "train_options.hpp"

namespace olympics {

absl::StatusOr<tinytorch::StateDict> Train(const TrainingSet& data) {
  using namespace tinytorch;
  manual_seed(1);
  Net net;
  const TensorDataset train(
      Scaled(data.images.slice(0, 0, kSamples).contiguous()),
      {data.labels.begin(), data.labels.begin() + kSamples});
  const DataLoader loader(train, {.batch_size = 64, .shuffle = true});
  AdamW optimizer(net.parameters(), {.lr = 4e-3f});
  Trainer trainer(net, optimizer, {.epochs = 2});
  trainer.fit(loader);
  return net.state_dict();
}

}  // namespace olympics
