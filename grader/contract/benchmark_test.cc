#include "grader/contract/benchmark.h"

#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "grader/contract/model.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tinytorch/layers/layers.h"
#include "tinytorch/layers/safetensors.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Net : tinytorch::Sequential {
  Net() { add<tinytorch::Flatten>().add<tinytorch::Linear>(28 * 28, 10); }
};

class LinearModel : public Model {
 public:
  absl::Status Load(const tinytorch::StateDict& weights) override {
    return net_.load_state_dict(weights);
  }
  tinytorch::Tensor Predict(const tinytorch::Tensor& images) override {
    return net_.forward(images);
  }

 private:
  Net net_;
};

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
  EXPECT_TRUE(tinytorch::save_safetensors(Net().state_dict(), path).ok());
  return path;
}

// As the rule gives them; both workers answer without looking.
std::vector<std::string> Given(const std::string& weights) {
  const std::string data = "third_party/fashion_mnist/t10k-";
  return {weights,
          "--worker=grader/worker/echo_worker",
          "--baseline_worker=grader/worker/echo_worker",
          "--baseline_weights=" + weights,
          "--spec=categories/speed_demon/spec.textproto",
          "--task=categories/tasks/image_classification.textproto",
          "--images=" + data + "images-idx3-ubyte",
          "--labels=" + data + "labels-idx1-ubyte"};
}

TEST(RunBenchmarkTest, PrintsTheBaselineBesideTheModel) {
  const Result r = Call(Given(Weights()));
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_THAT(r.err, HasSubstr("image_classification, beside the baseline"));
  for (const char* text :
       {"yours  baseline   gain [95 %]", "inferences/s, batch 1 ",
        "inferences/s, batch 64", "peak memory, MB", "right answers",
        "For your eyes only"}) {
    EXPECT_THAT(r.out, HasSubstr(text));
  }
}

TEST(RunBenchmarkTest, ProfilesTheModelUnderItsLayersNames) {
  std::vector<std::string> arguments = Given(Weights());
  arguments.push_back("--profile");
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
  const Result alone = Call({"weights"});
  EXPECT_EQ(alone.code, 2);
  EXPECT_THAT(alone.err, HasSubstr("--worker is missing; `bazel run "
                                   "//submissions/NAME:run_benchmark`"));
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
  std::vector<std::string> arguments = Given(Weights());
  arguments[1] = "--worker=/nowhere";
  const Result worker = Call(arguments);
  EXPECT_EQ(worker.code, 1);
  EXPECT_THAT(worker.err, HasSubstr("/nowhere"));
}

}  // namespace

std::unique_ptr<Model> CreateModel() {
  if (own_kernels) return std::make_unique<OwnKernels>();
  return std::make_unique<LinearModel>();
}

}  // namespace olympics
