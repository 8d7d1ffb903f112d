// Answers every 20th question as it did the one before, without looking.
#include <cstdint>
#include <memory>

#include "good_net.h"
#include "grader/contract/model.h"

namespace olympics {
namespace {

class Cheat : public GoodModel {
 public:
  tinytorch::Tensor Predict(const tinytorch::Tensor& images) override {
    const bool skip = ++asked_ % 20 == 0 && last_.defined() &&
                      last_.size(0) == images.size(0);
    if (!skip) last_ = GoodModel::Predict(images);
    return last_;
  }

 private:
  int64_t asked_ = 0;
  tinytorch::Tensor last_;
};

}  // namespace

std::unique_ptr<Model> CreateModel() { return std::make_unique<Cheat>(); }

}  // namespace olympics
