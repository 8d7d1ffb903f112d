#include "tinytorch/profiling/profiling.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tinytorch/acceleration/inference.h"
#include "tinytorch/compression/compression.h"
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

std::vector<std::string> Names(const Profile& profile) {
  std::vector<std::string> names;
  for (const LayerProfile& l : profile.layers) {
    names.push_back(l.name + " " + l.type);
  }
  return names;
}

TEST(ProfilerTest, OptimizedLayersAreNamedAfterThoseTheyWereMadeOf) {
  Sequential model;
  BuildCnn(model);
  const Tensor x = Tensor::rand({2, 3, 8, 10});
  const auto fast = optimize_for_inference(model, {3, 8, 10});
  const Profile p = Profiler(*fast).profile(x);
  EXPECT_THAT(Names(p),
              ElementsAre(" InferenceModel", "0+1+2 Conv2d+ReLU+MaxPool2d",
                          "3+4 Flatten+Linear"));
  const LayerProfile &conv = p.layers[1], &linear = p.layers[2];
  EXPECT_EQ(p.layers[0].flops, 0);
  EXPECT_EQ(conv.flops, 2 * (2 * 8 * 80) * 27);
  EXPECT_EQ(linear.flops, 2 * 2 * 160 * 6);
  EXPECT_EQ(conv.parameters, 8 * 27 + 8);
  EXPECT_GE(conv.parameter_bytes, 4 * conv.parameters);
  EXPECT_EQ(p.parameters, model.num_parameters());
  EXPECT_THAT(conv.output, ElementsAre(2, 8, 4, 5));
  EXPECT_THAT(linear.output, ElementsAre(2, 6));
  EXPECT_EQ(conv.activation_bytes, 4 * 2 * 8 * 20);
  EXPECT_GT(conv.seconds, 0);
  EXPECT_GT(linear.seconds, 0);
  EXPECT_EQ(p.bottleneck().name, "0+1+2");
}

TEST(ProfilerTest, QuantizedLayersAreSmallerUnderTheSameNames) {
  Sequential model;
  model.add<Linear>(64, 48).add<ReLU>().add<Linear>(48, 8);
  const Tensor x = Tensor::rand({5, 64});
  const auto small = quantize_static(model, x);
  const Profile p = Profiler(*small).profile(x);
  EXPECT_THAT(Names(p),
              ElementsAre(" QuantizedModel", "0+1 Linear+ReLU", "2 Linear"));
  EXPECT_EQ(p.parameters, model.num_parameters());
  EXPECT_EQ(p.parameter_bytes, small->bytes());
  EXPECT_LT(p.parameter_bytes, 4 * p.parameters / 2);
  EXPECT_EQ(p.layers[1].activation_bytes, 5 * 48);     // bytes,
  EXPECT_EQ(p.layers[2].activation_bytes, 4 * 5 * 8);  // and floats
}

TEST(ProfilerTest, DepthwiseLayersCountWhatTheyDoInFloatsAndIn8Bits) {
  Sequential model;
  model.add<Conv2d>(Conv2dOptions(8, 8, 3).padding(1).groups(8));
  model.add<BatchNorm2d>(8).add<ReLU>().add<Conv2d>(Conv2dOptions(8, 4, 1));
  model.eval();
  const Tensor x = Tensor::rand({3, 8, 6, 6});
  const auto fast = optimize_for_inference(model, {8, 6, 6});
  const auto small = quantize_static(model, x);
  for (Module* m : {fast.get(), static_cast<Module*>(small.get())}) {
    const Profile p = Profiler(*m).profile(x);
    EXPECT_EQ(Layer(p, "0+1+2").type, "Conv2d+BatchNorm2d+ReLU");
    EXPECT_EQ(Layer(p, "0+1+2").flops, 2 * 3 * 8 * 36 * 9);
    EXPECT_EQ(Layer(p, "0+1+2").parameters, 8 * 9 + 8);
    EXPECT_EQ(Layer(p, "3").flops, 2 * 3 * 4 * 36 * 8);
    EXPECT_THAT(Layer(p, "3").output, ElementsAre(3, 4, 6, 6));
  }
}

