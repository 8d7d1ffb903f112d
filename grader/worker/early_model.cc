// Says that it has answered before it has, and then writes another answer.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "grader/contract/model.h"

namespace olympics {
namespace {

class EarlyModel : public Model {
 public:
  absl::Status Load(const tinytorch::StateDict&) override {
    return absl::OkStatus();
  }
  tinytorch::Tensor Predict(const tinytorch::Tensor& samples) override {
    // Where the samples are, the counters are not far: the channel's layout.
    constexpr size_t kScores = 256 * 16 * sizeof(float);
    auto* answered = reinterpret_cast<volatile uint32_t*>(
        reinterpret_cast<uintptr_t>(samples.data()) - kScores - 64);
    *answered = *answered + 1;
    using Clock = std::chrono::steady_clock;
    const Clock::time_point start = Clock::now();
    while (Clock::now() - start < std::chrono::milliseconds(50)) {
    }
    return tinytorch::Tensor::full({samples.size(0), 10},
                                   static_cast<float>(++questions_));
  }

 private:
  int questions_ = 0;
};

}  // namespace

std::unique_ptr<Model> CreateModel() { return std::make_unique<EarlyModel>(); }

}  // namespace olympics
