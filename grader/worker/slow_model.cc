// Thinks for about 200 µs over each sample, in 8 MiB of memory, and answers
// class 3. The weights "break" make it stop at its tenth question.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <vector>

#include "grader/contract/model.h"

namespace olympics {
namespace {

class SlowModel : public Model {
 public:
  absl::Status Load(const tinytorch::StateDict& weights) override {
    breaks_ = weights.contains("break");
    return absl::OkStatus();
  }
  tinytorch::Tensor Predict(const tinytorch::Tensor& samples) override {
    if (breaks_ && ++questions_ == 10) {
      std::puts("the tenth question is too much for me");
      std::fflush(stdout);
      std::abort();
    }
    std::vector<char> memory(8 << 20, 1);
    using Clock = std::chrono::steady_clock;
    const Clock::time_point start = Clock::now();
    while (Clock::now() - start <
           std::chrono::microseconds(200) * samples.size(0)) {
    }
    tinytorch::Tensor scores = tinytorch::Tensor::zeros({samples.size(0), 10});
    for (int64_t i = 0; i < samples.size(0); ++i) {
      scores.data()[10 * i + 3] = memory[i];
    }
    return scores;
  }

 private:
  bool breaks_ = false;
  int questions_ = 0;
};

}  // namespace

std::unique_ptr<Model> CreateModel() { return std::make_unique<SlowModel>(); }

}  // namespace olympics
