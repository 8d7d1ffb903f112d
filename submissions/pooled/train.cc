#include "grader/contract/train.h"

#include "net.h"
#include "tinytorch/dataloader/dataloader.h"
#include "tinytorch/optimizers/optimizers.h"
#include "tinytorch/training/training.h"

namespace olympics {

absl::StatusOr<tinytorch::StateDict> Train(const TrainingSet& data) {
  using namespace tinytorch;
  constexpr int64_t kEpochs = 8;
  constexpr float kRate = 3e-3f;
  manual_seed(1);
  Net net;
  const TensorDataset train(data.images, data.labels);
  // The referee shifts images by up to one pixel: so does training.
  const DataLoader loader(
      train,
      {.batch_size = 64, .shuffle = true, .transform = RandomCrop(28, 1)});
  AdamW optimizer(net.parameters(), {.lr = kRate});
  Trainer trainer(
      net, optimizer,
      {.epochs = kEpochs,
       .schedule = CosineSchedule(kRate, 0, kEpochs * loader.batches(), 200)});
  trainer.fit(loader);
  return net.state_dict();
}

}  // namespace olympics
