#include "grader/contract/benchmark.h"

#include <cstdio>
#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "categories/category.pb.h"
#include "categories/spec.h"
#include "grader/contest.pb.h"
#include "grader/contract/model.h"
#include "grader/contract/task_shape.h"
#include "grader/referee/comparison.h"
#include "grader/referee/samples.h"
#include "tinytorch/autograd/autograd.h"
#include "tinytorch/layers/safetensors.h"
#include "tinytorch/profiling/profiling.h"

namespace olympics {
namespace {

void PrintProfile(Model& model, int64_t batch, bool json) {
  const SampleShape shape = TaskShape();
  const tinytorch::Tensor images =
      tinytorch::Tensor::rand({batch, 1, shape.height, shape.width});
  const auto predict = [&](const tinytorch::Tensor& x) {
    return model.Predict(x);
  };
  const tinytorch::Profile profile =
      tinytorch::Profiler(predict).profile(images, {.runs = 50});
  if (json) {
    std::printf("%s\n", tinytorch::to_json(profile).c_str());
    return;
  }
  std::printf("batch %d:\n%s", static_cast<int>(batch),
              tinytorch::to_table(profile).c_str());
  if (profile.layers.size() == 1) {
    std::puts(
        "It runs none of TinyTorch's layers: its own kernels are one line "
        "here.");
  }
}

struct Arguments {
  std::string weights;
  bool profile = false, detailed = false, json = false;
  Entry entry;  // both workers
  std::string spec, task;
};

int Fail(const absl::Status& status) {
  std::fprintf(stderr, "run_benchmark: %s\n",
               std::string(status.message()).c_str());
  return 1;
}

int ProfileModel(const Arguments& a) {
  const absl::StatusOr<tinytorch::StateDict> weights =
      tinytorch::load_safetensors(a.weights);
  if (!weights.ok()) return Fail(weights.status());
  const std::unique_ptr<Model> model = CreateModel();
  if (model == nullptr) {
    return Fail(absl::InternalError("CreateModel gave no model"));
  }
  if (absl::Status s = model->Load(*weights); !s.ok()) return Fail(s);
  const tinytorch::NoGradGuard no_grad;
  PrintProfile(*model, 1, a.json);
  if (a.detailed) PrintProfile(*model, 64, a.json);
  return 0;
}

absl::StatusOr<Comparison> CompareModels(const Arguments& a) {
  const absl::StatusOr<CategorySpec> spec = LoadSpec(a.spec);
  if (!spec.ok()) return spec.status();
  const absl::StatusOr<TaskSpec> task = LoadTask(a.task);
  if (!task.ok()) return task.status();
  const absl::StatusOr<DataSet> data =
      OpenDataSet(*task, a.entry.images(), a.entry.labels());
  if (!data.ok()) return data.status();
  return Compare(a.entry, spec->limits(), *data);
}

}  // namespace

int RunBenchmark(int argc, char** argv) {
  Arguments a;
  CLI::App app{"Your model beside the baseline, or its profile."};
  app.add_option("weights", a.weights, "of your training")->required();
  auto* profile = app.add_flag("--profile", a.profile, "layer by layer");
  auto* detailed = app.add_flag("--detailed", a.detailed, "at batch 64, too");
  auto* json = app.add_flag("--json", a.json, "the profile, for scripts");
  profile->excludes(detailed)->excludes(json);
  detailed->excludes(json);
  const struct {
    const char* name;
    std::string* value;
  } kGiven[] = {{"--worker", a.entry.mutable_worker()},
                {"--baseline_worker", a.entry.mutable_baseline_worker()},
                {"--baseline_weights", a.entry.mutable_baseline_weights()},
                {"--images", a.entry.mutable_images()},
                {"--labels", a.entry.mutable_labels()},
                {"--spec", &a.spec},
                {"--task", &a.task}};
  for (const auto& given : kGiven) {
    app.add_option(given.name, *given.value, "given by the rule");
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  a.entry.set_weights(a.weights);
  if (a.profile || a.detailed || a.json) return ProfileModel(a);
  for (const auto& given : kGiven) {
    if (!given.value->empty()) continue;
    std::fprintf(stderr,
                 "run_benchmark: %s is missing; `bazel run "
                 "//submissions/NAME:run_benchmark` gives it\n",
                 given.name);
    return 2;
  }
  std::fprintf(stderr, "%s, beside the baseline; about ten seconds\n",
               TaskName());
  const absl::StatusOr<Comparison> comparison = CompareModels(a);
  if (!comparison.ok()) return Fail(comparison.status());
  std::fputs(ToTable(*comparison).c_str(), stdout);
  std::puts(
      "For your eyes only, on training images: the grade asks test images and "
      "checks the answers.");
  return 0;
}

}  // namespace olympics
