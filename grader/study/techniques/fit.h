// How all nets of this study are trained: as submissions/strided is.
#ifndef GRADER_STUDY_TECHNIQUES_FIT_H_
#define GRADER_STUDY_TECHNIQUES_FIT_H_

#include <cstdio>

#include "grader/contract/train.h"
#include "tinytorch/dataloader/dataloader.h"
#include "tinytorch/optimizers/optimizers.h"
#include "tinytorch/training/training.h"

namespace olympics {

inline void Fit(tinytorch::Sequential& net, const TrainingSet& data,
                int64_t epochs, float rate) {
  using namespace tinytorch;
  net.train();
  const TensorDataset train(data.images, data.labels);
  // The referee shifts images by up to one pixel: so does training.
  const DataLoader loader(
      train,
      {.batch_size = 64,
       .shuffle = true,
       .transform = Compose({RandomCrop(28, 1), RandomHorizontalFlip()})});
  AdamW optimizer(net.parameters(), {.lr = rate});
  Trainer trainer(
      net, optimizer,
      {.epochs = epochs,
       .schedule = CosineSchedule(rate, 0, epochs * loader.batches(), 200),
       .on_epoch = [](int64_t epoch, float loss) {
         std::printf("epoch %d loss %.4f\n", static_cast<int>(epoch) + 1, loss);
         std::fflush(stdout);
       }});
  trainer.fit(loader);
  net.eval();
}

constexpr int64_t kEpochs = 14;
constexpr float kRate = 3e-3f;

}  // namespace olympics

#endif  // GRADER_STUDY_TECHNIQUES_FIT_H_
