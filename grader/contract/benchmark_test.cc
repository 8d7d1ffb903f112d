#include "grader/contract/benchmark.h"

#include <unistd.h>

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "grader/benchmark/testdata/linear_model.h"
#include "grader/contract/benchmark_request.h"
#include "grader/contract/model.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tinytorch/layers/safetensors.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Computes without TinyTorch's layers.
class OwnKernels : public Model {
 public:
  absl::Status Load(const tinytorch::StateDict&) override {
    return absl::OkStatus();
  }
  tinytorch::Tensor Predict(const tinytorch::Tensor& images) override {
    tinytorch::Tensor scores = tinytorch::Tensor::empty({images.size(0), 10});
    for (int64_t i = 0; i < scores.numel(); ++i) {
      scores.data()[i] = images.data()[i];
    }
    return scores;
  }
};

bool own_kernels = false;

struct Result {
  int code;
  std::string out, err;
};

Result Call(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "run_benchmark");
  std::vector<char*> argv;
  for (std::string& a : arguments) argv.push_back(a.data());
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  Result result;
  result.code = RunBenchmark(static_cast<int>(argv.size()), argv.data());
  std::fflush(stdout);
  result.out = ::testing::internal::GetCapturedStdout();
  result.err = ::testing::internal::GetCapturedStderr();
  return result;
}

std::string Weights() {
  const std::string path = ::testing::TempDir() + "/weights.safetensors";
  EXPECT_TRUE(tinytorch::save_safetensors(LinearNet().state_dict(), path).ok());
  return path;
}

TEST(RunBenchmarkTest, ProfilesTheModelUnderItsLayersNames) {
  std::vector<std::string> arguments = {Weights(), "--profile"};
  const Result table = Call(arguments);
  EXPECT_EQ(table.code, 0) << table.err;
  EXPECT_THAT(table.out, HasSubstr("batch 1:"));
  EXPECT_THAT(table.out, ::testing::ContainsRegex("\n1 +Linear"));
  EXPECT_THAT(table.out, Not(HasSubstr("none of TinyTorch's layers")));
  EXPECT_THAT(table.out, Not(HasSubstr("batch 64:")));
  arguments.back() = "--detailed";
  EXPECT_THAT(Call(arguments).out, HasSubstr("batch 64:"));
  arguments.back() = "--json";
  const auto json = nlohmann::json::parse(Call(arguments).out);
  EXPECT_EQ(json["parameters"], 28 * 28 * 10 + 10);
}

TEST(RunBenchmarkTest, SaysSoWhereNoLayerRuns) {
  own_kernels = true;
  const Result table = Call({Weights(), "--profile"});
  own_kernels = false;
  EXPECT_EQ(table.code, 0) << table.err;
  EXPECT_THAT(table.out, HasSubstr("none of TinyTorch's layers"));
  EXPECT_THAT(table.out, HasSubstr("Bottleneck: (model) (own code)"));
}

TEST(RunBenchmarkTest, ArgumentsThatMakeNoSenseAreRefused) {
  EXPECT_EQ(Call({}).code, 2);
  EXPECT_EQ(Call({"weights", "--profil"}).code, 2);
  EXPECT_EQ(Call({"weights", "--profile", "--json"}).code, 2);
}

// Bazel leaves no descriptor 3 open that is a socket of ours.
TEST(RunBenchmarkTest, SaysHowToStartItWhereNobodyCompares) {
  close(kBenchmarkFd);
  const Result alone = Call({"weights"});
  EXPECT_EQ(alone.code, 2);
  EXPECT_THAT(alone.err,
              HasSubstr("`bazel run //submissions/NAME:run_benchmark`"));
}

TEST(RunBenchmarkTest, WhatCannotBeReadOrLoadedIsNamed) {
  const Result missing = Call({"/nowhere", "--profile"});
  EXPECT_EQ(missing.code, 1);
  EXPECT_THAT(missing.err, HasSubstr("/nowhere"));
  const std::string path = ::testing::TempDir() + "/other.safetensors";
  ASSERT_TRUE(tinytorch::save_safetensors({}, path).ok());
  const Result other = Call({path, "--profile"});
  EXPECT_EQ(other.code, 1);
  EXPECT_THAT(other.err, HasSubstr("no tensor named \"1.bias\""));
}

}  // namespace

std::unique_ptr<Model> CreateModel() {
  if (own_kernels) return std::make_unique<OwnKernels>();
  return std::make_unique<LinearModel>();
}

}  // namespace olympics
