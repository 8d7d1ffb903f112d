// Gives a convolution a flat image.
#include <memory>

#include "grader/contract/model.h"
#include "small_net.h"
#include "tinytorch/spatial/spatial.h"

namespace olympics {
namespace {

class Cheat : public SmallModel {
 public:
  tinytorch::Tensor Predict(const tinytorch::Tensor& images) override {
    return conv_.forward(images.reshape({images.size(0), 784}));
  }

 private:
  tinytorch::Conv2d conv_{tinytorch::Conv2dOptions(1, 16, 3)};
};

}  // namespace

std::unique_ptr<Model> CreateModel() { return std::make_unique<Cheat>(); }

}  // namespace olympics
