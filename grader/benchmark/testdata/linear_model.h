// A model for the measuring programs here.
#ifndef GRADER_BENCHMARK_TESTDATA_LINEAR_MODEL_H_
#define GRADER_BENCHMARK_TESTDATA_LINEAR_MODEL_H_

#include <memory>

#include "absl/status/status.h"
#include "grader/contract/model.h"
#include "tinytorch/layers/layers.h"

namespace olympics {

struct LinearNet : tinytorch::Sequential {
  LinearNet() { add<tinytorch::Flatten>().add<tinytorch::Linear>(28 * 28, 10); }
};

class LinearModel : public Model {
 public:
  absl::Status Load(const tinytorch::StateDict& weights) override {
    return net_.load_state_dict(weights);
  }
  tinytorch::Tensor Predict(const tinytorch::Tensor& images) override {
    return net_.forward(images);
  }

 private:
  LinearNet net_;
};

}  // namespace olympics

#endif  // GRADER_BENCHMARK_TESTDATA_LINEAR_MODEL_H_
