// The baseline's network for images, whose weights these submissions are given:
// what they do around it is what matters.
#ifndef GRADER_TESTDATA_GOOD_NET_H_
#define GRADER_TESTDATA_GOOD_NET_H_

#include <string>

#include "grader/contract/model.h"
#include "tinytorch/layers/layers.h"
#include "tinytorch/spatial/spatial.h"

class GoodModel : public olympics::Model {
 public:
  GoodModel() {
    using namespace tinytorch;
    net_.add<Conv2d>(Conv2dOptions(1, 16, 3).padding(1));
    net_.add<ReLU>();
    net_.add<MaxPool2d>(2);
    net_.add<Conv2d>(Conv2dOptions(16, 32, 3).padding(1));
    net_.add<ReLU>();
    const bool digits = olympics::TaskName() == std::string("digits");
    if (!digits) net_.add<MaxPool2d>(2);
    net_.add<Flatten>();
    if (digits) {
      net_.add<Linear>(32 * 4 * 4, 10);
      return;
    }
    net_.add<Linear>(32 * 7 * 7, 64);
    net_.add<ReLU>();
    net_.add<Linear>(64, 10);
  }
  absl::Status Load(const tinytorch::StateDict& weights) override {
    net_.eval();
    return net_.load_state_dict(weights);
  }
  tinytorch::Tensor Predict(const tinytorch::Tensor& images) override {
    return net_.forward(images);
  }

 private:
  tinytorch::Sequential net_;
};

#endif  // GRADER_TESTDATA_GOOD_NET_H_
