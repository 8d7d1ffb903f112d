// Ends itself at the first question.
#include <cstdlib>
#include <memory>

#include "grader/contract/model.h"
#include "small_net.h"

namespace olympics {
namespace {

class Cheat : public SmallModel {
 public:
  tinytorch::Tensor Predict(const tinytorch::Tensor& images) override {
    if (images.defined()) std::abort();
    return images;
  }
};

}  // namespace

std::unique_ptr<Model> CreateModel() { return std::make_unique<Cheat>(); }

}  // namespace olympics
