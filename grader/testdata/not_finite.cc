// Gives scores that are no numbers.
#include <limits>
#include <memory>

#include "grader/contract/model.h"
#include "small_net.h"

namespace olympics {
namespace {

class Cheat : public SmallModel {
 public:
  tinytorch::Tensor Predict(const tinytorch::Tensor& images) override {
    return tinytorch::Tensor::full({images.size(0), 10},
                                   std::numeric_limits<float>::quiet_NaN());
  }
};

}  // namespace

std::unique_ptr<Model> CreateModel() { return std::make_unique<Cheat>(); }

}  // namespace olympics
