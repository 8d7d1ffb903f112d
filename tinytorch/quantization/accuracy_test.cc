// The networks of the course, trained on Fashion-MNIST and then quantized: what
// 8 bits cost in accuracy on the test images, and in the file.
#include <cstdio>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tinytorch/dataloader/dataloader.h"
#include "tinytorch/layers/layers.h"
#include "tinytorch/layers/safetensors.h"
#include "tinytorch/optimizers/optimizers.h"
#include "tinytorch/quantization/quantization.h"
#include "tinytorch/spatial/spatial.h"
#include "tinytorch/training/training.h"

namespace tinytorch {
namespace {

Tensor Images(const std::string& split) {
  return *load_idx_images("third_party/fashion_mnist/" + split +
                          "-images-idx3-ubyte");
}
std::vector<int32_t> Labels(const std::string& split) {
  return *load_idx_labels("third_party/fashion_mnist/" + split +
                          "-labels-idx1-ubyte");
}

void TrainAndCompare(const char* name, Sequential& model) {
  const Tensor images = Images("train");
  const TensorDataset train(images, Labels("train"));
  const TensorDataset test(Images("t10k"), Labels("t10k"));
  const DataLoader loader(train, {.batch_size = 64, .shuffle = true});
  const DataLoader test_loader(test, {.batch_size = 100});
  AdamW optimizer(model.parameters(), {.lr = 2e-3f});
  Trainer trainer(model, optimizer,
                  {.schedule = CosineSchedule(2e-3f, 0, loader.batches(), 50)});
  trainer.fit(loader);
  const float full = evaluate(model, test_loader).accuracy;
  const auto small = quantize_static(model, images.slice(0, 0, 512));
  const float bytes = evaluate(*small, test_loader).accuracy;
  std::printf("%s: %.2f %% in floats, %.2f %% in 8 bits\n", name, 100 * full,
              100 * bytes);
  EXPECT_GT(full, 0.82f);
  EXPECT_NEAR(bytes, full, 0.005f);

  // In a file the weights take a quarter, and come back the same.
  std::set<std::string> int8;
  const StateDict state = small->state_dict();
  for (const auto& [key, tensor] : state) {
    if (key.ends_with(".weight")) int8.insert(key);
  }
  const std::string file = serialize_safetensors(state, int8);
  EXPECT_LT(file.size(), serialize_safetensors(model.state_dict()).size() / 3);
  const auto back = parse_safetensors(file);
  ASSERT_TRUE(back.ok()) << back.status();
  const auto loaded = load_quantized(model, {1, 28, 28}, *back);
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(evaluate(**loaded, test_loader).accuracy, bytes);
}

TEST(QuantizedAccuracyTest, AnMlpLosesLessThanHalfAPoint) {
  manual_seed(1);
  Sequential model;
  model.add<Flatten>().add<Linear>(784, 128).add<ReLU>().add<Linear>(128, 10);
  TrainAndCompare("MLP", model);
}

TEST(QuantizedAccuracyTest, ACnnLosesLessThanHalfAPoint) {
  manual_seed(1);
  Sequential model;
  model.add<Conv2d>(Conv2dOptions(1, 16, 3).padding(1)).add<ReLU>();
  model.add<MaxPool2d>(2);
  model.add<Conv2d>(Conv2dOptions(16, 32, 3).padding(1)).add<ReLU>();
  model.add<MaxPool2d>(2).add<Flatten>().add<Linear>(32 * 49, 10);
  TrainAndCompare("CNN", model);
}

}  // namespace
}  // namespace tinytorch
