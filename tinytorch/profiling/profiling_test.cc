#include "tinytorch/profiling/profiling.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tinytorch/acceleration/inference.h"
#include "tinytorch/layers/layers.h"
#include "tinytorch/quantization/quantization.h"
#include "tinytorch/spatial/spatial.h"
#include "tinytorch/transformers/transformers.h"

namespace tinytorch {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const LayerProfile& Layer(const Profile& profile, const std::string& name) {
  for (const LayerProfile& l : profile.layers) {
    if (l.name == name) return l;
  }
  ADD_FAILURE() << "no layer " << name;
  return profile.layers[0];
}

TEST(ProfilerTest, CountsOfALinearLayerAgreeWithHandCounts) {
  Linear model(30, 20);
  const Profile p = Profiler(model).profile(Tensor::ones({4, 30}));
  EXPECT_EQ(p.parameters, 30 * 20 + 20);
  EXPECT_EQ(p.parameter_bytes, 4 * (30 * 20 + 20));
  // The product, then the bias.
  EXPECT_EQ(p.flops, 2 * 4 * 30 * 20 + 4 * 20);
  EXPECT_EQ(p.bytes,
            4 * (4 * 30 + 30 * 20 + 4 * 20) + 4 * (4 * 20 + 20 + 4 * 20));
  EXPECT_EQ(Layer(p, "").activation_bytes, 4 * 4 * 20);
  EXPECT_EQ(count_flops(model, Tensor::ones({1, 30})), 2 * 30 * 20 + 20);
}

void BuildCnn(Sequential& model) {
  model.add<Conv2d>(Conv2dOptions(3, 8, 3).padding(1)).add<ReLU>();
  model.add<MaxPool2d>(2).add<Flatten>().add<Linear>(8 * 4 * 5, 6);
}

TEST(ProfilerTest, CountsOfEachLayerOfACnnAgreeWithHandCounts) {
  Sequential model;
  BuildCnn(model);
  const Profile p =
      Profiler(model).profile(Tensor::ones({2, 3, 8, 10}), {.backward = true});
  const int64_t conv = 2 * (2 * 8 * 8 * 10) * (3 * 9);
  EXPECT_EQ(Layer(p, "0").flops, conv);
  EXPECT_EQ(Layer(p, "0").type, "Conv2d");
  EXPECT_THAT(Layer(p, "0").output, ElementsAre(2, 8, 8, 10));
  EXPECT_EQ(Layer(p, "0").bytes, 4 * (2 * 3 * 80 + 8 * 27 + 2 * 8 * 80));
  EXPECT_EQ(Layer(p, "0").parameters, 8 * 27 + 8);
  EXPECT_EQ(Layer(p, "1").flops, 2 * 8 * 80);
  EXPECT_EQ(Layer(p, "2").flops, 2 * 8 * 20 * 4);
  EXPECT_EQ(Layer(p, "3").flops, 0);
  EXPECT_EQ(Layer(p, "4").flops, 2 * 2 * 160 * 6 + 2 * 6);
  EXPECT_EQ(Layer(p, "").flops, 0);  // the container does nothing itself
  EXPECT_EQ(p.flops, conv + 1280 + 1280 + 3840 + 12);
  // The images need no gradient: one product for the weights alone, and for
  // each bias a sum. The linear layer needs both products.
  EXPECT_EQ(Layer(p, "0").backward_flops, conv + 2 * 8 * 80 + 2 * 8);
  EXPECT_EQ(Layer(p, "4").backward_flops, 2 * (2 * 2 * 160 * 6) + 2 * 6);
  EXPECT_EQ(Layer(p, "1").backward_flops, 2 * 8 * 80);
  for (const LayerProfile& l : p.layers) EXPECT_GE(l.seconds, 0);
  EXPECT_GT(p.backward_seconds, 0);
}

TEST(ProfilerTest, PeakMemoryIsThatOfTheTensorsAlive) {
  Sequential model;
  model.add<Linear>(1024, 1024, false).add<Linear>(1024, 1024, false);
  const Profile p = Profiler(model).profile(Tensor::ones({256, 1024}));
  // A layer's input and output live at once; the model's input was there.
  EXPECT_NEAR(static_cast<double>(p.peak_bytes), 2 * 256 * 1024 * 4, 1 << 16);
}

TEST(ProfilerTest, WorkGoesToTheInnermostLayerOfATransformer) {
  GPT model(
      {.vocab_size = 10, .max_length = 8, .dim = 16, .heads = 2, .layers = 2});
  const Profile p =
      Profiler(model).profile(indices({{1, 2, 3, 4}}, {1, 4}), {.runs = 1});
  EXPECT_EQ(Layer(p, "blocks.1.mlp.up").flops, 2 * 4 * 16 * 64 + 4 * 64);
  EXPECT_EQ(Layer(p, "blocks.0.attention.in_proj").type, "Linear");
  // q·scale, q kᵀ, the mask, softmax, times v: two heads of 8 features.
  EXPECT_EQ(
      Layer(p, "blocks.0.attention").flops,
      4 * 16 + 2 * (2 * 4 * 4 * 8) + 2 * 16 + 5 * 2 * 16 + 2 * (2 * 4 * 4 * 8));
  int64_t parameters = 0;
  for (const LayerProfile& l : p.layers) parameters += l.parameters;
  EXPECT_EQ(parameters, model.num_parameters());
}

TEST(ProfilerTest, OptimizedAndQuantizedModelsCountTheirOwnWork) {
  Sequential model;
  BuildCnn(model);
  const Tensor x = Tensor::rand({2, 3, 8, 10});
  const auto fast = optimize_for_inference(model, {3, 8, 10});
  EXPECT_EQ(count_flops(*fast, x), 2 * (2 * 8 * 80) * 27 + 2 * 2 * 160 * 6);
  const auto small = quantize_static(model, x);
  EXPECT_EQ(count_flops(*small, x), count_flops(*fast, x));
}

TEST(ProfilerTest, TablesAndJsonNameTheBottleneck) {
  Sequential model;
  model.add<Linear>(512, 512).add<ReLU>().add<Linear>(512, 2);
  const Profile p = Profiler(model).profile(Tensor::ones({64, 512}));
  EXPECT_EQ(p.bottleneck().name, "0");
  EXPECT_THAT(to_table(p), HasSubstr("Bottleneck: 0 (Linear)"));
  const auto json = nlohmann::json::parse(to_json(p));
  EXPECT_EQ(json["layers"].size(), 4u);
  EXPECT_EQ(json["bottleneck"], "0");
}

TEST(ProfilerDeathTest, NoRunsIsMisuse) {
  Linear model(1, 1);
  EXPECT_DEATH(Profiler(model).profile(Tensor::ones({1, 1}), {.runs = 0}),
               "0 runs");
}

}  // namespace
}  // namespace tinytorch
