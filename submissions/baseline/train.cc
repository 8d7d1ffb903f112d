#include "grader/contract/train.h"

#include <algorithm>
#include <cstdio>
#include <string>

#include "net.h"
#include "tinytorch/dataloader/dataloader.h"
#include "tinytorch/losses/losses.h"
#include "tinytorch/optimizers/optimizers.h"
#include "tinytorch/training/training.h"

namespace olympics {
namespace {

using namespace tinytorch;

struct Recipe {
  int64_t epochs;
  float rate;
  std::vector<Transform> changes;
};

// By up to three frames, either way: a word may begin sooner or later.
Tensor ShiftInTime(const Tensor& clip, Generator& random) {
  const int64_t frames = clip.size(1), width = clip.size(2);
  const int64_t by = random.below(7) - 3;
  Tensor shifted = clip.clone();
  for (int64_t f = 0; f < frames; ++f) {
    const int64_t from = std::clamp<int64_t>(f + by, 0, frames - 1);
    std::copy_n(clip.data() + from * width, width, shifted.data() + f * width);
  }
  return shifted;
}

StateDict TrainClassifier(Module& net, const TrainingSet& data,
                          const Recipe& recipe) {
  const TensorDataset train(data.images, data.labels);
  const DataLoader loader(train, {.batch_size = 64,
                                  .shuffle = true,
                                  .transform = Compose(recipe.changes)});
  AdamW optimizer(net.parameters(), {.lr = recipe.rate});
  Trainer trainer(net, optimizer,
                  {.epochs = recipe.epochs,
                   .schedule = CosineSchedule(
                       recipe.rate, 0, recipe.epochs * loader.batches(), 200)});
  trainer.fit(loader);
  return net.state_dict();
}

// To give back what it is given, of normal samples alone.
StateDict TrainAutoencoder(Module& net, const TrainingSet& data) {
  constexpr int64_t kEpochs = 20;
  constexpr float kRate = 2e-3f;
  const TensorDataset train(data.images, data.labels);
  const DataLoader loader(train, {.batch_size = 64, .shuffle = true});
  AdamW optimizer(net.parameters(), {.lr = kRate});
  const auto schedule =
      CosineSchedule(kRate, 0, kEpochs * loader.batches(), 100);
  const MSELoss criterion;
  int64_t step = 0;
  for (int64_t epoch = 0; epoch < kEpochs; ++epoch) {
    float sum = 0;
    for (const Batch& batch : loader.epoch(epoch)) {
      const Tensor x = batch.images.reshape({batch.images.size(0), 784});
      optimizer.set_lr(schedule(step++));
      optimizer.zero_grad();
      Tensor loss = criterion(net.forward(x), x);
      loss.backward();
      optimizer.step();
      sum += loss.item();
    }
    std::printf("epoch %d/%d  loss %.4f\n", static_cast<int>(epoch) + 1,
                static_cast<int>(kEpochs),
                sum / static_cast<float>(loader.batches()));
  }
  return net.state_dict();
}

}  // namespace

absl::StatusOr<StateDict> Train(const TrainingSet& data) {
  const std::string task = TaskName();
  manual_seed(1);
  if (task == "digits") {
    DigitsNet net;
    // The test split is by other writers than the training split.
    return TrainClassifier(net, data, {60, 3e-3f, {RandomCrop(8, 1)}});
  }
  if (task == "anomaly_detection") {
    AnomalyNet net;
    return TrainAutoencoder(net, data);
  }
  if (task == "keyword_spotting") {
    KeywordNet net;
    return TrainClassifier(net, data, {8, 4e-3f, {ShiftInTime}});
  }
  ImageNet net;
  // The referee shifts images by up to one pixel: so does training.
  return TrainClassifier(
      net, data, {10, 3e-3f, {RandomCrop(28, 1), RandomHorizontalFlip()}});
}

}  // namespace olympics
