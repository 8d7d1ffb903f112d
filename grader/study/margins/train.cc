// Trains a variation, for as long as it takes to be one of its kind.
#include "grader/contract/train.h"

#include <string>
#include <utility>

#include "tinytorch/compression/compression.h"
#include "tinytorch/dataloader/dataloader.h"
#include "tinytorch/optimizers/optimizers.h"
#include "tinytorch/training/training.h"
#include "variation.h"

namespace olympics {
namespace {

using namespace tinytorch;

DataLoaderOptions Options() {
  DataLoaderOptions options = {.batch_size = 64, .shuffle = true};
  const bool as_it_is = Is("overfitted") || Is("mlp_overfitted") ||
                        Is("few_samples") || Is("as_it_is");
  if (!as_it_is) {
    options.transform = Compose(
        {RandomCrop(28, Is("augmented") ? 3 : 1), RandomHorizontalFlip()});
  }
  return options;
}

void Fit(Sequential& net, const TrainingSet& data, int64_t epochs) {
  const TensorDataset train(data.images, data.labels);
  const DataLoader loader(train, Options());
  AdamW optimizer(net.parameters(), {.lr = 3e-3f});
  Trainer trainer(
      net, optimizer,
      {.epochs = epochs,
       .schedule = CosineSchedule(3e-3f, 0, epochs * loader.batches(), 100),
       .label_smoothing = Is("smoothed") ? 0.1f : 0.0f});
  trainer.fit(loader);
  net.eval();
}

// From what a larger network says.
void Distil(Sequential& net, const TrainingSet& data) {
  Sequential teacher;
  Convolutional(teacher, 16, 32, 64);
  Fit(teacher, data, 3);
  const TensorDataset train(data.images, data.labels);
  const DataLoader loader(train, Options());
  AdamW optimizer(net.parameters(), {.lr = 3e-3f});
  distill(net, teacher, loader, optimizer, {.epochs = 3});
  net.eval();
}

int64_t Epochs() {
  if (Is("one_epoch")) return 1;
  if (Is("overfitted")) return 8;
  if (Is("mlp_overfitted")) return 20;
  if (Is("few_samples")) return 20;
  if (Is("linear") || Is("mlp") || Is("pooled")) return 6;
  return 3;
}

}  // namespace

absl::StatusOr<StateDict> Train(const TrainingSet& data) {
  manual_seed(1);
  TrainingSet some = data;
  if (Is("few_samples")) {
    some.images = data.images.slice(0, 0, 6000).clone();
    some.labels.resize(6000);
  }
  Sequential net;
  Build(net);
  if (Is("distilled")) {
    Distil(net, some);
  } else {
    Fit(net, some, Epochs());
  }
  StateDict weights = net.state_dict();
  if (Is("early")) {
    Sequential rest;
    Convolutional(rest, 16, 32, 64);
    Fit(rest, some, 3);
    for (const auto& [name, tensor] : rest.state_dict()) {
      weights["rest." + name] = tensor;
    }
  }
  if (Is("quantized")) {
    weights["calibration"] = data.images.slice(0, 0, 64).clone();
  }
  return weights;
}

}  // namespace olympics
