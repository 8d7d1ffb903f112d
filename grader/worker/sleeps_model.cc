// Answers after 2 ms of sleep: hardly any CPU time, and all of the clock's.
#include <unistd.h>

#include <memory>

#include "grader/contract/model.h"

namespace olympics {
namespace {

class SleepsModel : public Model {
 public:
  absl::Status Load(const tinytorch::StateDict&) override {
    return absl::OkStatus();
  }
  tinytorch::Tensor Predict(const tinytorch::Tensor& samples) override {
    usleep(2000);
    return tinytorch::Tensor::zeros({samples.size(0), 10});
  }
};

}  // namespace

std::unique_ptr<Model> CreateModel() { return std::make_unique<SleepsModel>(); }

}  // namespace olympics
