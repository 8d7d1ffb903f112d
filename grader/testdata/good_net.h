// The baseline's network for images, whose weights these submissions are given:
// what they do around it is what matters.
#ifndef GRADER_TESTDATA_GOOD_NET_H_
#define GRADER_TESTDATA_GOOD_NET_H_

#include <string>

#include "grader/contract/model.h"
#include "tinytorch/layers/layers.h"
#include "tinytorch/spatial/spatial.h"

struct GoodNet : tinytorch::Sequential {
  GoodNet() {
    using namespace tinytorch;
    add<Conv2d>(Conv2dOptions(1, 16, 3).padding(1));
    add<ReLU>();
    add<MaxPool2d>(2);
    add<Conv2d>(Conv2dOptions(16, 32, 3).padding(1));
    add<ReLU>();
    const bool digits = olympics::TaskName() == std::string("digits");
    if (!digits) add<MaxPool2d>(2);
    add<Flatten>();
    if (digits) {
      add<Linear>(32 * 4 * 4, 10);
      return;
    }
    add<Linear>(32 * 7 * 7, 64);
    add<ReLU>();
    add<Linear>(64, 10);
  }
};

class GoodModel : public olympics::Model {
 public:
  absl::Status Load(const tinytorch::StateDict& weights) override {
    net_.eval();
    return net_.load_state_dict(weights);
  }
  tinytorch::Tensor Predict(const tinytorch::Tensor& images) override {
    return net_.forward(images);
  }

 private:
  GoodNet net_;
};

#endif  // GRADER_TESTDATA_GOOD_NET_H_
