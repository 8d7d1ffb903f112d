#include "grader/referee/other_weights.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "tinytorch/layers/safetensors.h"

namespace olympics {
namespace {

std::vector<float> ValuesOf(const tinytorch::Tensor& tensor) {
  return {tensor.data(), tensor.data() + tensor.numel()};
}

TEST(ShuffledWeightsTest, KeepsNamesShapesAndValuesAndNoOrder) {
  tinytorch::Generator generator(1);
  tinytorch::StateDict state;
  state["a"] = tinytorch::Tensor::randn({8, 16}, generator);
  state["b"] = tinytorch::Tensor::randn({100}, generator);
  state["few"] = tinytorch::Tensor::randn({31}, generator);
  SecretStream random = SecretSeed::Of("1").For("weights");
  const auto file =
      ShuffledWeights(tinytorch::serialize_safetensors(state), random);
  ASSERT_TRUE(file.ok()) << file.status();
  const auto other = tinytorch::parse_safetensors(*file);
  ASSERT_TRUE(other.ok()) << other.status();
  ASSERT_EQ(other->size(), state.size());
  for (const auto& [name, tensor] : state) {
    const auto found = other->find(name);
    ASSERT_NE(found, other->end()) << name;
    EXPECT_EQ(found->second.sizes(), tensor.sizes());
    std::vector<float> before = ValuesOf(tensor),
                       after = ValuesOf(found->second);
    // A scale and its zero point, say.
    EXPECT_EQ(before == after, name == "few") << name;
    std::sort(before.begin(), before.end());
    std::sort(after.begin(), after.end());
    EXPECT_EQ(before, after) << name;
  }
  const auto again =
      ShuffledWeights(tinytorch::serialize_safetensors(state), random);
  EXPECT_NE(*file, *again);
}

TEST(ShuffledWeightsTest, WhereAllAreSmallNoneIsKept) {
  tinytorch::Generator generator(1);
  tinytorch::StateDict state;
  state["few"] = tinytorch::Tensor::randn({31}, generator);
  SecretStream random = SecretSeed::Of("1").For("weights");
  const auto file =
      ShuffledWeights(tinytorch::serialize_safetensors(state), random);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_NE(ValuesOf(tinytorch::parse_safetensors(*file)->at("few")),
            ValuesOf(state["few"]));
}

TEST(ShuffledWeightsTest, WhatIsNoWeightsIsRefused) {
  SecretStream random = SecretSeed::Of("1").For("weights");
  for (const std::string file :
       {"", "weights", "\xff\xff\xff\xff\xff\xff\xff\xff"}) {
    EXPECT_TRUE(
        absl::IsInvalidArgument(ShuffledWeights(file, random).status()) ||
        absl::IsDataLoss(ShuffledWeights(file, random).status()))
        << file;
  }
}

}  // namespace
}  // namespace olympics
