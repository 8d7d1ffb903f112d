#include "tinytorch/layers/layers.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tinytorch/autograd/autograd.h"

namespace tinytorch {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(LinearTest, IsAMatrixProductPlusBias) {
  Linear layer(3, 2);
  layer.weight.copy_(Tensor::from({1, 2, 3, 4, 5, 6}, {2, 3}));
  layer.bias.copy_(Tensor::from({10, 20}, {2}));
  EXPECT_THAT(layer(Tensor::from({1, 1, 1}, {1, 3})).to_vector(),
              ElementsAre(16, 35));
  EXPECT_THAT(layer(Tensor::ones({4, 5, 3})).sizes(), ElementsAre(4, 5, 2));
}

TEST(LinearTest, GradientsAgreeWithCentralDifferences) {
  manual_seed(1);
  Linear layer(3, 2);
  EXPECT_EQ(check_gradients(
                [&](const std::vector<Tensor>& in) { return layer(in[0]); },
                {Tensor::randn({4, 3}), layer.weight, layer.bias}),
            "");
}

TEST(LinearDeathTest, NamesBothShapes) {
  Linear layer(3, 2);
  EXPECT_DEATH(layer(Tensor::ones({1, 4})),
               "Linear: input of shape \\[1, 4\\] .*\\[2, 3\\]");
}

TEST(DropoutTest, KeepsTheMeanInTrainingAndDoesNothingInEvaluation) {
  manual_seed(2);
  Dropout drop(0.25f);
  const Tensor x = Tensor::ones({10000});
  EXPECT_NEAR(drop(x).mean().item(), 1, 0.03);
  drop.eval();
  EXPECT_EQ(drop(x).to_vector(), x.to_vector());
}

TEST(FlattenTest, KeepsTheFeaturesOfAnEmptyBatch) {
  EXPECT_THAT(Flatten()(Tensor::ones({0, 2, 3})).sizes(), ElementsAre(0, 6));
}

TEST(SequentialTest, RunsLayersInOrderAndNamesTheirParameters) {
  manual_seed(3);
  Sequential model;
  model.add<Flatten>().add<Linear>(4, 3).add<ReLU>().add<Linear>(3, 2, false);
  EXPECT_THAT(model(Tensor::ones({5, 2, 2})).sizes(), ElementsAre(5, 2));
  EXPECT_EQ(model.num_parameters(), 4 * 3 + 3 + 3 * 2);
  std::vector<std::string> names;
  for (const auto& [name, tensor] : model.state_dict()) names.push_back(name);
  EXPECT_THAT(names, ElementsAre("1.bias", "1.weight", "3.weight"));
}

TEST(ModuleTest, ANameIsThatInTheOutermostModule) {
  auto inner = std::make_unique<Sequential>();
  inner->add<Flatten>().add<Linear>(4, 3);
  Module& linear = (*inner)[1];
  EXPECT_EQ(linear.name(), "1");
  EXPECT_EQ(linear.type(), "Linear");
  EXPECT_EQ(inner->name(), "");
  Sequential middle;
  middle.add<ReLU>().add(std::move(inner));
  EXPECT_EQ(linear.name(), "1.1");
  struct Outer : Module {
    explicit Outer(Module* child) { register_module("body", child); }
    Tensor forward(const Tensor& x) override { return x; }
  };
  Outer outer(&middle);
  EXPECT_EQ(linear.name(), "body.1.1");
  EXPECT_EQ(middle.name(), "body");
  for (const auto& [name, module] : outer.named_modules()) {
    EXPECT_EQ(name, module->name());
  }
}

TEST(ModuleTest, OwnParametersLeaveOutTheChildrens) {
  Sequential model;
  model.add<Linear>(4, 3);
  EXPECT_EQ(model.own_parameters(), 0);
  EXPECT_EQ(model[0].own_parameters(), 15);
  EXPECT_EQ(model[0].own_parameter_bytes(), 60);
}

TEST(StateDictTest, LoadsWhatAnotherModelSavedAndRefusesWhatDoesNotFit) {
  manual_seed(4);
  Sequential a, b;
  a.add<Linear>(4, 3);
  b.add<Linear>(4, 3);
  const Tensor x = Tensor::randn({2, 4});
  EXPECT_NE(a(x).to_vector(), b(x).to_vector());
  ASSERT_TRUE(b.load_state_dict(a.state_dict()).ok());
  EXPECT_EQ(a(x).to_vector(), b(x).to_vector());

  StateDict missing = a.state_dict();
  missing.erase("0.bias");
  EXPECT_THAT(std::string(b.load_state_dict(missing).message()),
              HasSubstr("no tensor named \"0.bias\""));
  StateDict extra = a.state_dict();
  extra["more"] = Tensor::ones({1});
  EXPECT_THAT(std::string(b.load_state_dict(extra).message()),
              HasSubstr("\"more\" is not in the model"));
  StateDict shape = a.state_dict();
  shape["0.bias"] = Tensor::ones({4});
  EXPECT_THAT(std::string(b.load_state_dict(shape).message()),
              HasSubstr("shape [4], the model's has [3]"));
}

}  // namespace
}  // namespace tinytorch
