#include "grader/contract/train.h"

#include <string>

#include "net.h"
#include "tinytorch/dataloader/dataloader.h"
#include "tinytorch/optimizers/optimizers.h"
#include "tinytorch/quantization/quantization.h"
#include "tinytorch/training/training.h"

namespace olympics {

// Trains in floats, then looks at what flows between the layers for some
// samples and rounds everything to 8 bits.
absl::StatusOr<tinytorch::StateDict> Train(const TrainingSet& data) {
  using namespace tinytorch;
  constexpr float kRate = 3e-3f;
  constexpr int64_t kCalibration = 1000;
  const bool digits = TaskName() == std::string("digits");
  const int64_t epochs = digits ? 60 : 5;
  manual_seed(1);
  Sequential net;
  Build(TaskName(), net);
  const TensorDataset train(data.images, data.labels);
  // The referee shifts images by up to one pixel: so does training.
  const DataLoader loader(train, {.batch_size = 64,
                                  .shuffle = true,
                                  .transform = RandomCrop(digits ? 8 : 28, 1)});
  AdamW optimizer(net.parameters(), {.lr = kRate});
  Trainer trainer(
      net, optimizer,
      {.epochs = epochs,
       .schedule = CosineSchedule(kRate, 0, epochs * loader.batches(), 200)});
  trainer.fit(loader);
  net.eval();
  return quantize_static(net, data.images.slice(0, 0, kCalibration),
                         /*clipped=*/1e-4f)
      ->state_dict();
}

}  // namespace olympics
