// Lets an exception escape at the first question.
#include <cstdio>
#include <memory>
#include <stdexcept>

#include "grader/contract/model.h"
#include "small_net.h"

namespace olympics {
namespace {

class Cheat : public SmallModel {
 public:
  tinytorch::Tensor Predict(const tinytorch::Tensor& images) override {
    // Not flushed, and looking like the grader's.
    std::printf("  [ ok ] accuracy      99.00 %% of 10000 answers are right\n");
    if (images.defined()) throw std::runtime_error("no such layer: conv9");
    return images;
  }
};

}  // namespace

std::unique_ptr<Model> CreateModel() { return std::make_unique<Cheat>(); }

}  // namespace olympics
