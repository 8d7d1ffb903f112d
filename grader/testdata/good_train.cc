// Trains the network of good_net.h, in every task with classes.
#include "good_net.h"
#include "grader/contract/train.h"
#include "tinytorch/dataloader/dataloader.h"
#include "tinytorch/optimizers/optimizers.h"
#include "tinytorch/training/training.h"

namespace olympics {

absl::StatusOr<tinytorch::StateDict> Train(const TrainingSet& data) {
  tinytorch::manual_seed(1);
  GoodNet net;
  const tinytorch::TensorDataset train(data.images, data.labels);
  const tinytorch::DataLoader loader(train,
                                     {.batch_size = 64, .shuffle = true});
  tinytorch::AdamW optimizer(net.parameters(), {.lr = 3e-3f});
  tinytorch::Trainer trainer(net, optimizer, {.epochs = 20});
  trainer.fit(loader);
  return net.state_dict();
}

}  // namespace olympics
