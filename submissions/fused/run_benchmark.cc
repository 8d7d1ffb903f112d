// Times the model on this machine, outside of the grader:
//
//   bazel run -c opt //submissions/fused:run_benchmark
#include <chrono>
#include <cstdio>

#include "grader/contract/model.h"
#include "tinytorch/autograd/autograd.h"
#include "tinytorch/layers/safetensors.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: run_benchmark WEIGHTS\n");
    return 2;
  }
  const auto weights = tinytorch::load_safetensors(argv[1]);
  if (!weights.ok()) {
    std::fprintf(stderr, "%s\n", weights.status().ToString().c_str());
    return 1;
  }
  const auto model = olympics::CreateModel();
  const auto loaded = model->Load(*weights);
  if (!loaded.ok()) {
    std::fprintf(stderr, "%s\n", loaded.ToString().c_str());
    return 1;
  }
  const tinytorch::NoGradGuard no_grad;
  for (const int64_t batch : {1, 64}) {
    const tinytorch::Tensor images =
        tinytorch::Tensor::rand({batch, 1, 28, 28});
    int64_t done = 0;
    double seconds = 0;
    while (seconds < 1) {
      const auto start = std::chrono::steady_clock::now();
      for (int i = 0; i < 20; ++i) model->Predict(images);
      seconds += std::chrono::duration<double>(
                     std::chrono::steady_clock::now() - start)
                     .count();
      done += 20 * batch;
    }
    std::printf("batch %2d: %9.0f inferences/s\n", static_cast<int>(batch),
                static_cast<double>(done) / seconds);
  }
  return 0;
}
