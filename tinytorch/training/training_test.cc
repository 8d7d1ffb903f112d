#include "tinytorch/training/training.h"

#include <cmath>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tinytorch/layers/layers.h"

namespace tinytorch {
namespace {

TEST(ScheduleTest, RisesThenFallsAlongACosine) {
  const Schedule s = CosineSchedule(1, 0.1f, 110, 10);
  EXPECT_NEAR(s(0), 1.0 / 11, 1e-6);
  EXPECT_NEAR(s(10), 1, 1e-6);
  EXPECT_NEAR(s(60), 0.55, 1e-6);
  EXPECT_NEAR(s(35), 0.1 + 0.45 * (1 + std::cos(M_PI / 4)), 1e-6);
  EXPECT_NEAR(s(110), 0.1, 1e-6);
  EXPECT_NEAR(s(1000), 0.1, 1e-6);
}

TEST(ClipTest, ScalesAllGradientsTogether) {
  std::vector<Tensor> p = {Tensor::zeros({1}), Tensor::zeros({2}),
                           Tensor::zeros({1})};
  p[0].set_grad(Tensor::from({3}, {1}));
  p[1].set_grad(Tensor::from({0, 4}, {2}));
  EXPECT_FLOAT_EQ(clip_grad_norm(p, 10), 5);
  EXPECT_FLOAT_EQ(p[0].grad().at({0}), 3);
  EXPECT_FLOAT_EQ(clip_grad_norm(p, 1), 5);
  EXPECT_FLOAT_EQ(p[0].grad().at({0}), 0.6f);
  EXPECT_FLOAT_EQ(p[1].grad().at({1}), 0.8f);
}

// Two classes, told apart by which half of the image is bright.
TensorDataset Halves(int64_t n) {
  Generator g(9);
  Tensor images = Tensor::rand({n, 1, 2, 4}, g) * 0.5f;
  std::vector<int32_t> labels;
  for (int64_t i = 0; i < n; ++i) {
    labels.push_back(static_cast<int32_t>(i % 2));
    for (int64_t j = 0; j < 4; ++j) {
      images.data()[i * 8 + (i % 2) * 4 + j] += 0.5f;
    }
  }
  return TensorDataset(images, labels);
}

struct Net : Sequential {
  Net() {
    manual_seed(3);
    add<Flatten>().add<Linear>(8, 6).add<Tanh>().add<Linear>(6, 2);
  }
};

TEST(TrainerTest, LearnsToTellTwoHalvesApart) {
  const TensorDataset data = Halves(64);
  const DataLoader loader(data, {.batch_size = 8, .shuffle = true});
  Net net;
  AdamW optimizer(net.parameters(), {.lr = 0.02f});
  std::vector<float> losses;
  Trainer trainer(
      net, optimizer,
      {.epochs = 20, .max_grad_norm = 5, .on_epoch = [&](int64_t, float loss) {
         losses.push_back(loss);
       }});
  trainer.fit(loader);
  ASSERT_EQ(losses.size(), 20);
  EXPECT_LT(losses.back(), 0.1f * losses.front());
  EXPECT_EQ(evaluate(net, loader).accuracy, 1);
  EXPECT_TRUE(net.is_training());
}

TEST(TrainerTest, PrintsALineAnEpochWhereNobodyElseDoes) {
  const TensorDataset data = Halves(16);
  const DataLoader loader(data, {.batch_size = 8});
  Net net;
  AdamW optimizer(net.parameters(), {});
  ::testing::internal::CaptureStdout();
  Trainer(net, optimizer, {.epochs = 2}).fit(loader);
  EXPECT_THAT(
      ::testing::internal::GetCapturedStdout(),
      ::testing::MatchesRegex(
          "epoch 1/2  loss [0-9.]+  accuracy [0-9.]+ %\nepoch 2/2  .*\n"));
  ::testing::internal::CaptureStdout();
  Trainer(net, optimizer, {.epochs = 1, .on_epoch = [](int64_t, float) {}})
      .fit(loader);
  EXPECT_EQ(::testing::internal::GetCapturedStdout(), "");
}

TEST(TrainerTest, AccumulatedBatchesMakeTheStepOfOneLargeBatch) {
  const TensorDataset data = Halves(16);
  Net small, large;
  SGD small_sgd(small.parameters(), {.lr = 0.1f});
  SGD large_sgd(large.parameters(), {.lr = 0.1f});
  Trainer(small, small_sgd, {.accumulate = 4})
      .fit(DataLoader(data, {.batch_size = 4}));
  Trainer(large, large_sgd, {}).fit(DataLoader(data, {.batch_size = 16}));
  const std::vector<Tensor> a = small.parameters(), b = large.parameters();
  for (size_t i = 0; i < a.size(); ++i) {
    for (int64_t j = 0; j < a[i].numel(); ++j) {
      EXPECT_NEAR(a[i].data()[j], b[i].data()[j], 1e-6);
    }
  }
}

TEST(TrainerTest, GoesOnFromACheckpointAsIfNothingHadHappened) {
  const std::string path = ::testing::TempDir() + "/checkpoint.safetensors";
  const TensorDataset data = Halves(32);
  const DataLoader loader(data, {.batch_size = 8, .shuffle = true});
  Net whole, first, second;
  Adam whole_adam(whole.parameters(), {}), first_adam(first.parameters(), {}),
      second_adam(second.parameters(), {});
  Trainer(whole, whole_adam, {.epochs = 4}).fit(loader);
  Trainer one(first, first_adam, {.epochs = 2});
  one.fit(loader);
  ASSERT_TRUE(one.save_checkpoint(path).ok());
  Trainer two(second, second_adam, {.epochs = 4});
  ASSERT_TRUE(two.load_checkpoint(path).ok());
  EXPECT_EQ(two.step(), 8);
  two.fit(loader);
  for (const auto& [name, tensor] : whole.state_dict()) {
    EXPECT_EQ(tensor.to_vector(), second.state_dict().at(name).to_vector())
        << name;
  }
}

TEST(TrainerTest, ACheckpointOfAnotherModelChangesNothing) {
  const std::string path = ::testing::TempDir() + "/other.safetensors";
  Sequential other;
  other.add<Linear>(2, 2);
  SGD other_sgd(other.parameters(), {});
  ASSERT_TRUE(Trainer(other, other_sgd, {}).save_checkpoint(path).ok());
  Net net;
  const std::vector<float> before = net.parameters()[0].to_vector();
  Adam adam(net.parameters(), {});
  Trainer trainer(net, adam, {});
  EXPECT_FALSE(trainer.load_checkpoint(path).ok());
  EXPECT_FALSE(trainer.load_checkpoint("no-such-file").ok());
  EXPECT_EQ(net.parameters()[0].to_vector(), before);
}

}  // namespace
}  // namespace tinytorch
