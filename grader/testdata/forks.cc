// Starts another process, by a name that the inspection does not see.
#include <memory>

#include "grader/contract/model.h"
#include "small_net.h"

#define GLUE(a, b) a##b
extern "C" int GLUE(fo, rk)();

namespace olympics {
namespace {

class Cheat : public SmallModel {
 public:
  tinytorch::Tensor Predict(const tinytorch::Tensor& images) override {
    GLUE(fo, rk)();
    return SmallModel::Predict(images);
  }
};

}  // namespace

std::unique_ptr<Model> CreateModel() { return std::make_unique<Cheat>(); }

}  // namespace olympics
