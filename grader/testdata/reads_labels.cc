// Reaches for the test labels, by a name that the inspection does not see.
#include <memory>

#include "grader/contract/model.h"
#include "small_net.h"

#define GLUE(a, b) a##b
extern "C" int GLUE(op, en)(const char*, int, ...);

namespace olympics {
namespace {

class Cheat : public SmallModel {
 public:
  tinytorch::Tensor Predict(const tinytorch::Tensor& images) override {
    GLUE(op, en)("third_party/fashion_mnist/t10k-labels-idx1-ubyte", 0);
    return SmallModel::Predict(images);
  }
};

}  // namespace

std::unique_ptr<Model> CreateModel() { return std::make_unique<Cheat>(); }

}  // namespace olympics
