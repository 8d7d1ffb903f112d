// Takes memory without end.
#include <cstdlib>
#include <cstring>
#include <memory>

#include "grader/contract/model.h"
#include "small_net.h"

namespace olympics {
namespace {

class Cheat : public SmallModel {
 public:
  tinytorch::Tensor Predict(const tinytorch::Tensor& images) override {
    for (void* p = std::malloc(1 << 20); p != nullptr;
         p = std::malloc(1 << 20)) {
      std::memset(p, 1, 1 << 20);
    }
    return SmallModel::Predict(images);
  }
};

}  // namespace

std::unique_ptr<Model> CreateModel() { return std::make_unique<Cheat>(); }

}  // namespace olympics
