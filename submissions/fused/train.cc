#include "grader/contract/train.h"

#include "tinytorch/dataloader/dataloader.h"
#include "tinytorch/layers/layers.h"
#include "tinytorch/optimizers/optimizers.h"
#include "tinytorch/spatial/spatial.h"
#include "tinytorch/training/training.h"

namespace olympics {

// Trains with the framework's layers; model.cc runs the same network with
// kernels of its own, by the same names.
absl::StatusOr<tinytorch::StateDict> Train(const TrainingSet& data) {
  using namespace tinytorch;
  constexpr int64_t kEpochs = 14;
  constexpr float kRate = 3e-3f;
  manual_seed(1);
  Sequential net;
  net.add<Conv2d>(Conv2dOptions(1, 16, 5).stride(2).padding(2))
      .add<ReLU>()
      .add<Conv2d>(Conv2dOptions(16, 32, 3).stride(2).padding(1))
      .add<ReLU>()
      .add<Flatten>()
      .add<Linear>(32 * 7 * 7, 64)
      .add<ReLU>()
      .add<Linear>(64, 10);
  const TensorDataset train(data.images, data.labels);
  const DataLoader loader(
      train,
      {.batch_size = 64,
       .shuffle = true,
       .transform = Compose({RandomCrop(28, 1), RandomHorizontalFlip()})});
  AdamW optimizer(net.parameters(), {.lr = kRate});
  Trainer trainer(
      net, optimizer,
      {.epochs = kEpochs,
       .schedule = CosineSchedule(kRate, 0, kEpochs * loader.batches(), 200)});
  trainer.fit(loader);
  return net.state_dict();
}

}  // namespace olympics
