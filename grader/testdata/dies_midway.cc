// Ends itself after a thousand questions.
#include <cstdlib>
#include <memory>

#include "grader/contract/model.h"
#include "small_net.h"

namespace olympics {
namespace {

class Cheat : public SmallModel {
 public:
  tinytorch::Tensor Predict(const tinytorch::Tensor& images) override {
    if (++asked_ == 1000) std::exit(0);
    return SmallModel::Predict(images);
  }

 private:
  int asked_ = 0;
};

}  // namespace

std::unique_ptr<Model> CreateModel() { return std::make_unique<Cheat>(); }

}  // namespace olympics
