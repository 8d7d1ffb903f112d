// Answers at once without looking: what is left is the cost of asking.
#include <memory>

#include "grader/contract/model.h"

namespace olympics {
namespace {

class EchoModel : public Model {
 public:
  absl::Status Load(const tinytorch::StateDict&) override {
    return absl::OkStatus();
  }
  tinytorch::Tensor Predict(const tinytorch::Tensor& samples) override {
    if (!scores_.defined() || scores_.size(0) != samples.size(0)) {
      scores_ = tinytorch::Tensor::zeros({samples.size(0), 10});
    }
    return scores_;
  }

 private:
  tinytorch::Tensor scores_;
};

}  // namespace

std::unique_ptr<Model> CreateModel() { return std::make_unique<EchoModel>(); }

}  // namespace olympics