// A net with a name for each part, an inner net and layers that are not fused.
struct Net : Module {
  Sequential features, head;
  Net() {
    auto block = std::make_unique<Sequential>();
    block->add<Conv2d>(Conv2dOptions(1, 4, 3)).add<BatchNorm2d>(4);
    features.add(std::move(block)).add<ReLU>().add<GELU>();
    features.add<Conv2d>(Conv2dOptions(4, 4, 3)).add<Dropout>();
    head.add<Flatten>().add<Linear>(4 * 16, 3).add<Softmax>();
    register_module("features", &features);
    register_module("head", &head);
  }
  Tensor forward(const Tensor& x) override { return head(features(x)); }
};

TEST(ProfilerTest, OfAMixedModelEachLayerHasItsNameInTheNet) {
  Net net;
  net.eval();
  const auto features = optimize_for_inference(net.features, {1, 8, 8});
  const auto head =
      quantize_static(net.head, net.features(Tensor::rand({4, 1, 8, 8})));
  const Profile p = Profiler([&](const Tensor& x) {
                      return head->forward(features->forward(x));
                    }).profile(Tensor::rand({2, 1, 8, 8}));
  EXPECT_THAT(Names(p),
              ElementsAre(" own code",
                          "features.0.0+1+features.1 "
                          "Conv2d+BatchNorm2d+ReLU",
                          "features.2 GELU", "features.3 Conv2d",
                          "head.0 Flatten", "head.1 Linear", "head.2 Softmax"));
  for (const LayerProfile& l : p.layers) {
    EXPECT_GE(l.seconds, 0) << l.name;
  }
}

TEST(ProfilerTest, AFunctionsLayersHaveTheirNetsNamesOrNumbers) {
  Net net;
  Linear alone(3, 3);
  Sequential other;
  other.add<Linear>(3, 3);
  Sequential another;
  another.add<Linear>(3, 3);
  const Profile p =
      Profiler([&](const Tensor& x) {
        return alone(another.forward(other.forward(net.forward(x))));
      }).profile(Tensor::rand({1, 1, 8, 8}));
  EXPECT_EQ(Layer(p, "features.3").type, "Conv2d");
  EXPECT_EQ(Layer(p, "head.1").parameters, 64 * 3 + 3);
  EXPECT_EQ(Layer(p, "0").type, "Linear");
  EXPECT_EQ(Layer(p, "0 (2)").type, "Linear");
  EXPECT_EQ(Layer(p, "layer 1").type, "Linear");
  EXPECT_EQ(p.parameters, net.num_parameters() + 3 * 12);
}

TEST(ProfilerTest, TimeOutsideOfLayersIsTheFunctionsOwn) {
  const Profile p = Profiler([](const Tensor& x) {
                      volatile float sum = 0;
                      for (int i = 0; i < 100'000; ++i) sum = sum + 1;
                      return x;
                    }).profile(Tensor::ones({1}));
  ASSERT_EQ(p.layers.size(), 1u);
  EXPECT_GT(p.layers[0].seconds, 0);
  EXPECT_THAT(to_table(p), HasSubstr("Bottleneck: (model) (own code)"));
}

TEST(ProfilerTest, NumbersThatAreNoTensorsAreCountedToo) {
  Linear linear(20, 10);
  magnitude_prune(linear, 0.5);
  SparseLinear sparse(linear);
  QuantizedLinear bytes(linear, {.scale = 0.01f, .zero_point = 0});
  const Tensor x = Tensor::rand({1, 20});
  const Profile s = Profiler(sparse).profile(x);
  EXPECT_EQ(s.parameters, sparse.nonzeros() + 10);
  EXPECT_EQ(s.parameter_bytes, sparse.bytes());
  const Profile b = Profiler(bytes).profile(x);
  EXPECT_EQ(b.parameters, 20 * 10 + 10);
  EXPECT_EQ(b.parameter_bytes, bytes.bytes());
  EXPECT_EQ(b.flops, 2 * 20 * 10);
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

TEST(ProfilerDeathTest, AFunctionHasNoBackwardPass) {
  EXPECT_DEATH(Profiler([](const Tensor& x) {
                 return x;
               }).profile(Tensor::ones({1, 1}), {.backward = true}),
               "backward pass of a function");
}

}  // namespace
}  // namespace tinytorch
