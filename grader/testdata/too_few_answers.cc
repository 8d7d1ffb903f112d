// Gives no answer to the question, in the right shape otherwise.
#include <memory>

#include "grader/contract/model.h"
#include "small_net.h"

namespace olympics {
namespace {

class Cheat : public SmallModel {
 public:
  tinytorch::Tensor Predict(const tinytorch::Tensor& images) override {
    return SmallModel::Predict(images).slice(0, 0, images.size(0) - 1);
  }
};

}  // namespace

std::unique_ptr<Model> CreateModel() { return std::make_unique<Cheat>(); }

}  // namespace olympics
