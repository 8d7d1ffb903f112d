// Trains conv16-pool-conv32-pool-fc on Fashion-MNIST and prints the CPU time of
// each epoch and the accuracy on the test split:
//
//   bazel run -c opt //tinytorch/training:cnn_benchmark -- [epochs]
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>

#include "tinytorch/dataloader/dataloader.h"
#include "tinytorch/layers/layers.h"
#include "tinytorch/optimizers/optimizers.h"
#include "tinytorch/spatial/spatial.h"
#include "tinytorch/training/training.h"

using namespace tinytorch;  // NOLINT: a program, not a library

int main(int argc, char** argv) {
  const int64_t epochs = argc > 1 ? std::atoi(argv[1]) : 5;
  const auto load = [](const std::string& split) {
    const std::string stem = "third_party/fashion_mnist/" + split;
    const auto images = load_idx_images(stem + "-images-idx3-ubyte");
    const auto labels = load_idx_labels(stem + "-labels-idx1-ubyte");
    if (!images.ok() || !labels.ok()) {
      std::fprintf(stderr, "%s\n", images.status().ToString().c_str());
      std::exit(1);
    }
    return TensorDataset(*images, *labels);
  };
  const TensorDataset train = load("train"), test = load("t10k");
  manual_seed(1);
  Sequential model;
  model.add<Conv2d>(Conv2dOptions(1, 16, 3).padding(1))
      .add<ReLU>()
      .add<MaxPool2d>(2)
      .add<Conv2d>(Conv2dOptions(16, 32, 3).padding(1))
      .add<ReLU>()
      .add<MaxPool2d>(2)
      .add<Flatten>()
      .add<Linear>(32 * 7 * 7, 10);
  const DataLoader loader(train,
                          {.batch_size = 64,
                           .shuffle = true,
                           .transform = Compose({RandomHorizontalFlip()})});
  AdamW optimizer(model.parameters(), {.lr = 2e-3f});
  double last = 0;
  const auto cpu = [] {
    timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) +
           1e-9 * static_cast<double>(t.tv_nsec);
  };
  const DataLoader test_loader(test, {.batch_size = 100});
  Trainer trainer(
      model, optimizer,
      {.epochs = epochs,
       .schedule = CosineSchedule(2e-3f, 0, epochs * loader.batches(), 100),
       .on_epoch = [&](int64_t epoch, float loss) {
         const double now = cpu();
         std::printf(
             "epoch %ld  loss %.4f  CPU %.1f s  test accuracy %.2f %%\n",
             static_cast<long>(epoch + 1), loss, now - last,
             100 * evaluate(model, test_loader).accuracy);
         std::fflush(stdout);
         model.train();
         last = cpu();
       }});
  last = cpu();
  trainer.fit(loader);
  return 0;
}
