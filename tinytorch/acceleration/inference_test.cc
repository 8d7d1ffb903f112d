#include "tinytorch/acceleration/inference.h"

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tinytorch/acceleration/cpu.h"
#include "tinytorch/autograd/autograd.h"
#include "tinytorch/layers/layers.h"
#include "tinytorch/spatial/spatial.h"
#include "tinytorch/tensor/memory.h"

namespace tinytorch {
namespace {

struct Case {
  std::string name;
  Shape input;
  std::function<void(Sequential&)> build;
};

std::vector<Case> Cases() {
  return {
      {"mlp",
       {1, 28, 28},
       [](Sequential& m) {
         m.add<Flatten>().add<Linear>(784, 128).add<ReLU>().add<Linear>(128,
                                                                        10);
       }},
      {"cnn",
       {1, 28, 28},
       [](Sequential& m) {
         m.add<Conv2d>(Conv2dOptions(1, 16, 3).padding(1)).add<ReLU>();
         m.add<MaxPool2d>(2);
         m.add<Conv2d>(Conv2dOptions(16, 32, 3).padding(1)).add<ReLU>();
         m.add<MaxPool2d>(2).add<Flatten>().add<Linear>(32 * 49, 10);
       }},
      {"norm_strides_overlapping_pool_dropout",
       {3, 15, 17},
       [](Sequential& m) {
         m.add<Conv2d>(Conv2dOptions(3, 7, 3).stride(2).padding(2).bias(false));
         m.add<BatchNorm2d>(7).add<ReLU>().add<MaxPool2d>(3, 1);
         m.add<Dropout>(0.5f).add<Flatten>().add<Dropout>(0.5f);
         m.add<Linear>(7 * 7 * 8, 33, false).add<ReLU>().add<Dropout>(0.1f);
         m.add<Linear>(33, 5);
       }},
      {"ends_in_images",
       {2, 9, 9},
       [](Sequential& m) {
         m.add<Conv2d>(Conv2dOptions(2, 5, 3)).add<MaxPool2d>(2, 3).add<ReLU>();
       }},
      {"layers_it_does_not_know",
       {4, 8, 8},
       [](Sequential& m) {
         m.add<BatchNorm2d>(4);
         m.add<Conv2d>(Conv2dOptions(4, 8, 3).groups(2)).add<Tanh>();
         m.add<Conv2d>(Conv2dOptions(8, 6, 1)).add<GELU>().add<AvgPool2d>(2);
         m.add<Flatten>().add<Linear>(6 * 9, 20).add<Sigmoid>();
         m.add<Linear>(20, 4).add<Softmax>();
       }},
      {"depthwise_separable",
       {1, 28, 28},
       [](Sequential& m) {
         m.add<Conv2d>(Conv2dOptions(1, 16, 3).stride(2).padding(1));
         m.add<BatchNorm2d>(16).add<ReLU>();
         for (const int64_t stride : {1, 2}) {
           m.add<Conv2d>(
               Conv2dOptions(16, 16, 3).stride(stride).padding(1).groups(16));
           m.add<BatchNorm2d>(16).add<ReLU>();
           m.add<Conv2d>(Conv2dOptions(16, 16, 1)).add<BatchNorm2d>(16);
           m.add<ReLU>();
         }
         m.add<Conv2d>(Conv2dOptions(16, 16, 3).groups(16)).add<ReLU>();
         m.add<MaxPool2d>(2).add<Flatten>().add<Linear>(16 * 4, 10);
       }},
      {"groups_of_many_sizes",
       {6, 9, 7},
       [](Sequential& m) {
         m.add<Conv2d>(Conv2dOptions(6, 6, 3).padding(1).groups(6).bias(false));
         m.add<BatchNorm2d>(6).add<ReLU>();
         m.add<Conv2d>(Conv2dOptions(6, 40, 3).padding(1).groups(2));
         m.add<BatchNorm2d>(40).add<MaxPool2d>(2);
         m.add<Conv2d>(Conv2dOptions(40, 40, 2).groups(40)).add<ReLU>();
         m.add<Conv2d>(Conv2dOptions(40, 80, 1).groups(40));
       }},
      {"a_view_between_products",
       {3, 6, 6},
       [](Sequential& m) {
         m.add<Conv2d>(Conv2dOptions(3, 4, 3)).add<Softmax>(1);
         m.add<Conv2d>(Conv2dOptions(4, 2, 3));
       }},
      {"pool_then_norm_then_flatten_to_softmax",
       {1, 6, 6},
       [](Sequential& m) {
         m.add<Conv2d>(Conv2dOptions(1, 3, 3)).add<MaxPool2d>(2);
         m.add<BatchNorm2d>(3).add<Flatten>().add<Softmax>();
       }},
      {"sequential_inside",
       {6},
       [](Sequential& m) {
         auto inner = std::make_unique<Sequential>();
         inner->add<Linear>(6, 4).add<ReLU>();
         m.add(std::move(inner)).add<Linear>(4, 3);
       }},
  };
}

// Statistics that are not 0 and 1, so that folding them shows.
void Stir(Sequential& model) {
  for (auto& [name, tensor] : model.state_dict()) {
    if (name.find("running_mean") != std::string::npos) {
      Tensor(tensor).copy_(Tensor::randn(tensor.sizes()));
    }
    if (name.find("running_var") != std::string::npos) {
      Tensor(tensor).copy_(Tensor::rand(tensor.sizes()) + 0.5f);
    }
  }
}

class InferenceTest : public ::testing::TestWithParam<Target> {
 protected:
  void SetUp() override { limit_target(GetParam()); }
  void TearDown() override { limit_target(Target::kAvx512Vnni); }
};

TEST_P(InferenceTest, GivesWhatTheModelGivesForEveryBatchSize) {
  manual_seed(1);
  for (const Case& c : Cases()) {
    Sequential model;
    c.build(model);
    Stir(model);
    const auto fast = optimize_for_inference(model, c.input);
    for (const int64_t batch : {3, 1, 0, 17}) {
      Shape shape = c.input;
      shape.insert(shape.begin(), batch);
      const Tensor x = Tensor::randn(shape);
      const NoGradGuard no_grad;
      const Tensor expected = model(x), got = (*fast)(x);
      ASSERT_EQ(got.sizes(), expected.sizes()) << c.name;
      for (int64_t i = 0; i < got.numel(); ++i) {
        ASSERT_NEAR(got.contiguous().data()[i], expected.contiguous().data()[i],
                    2e-5)
            << c.name << " batch " << batch << " at " << i;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, InferenceTest,
                         ::testing::Values(Target::kBaseline, Target::kAvx2,
                                           Target::kAvx512Vnni),
                         [](const auto& info) {
                           return std::string(target_name(info.param));
                         });

TEST(InferenceTest, TheModelMayGoBeforeIt) {
  for (const Case& c : Cases()) {
    manual_seed(6);
    auto model = std::make_unique<Sequential>();
    c.build(*model);
    Stir(*model);
    const auto fast = optimize_for_inference(*model, c.input);
    Shape shape = c.input;
    shape.insert(shape.begin(), 2);
    const Tensor x = Tensor::randn(shape);
    const std::vector<float> before = (*fast)(x).to_vector();
    model = nullptr;
    Sequential other;  // in the memory that it had
    c.build(other);
    EXPECT_EQ((*fast)(x).to_vector(), before) << c.name;
  }
}

TEST(InferenceTest, ModulesOfAnotherClassRunWhereTheyAre) {
  struct Doubled : ReLU {
    Tensor forward(const Tensor& x) override { return x * 2; }
  };
  Sequential model;
  model.add<Doubled>().add<Softmax>();
  const auto fast = optimize_for_inference(model, {2});
  const Tensor x = Tensor::from({1, -1}, {1, 2});
  const NoGradGuard no_grad;
  EXPECT_EQ((*fast)(x).to_vector(), model(x).to_vector());
}

TEST(InferenceTest, NanReachesTheResult) {
  manual_seed(2);
  Sequential model;
  Cases()[1].build(model);
  const auto fast = optimize_for_inference(model, {1, 28, 28});
  Tensor x = Tensor::zeros({1, 1, 28, 28});
  x.data()[400] = std::nanf("");
  EXPECT_TRUE(std::isnan((*fast)(x).data()[0]));
  x.data()[400] = 0;  // and leaves nothing behind
  EXPECT_FALSE(std::isnan((*fast)(x).data()[0]));
}

TEST(InferenceTest, LaterChangesOfTheModelDoNotReachIt) {
  manual_seed(3);
  Sequential model;
  model.add<Linear>(3, 2);
  const auto fast = optimize_for_inference(model, {3});
  const Tensor x = Tensor::ones({1, 3});
  const auto before = (*fast)(x).to_vector();
  model.parameters()[0].fill_(0);
  EXPECT_EQ((*fast)(x).to_vector(), before);
}

TEST(InferenceTest, HoldsEachWeightOnce) {
  Sequential model;
  model.add<Linear>(1000, 512);
  const int64_t before = memory_stats().in_use;
  const auto fast = optimize_for_inference(model, {1000});
  EXPECT_LT(memory_stats().in_use - before, 1.15 * 4 * 1000 * 512);
}

TEST(InferenceDeathTest, AnotherShapeIsNamed) {
  Sequential model;
  model.add<Linear>(3, 2);
  const auto fast = optimize_for_inference(model, {3});
  EXPECT_DEATH((*fast)(Tensor::ones({1, 4})), "\\[1, 4\\].*\\[3\\]");
}

}  // namespace
}  // namespace tinytorch
