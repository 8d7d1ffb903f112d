#include "tinytorch/compression/compression.h"

#include <cmath>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tinytorch/autograd/autograd.h"
#include "tinytorch/losses/losses.h"
#include "tinytorch/profiling/profiling.h"
#include "tinytorch/spatial/spatial.h"
#include "tinytorch/tensor/memory.h"
#include "tinytorch/training/training.h"

namespace tinytorch {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

void ExpectNear(const Tensor& a, const Tensor& b, float tolerance) {
  ASSERT_EQ(a.sizes(), b.sizes());
  const std::vector<float> x = a.to_vector(), y = b.to_vector();
  for (size_t i = 0; i < x.size(); ++i) {
    ASSERT_NEAR(x[i], y[i], tolerance) << "at " << i;
  }
}

TEST(PruneTest, TheSmallestWeightsOfTheWholeModelGo) {
  Sequential model;
  model.add<Linear>(2, 2).add<Linear>(2, 1);
  StateDict state = model.state_dict();
  state["0.weight"].copy_(Tensor::from({1, -5, 0.5f, 4}, {2, 2}));
  state["1.weight"].copy_(Tensor::from({-0.1f, 3}, {1, 2}));
  const auto bias = state["0.bias"].to_vector();
  magnitude_prune(model, 0.5f);
  EXPECT_THAT(state["0.weight"].to_vector(), ElementsAre(0, -5, 0, 4));
  EXPECT_THAT(state["1.weight"].to_vector(), ElementsAre(0, 3));
  EXPECT_EQ(state["0.bias"].to_vector(), bias);
  EXPECT_FLOAT_EQ(sparsity(model), 0.5f);
  magnitude_prune(model, 1);
  EXPECT_FLOAT_EQ(sparsity(model), 1);
}

TEST(PruneTest, OfEqualWeightsTheFirstGoAndNanStays) {
  Sequential model;
  model.add<Linear>(3, 1, false).add<Linear>(1, 3, false);
  StateDict state = model.state_dict();
  state["0.weight"].copy_(Tensor::from({2, std::nanf(""), -1}, {1, 3}));
  state["1.weight"].copy_(Tensor::from({1, -1, 1}, {3, 1}));
  magnitude_prune(model, 0.5f);
  EXPECT_TRUE(std::isnan(state["0.weight"].to_vector()[1]));
  EXPECT_EQ(state["0.weight"].to_vector()[0], 2);
  EXPECT_EQ(state["0.weight"].to_vector()[2], 0);
  EXPECT_THAT(state["1.weight"].to_vector(), ElementsAre(0, 0, 1));
}

TEST(PruneTest, ThePrunerKeepsThemAtZeroThroughTraining) {
  manual_seed(1);
  Linear model(10, 4);
  MagnitudePruner pruner(model, 0.75f);
  SGD optimizer(model.parameters(), {.lr = 0.1f});
  for (int i = 0; i < 3; ++i) {
    model.zero_grad();
    (model(Tensor::randn({8, 10})) * 3).sum().backward();
    optimizer.step();
    pruner.apply();
  }
  EXPECT_FLOAT_EQ(sparsity(model), 0.75f);
}

TEST(SparseLinearTest, GivesWhatTheDenseLayerGivesFromFewerBytesAndWork) {
  manual_seed(2);
  Linear dense(100, 50);
  magnitude_prune(dense, 0.9f);
  SparseLinear sparse(dense);
  const Tensor x = Tensor::randn({3, 2, 100});
  ExpectNear(sparse(x), dense(x), 1e-5f);
  EXPECT_EQ(sparse.nonzeros(), 500);
  EXPECT_LT(sparse.bytes(), 100 * 50 * 4 / 3);
  EXPECT_LT(count_flops(sparse, x), count_flops(dense, x) / 5);
  EXPECT_EQ(SparseLinear(Linear(3, 2, false))(Tensor::ones({0, 3})).sizes(),
            (Shape{0, 2}));
}

void Build(Sequential& m) {
  m.add<Conv2d>(Conv2dOptions(1, 8, 3).padding(1)).add<BatchNorm2d>(8);
  m.add<ReLU>().add<MaxPool2d>(2);
  m.add<Conv2d>(Conv2dOptions(8, 6, 3)).add<ReLU>().add<Flatten>();
  m.add<Linear>(6 * 16, 10).add<Tanh>().add<Dropout>(0.2f).add<Linear>(10, 4);
}

TEST(PruneChannelsTest, ChannelsThatAreZeroGoWithoutAnyLoss) {
  manual_seed(3);
  Sequential model;
  Build(model);
  StateDict state = model.state_dict();
  // Half of each layer is made useless: its weights and its bias are zero, and
  // the batch normalisation gives nothing for it.
  const auto useless = [&](const char* layer, int64_t from, int64_t to) {
    for (const char* part : {".weight", ".bias"}) {
      state[std::string(layer) + part].detach().slice(0, from, to).fill_(0);
    }
  };
  useless("0", 0, 4);
  useless("1", 0, 4);
  useless("4", 3, 6);
  useless("7", 2, 7);
  model.eval();
  const auto thin = *prune_channels(model, {1, 12, 12}, 0.5f);
  const Tensor x = Tensor::randn({5, 1, 12, 12});
  const NoGradGuard no_grad;
  ExpectNear((*thin)(x), model(x), 1e-5f);
  const StateDict small = thin->state_dict();
  EXPECT_THAT(small.at("4.weight").sizes(), ElementsAre(3, 4, 3, 3));
  EXPECT_THAT(small.at("7.weight").sizes(), ElementsAre(5, 3 * 16));
  EXPECT_THAT(small.at("10.weight").sizes(), ElementsAre(4, 5));
  // Work and bytes really go.
  EXPECT_LT(thin->num_parameters(), model.num_parameters() * 3 / 8);
  EXPECT_LT(count_flops(*thin, x), count_flops(model, x) / 2);
}

TEST(PruneChannelsTest, AtLeastOneChannelStays) {
  Sequential model;
  model.add<Linear>(3, 2).add<ReLU>().add<Linear>(2, 4);
  const auto thin = *prune_channels(model, {3}, 0.99f);
  EXPECT_THAT((*thin)(Tensor::ones({1, 3})).sizes(), ElementsAre(1, 4));
}

// A net of depthwise and other groups. The first `useless` of the eight
// channels after each pointwise layer give nothing.
void BuildSeparable(Sequential& m) {
  m.add<Conv2d>(Conv2dOptions(2, 8, 1)).add<BatchNorm2d>(8).add<ReLU>();
  m.add<Conv2d>(Conv2dOptions(8, 8, 3).stride(2).padding(1).groups(8));
  m.add<BatchNorm2d>(8).add<ReLU>();
  m.add<Conv2d>(Conv2dOptions(8, 8, 1)).add<ReLU>();
  m.add<Conv2d>(Conv2dOptions(8, 16, 3).padding(1).groups(8)).add<ReLU>();
  m.add<Conv2d>(Conv2dOptions(16, 12, 3).groups(4)).add<Tanh>();
  m.add<Conv2d>(Conv2dOptions(12, 6, 1).groups(2)).add<AvgPool2d>(2);
  m.add<Flatten>().add<Linear>(6, 4);
}

TEST(PruneChannelsTest, DepthwiseLayersFollowAndGroupsLoseAlike) {
  manual_seed(8);
  Sequential model;
  BuildSeparable(model);
  StateDict state = model.state_dict();
  const auto useless = [&](const char* layer, std::vector<int64_t> channels) {
    for (const int64_t c : channels) {
      for (const char* part : {".weight", ".bias"}) {
        state[std::string(layer) + part].detach().slice(0, c, c + 1).fill_(0);
      }
    }
  };
  useless("0", {0, 3, 5, 7});
  useless("1", {0, 3, 5, 7});
  // A channel that is zero leaves its depthwise window's bias behind.
  useless("4", {0, 3, 5, 7});
  for (const int64_t c : {0, 3, 5, 7}) state["3.bias"].data()[c] = 0;
  // One of each two, for the four groups of two channels, copied twice, after.
  useless("6", {0, 3, 4, 7});
  for (const int64_t c : {0, 3, 4, 7}) {
    state["8.bias"].detach().slice(0, 2 * c, 2 * c + 2).fill_(0);
  }
  useless("10", {2, 3, 8, 11});  // at most one of each three
  useless("12", {1, 5});
  model.eval();
  const auto thin = prune_channels(model, {2, 8, 8}, 0.5f);
  ASSERT_TRUE(thin.ok()) << thin.status();
  const StateDict small = (*thin)->state_dict();
  EXPECT_THAT(small.at("0.weight").sizes(), ElementsAre(4, 2, 1, 1));
  EXPECT_THAT(small.at("3.weight").sizes(), ElementsAre(4, 1, 3, 3));
  EXPECT_THAT(small.at("6.weight").sizes(), ElementsAre(4, 4, 1, 1));
  EXPECT_THAT(small.at("8.weight").sizes(), ElementsAre(8, 1, 3, 3));
  EXPECT_THAT(small.at("10.weight").sizes(), ElementsAre(8, 2, 3, 3));
  EXPECT_THAT(small.at("12.weight").sizes(), ElementsAre(4, 4, 1, 1));
  const Tensor x = Tensor::randn({3, 2, 8, 8});
  const NoGradGuard no_grad;
  ExpectNear((**thin)(x), model(x), 1e-5f);
  EXPECT_LT(count_flops(**thin, x), count_flops(model, x) / 2);
}

TEST(PruneChannelsTest, AnswersOfADepthwiseLayerAllStay) {
  manual_seed(9);
  Sequential model;
  model.add<Conv2d>(Conv2dOptions(1, 6, 3)).add<ReLU>();
  model.add<Conv2d>(Conv2dOptions(6, 6, 3).groups(6));
  model.eval();
  const auto thin = *prune_channels(model, {1, 6, 6}, 0.5f);
  const Tensor x = Tensor::randn({2, 1, 6, 6});
  const NoGradGuard no_grad;
  ExpectNear((*thin)(x), model(x), 1e-6f);
}

TEST(PruneChannelsTest, WhatItCannotDoIsOneSentence) {
  const auto refused = [](Sequential& model, const Shape& input, float amount,
                          const std::string& reason) {
    const auto thin = prune_channels(model, input, amount);
    ASSERT_FALSE(thin.ok());
    EXPECT_EQ(thin.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(thin.status().message()), HasSubstr(reason));
    EXPECT_TRUE(model.is_training()) << "the model is as it was";
  };
  Sequential unknown;
  unknown.add<Linear>(3, 2).add<Softmax>();
  refused(unknown, {3}, 0.5f, "layer \"1\" is a Softmax");
  refused(unknown, {3}, 1.0f, "amount 1 ");
  refused(unknown, {3}, -0.1f, "amount -0.1 ");
  refused(unknown, {3}, std::nanf(""), "amount nan ");
  refused(unknown, {}, 0.5f, "shape of an example");
  Sequential crossed;
  crossed.add<Conv2d>(Conv2dOptions(1, 4, 1));
  crossed.add<Conv2d>(Conv2dOptions(4, 12, 1).groups(4));
  crossed.add<Conv2d>(Conv2dOptions(12, 6, 1).groups(6));
  refused(crossed, {1, 2, 2}, 0.5f,
          "the 6 groups of layer \"2\" divide the 4 channels of layer \"0\"");
}

TEST(PruneChannelsTest, LeavesNothingBehindInMemory) {
  Sequential model;
  model.add<Linear>(1000, 512).add<ReLU>().add<Linear>(512, 10);
  const int64_t before = memory_stats().in_use;
  const auto thin = *prune_channels(model, {1000}, 0.5f);
  EXPECT_LT(memory_stats().in_use - before, 1.2 * 4 * 1000 * 256);
}

TEST(SvdTest, TheFactorsMultiplyToTheMatrixAndAreOrthogonal) {
  Generator g(4);
  for (const Shape& shape :
       std::vector<Shape>{{5, 3}, {3, 5}, {4, 4}, {1, 6}}) {
    const Tensor a = Tensor::randn(shape, g);
    const SVD d = svd(a);
    ExpectNear(matmul(d.u * d.s, d.v.transpose(0, 1)), a, 1e-5f);
    const int64_t r = d.s.numel();
    Tensor identity = Tensor::zeros({r, r});
    for (int64_t i = 0; i < r; ++i) identity.data()[i * (r + 1)] = 1;
    ExpectNear(matmul(d.u.transpose(0, 1), d.u), identity, 1e-5f);
    ExpectNear(matmul(d.v.transpose(0, 1), d.v), identity, 1e-5f);
    for (int64_t i = 0; i + 1 < r; ++i) {
      EXPECT_GE(d.s.data()[i], d.s.data()[i + 1]);
    }
  }
  // diag(3, -2): singular values 3 and 2.
  EXPECT_THAT(svd(Tensor::from({3, 0, 0, -2}, {2, 2})).s.to_vector(),
              ElementsAre(3, 2));
  EXPECT_THAT(svd(Tensor::zeros({2, 2})).s.to_vector(), ElementsAre(0, 0));
}

TEST(LowRankTest, IsExactForAMatrixOfThatRankAndSmaller) {
  manual_seed(5);
  Linear linear(30, 20);
  linear.weight.detach().copy_(
      matmul(Tensor::randn({20, 3}), Tensor::randn({3, 30})));
  const auto two = low_rank(linear, 3);
  const Tensor x = Tensor::randn({4, 30});
  ExpectNear((*two)(x), linear(x), 1e-3f);
  EXPECT_EQ(two->num_parameters(), 3 * 30 + 3 * 20 + 20);
  EXPECT_LT(count_flops(*two, x), count_flops(linear, x) / 3);
}

TEST(DistillationLossTest, IsTheFormulaAndItsGradientGoesToTheStudent) {
  const Tensor s = Tensor::from({1, 2, 0, 1}, {2, 2});
  const Tensor t = Tensor::from({3, 0, 0, 3}, {2, 2});
  const std::vector<int32_t> labels = {0, 1};
  const double p = 1 / (1 + std::exp(-1.5));  // teacher at temperature 2
  const double log_q0 = -std::log(1 + std::exp(0.5));  // student, row 0
  const double log_q1 = log_q0 + 0.5;
  const double soft0 = -(p * log_q0 + (1 - p) * log_q1);
  const double r0 = -std::log(1 + std::exp(0.5)) + 0.5;  // row 1: logits 0, 1
  const double soft1 = -(p * r0 + (1 - p) * (r0 - 0.5));
  const double hard =
      (std::log(1 + std::exp(1.0)) + std::log(1 + std::exp(-1.0))) / 2;
  EXPECT_NEAR(distillation_loss(s, t, labels, 2, 0.25f).item(),
              0.25 * 4 * (soft0 + soft1) / 2 + 0.75 * hard, 1e-5);
  EXPECT_EQ(check_gradients(
                [&](const std::vector<Tensor>& in) {
                  return distillation_loss(in[0], t, labels, 2, 0.25f);
                },
                {s}),
            "");
}

TEST(DistillTest, AStudentLearnsFromATeachersAnswersAlone) {
  manual_seed(6);
  // The teacher tells which half of the input is larger.
  Sequential teacher;
  teacher.add<Linear>(8, 2, false);
  StateDict weights = teacher.state_dict();
  for (int64_t i = 0; i < 8; ++i) {
    weights["0.weight"].detach().data()[i] = i < 4 ? 1 : -1;
    weights["0.weight"].detach().data()[8 + i] = i < 4 ? -1 : 1;
  }
  const Tensor x = Tensor::randn({512, 8});
  // Wrong labels for all: with alpha 1 they must not count.
  const TensorDataset wrong(x, std::vector<int32_t>(512, 0));
  const DataLoader loader(wrong, {.batch_size = 32, .shuffle = true});
  Sequential student;
  student.add<Linear>(8, 6).add<ReLU>().add<Linear>(6, 2);
  AdamW optimizer(student.parameters(), {.lr = 1e-2f});
  const auto before = teacher.state_dict().at("0.weight").to_vector();
  float last = 0;
  distill(student, teacher, loader, optimizer,
          {.epochs = 8,
           .temperature = 2,
           .alpha = 1,
           .on_epoch = [&](int64_t, float loss) { last = loss; }});
  EXPECT_GT(last, 0);
  EXPECT_EQ(teacher.state_dict().at("0.weight").to_vector(), before);
  student.eval();
  const NoGradGuard no_grad;
  const auto said = student(x).argmax(1), meant = teacher(x).argmax(1);
  int agree = 0;
  for (size_t i = 0; i < said.size(); ++i) agree += said[i] == meant[i];
  EXPECT_GT(agree, 490);
}

TEST(CompressionDeathTest, MisuseIsNamed) {
  Linear linear(3, 2);
  EXPECT_DEATH(magnitude_prune(linear, 1.5f), "amount 1.5");
  EXPECT_DEATH(low_rank(linear, 3), "rank 3 .*\\[2, 3\\]");
  EXPECT_DEATH(svd(Tensor::ones({2})), "\\[2\\]");
  EXPECT_DEATH(distillation_loss(Tensor::ones({1, 2}), Tensor::ones({1, 3}),
                                 {{0}}, 1, 0),
               "\\[1, 2\\] and teacher \\[1, 3\\]");
}

}  // namespace
}  // namespace tinytorch
