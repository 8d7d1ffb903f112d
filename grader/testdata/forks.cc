// Starts another process.
#include <memory>

#include "grader/contract/model.h"
#include "hidden_calls.h"
#include "small_net.h"

namespace olympics {
namespace {

class Cheat : public SmallModel {
 public:
  tinytorch::Tensor Predict(const tinytorch::Tensor& images) override {
    HiddenFork();
    return SmallModel::Predict(images);
  }
};

}  // namespace

std::unique_ptr<Model> CreateModel() { return std::make_unique<Cheat>(); }

}  // namespace olympics
