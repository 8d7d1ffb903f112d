// The baseline's network, with the weights that it is given, and numbers that
// it carries beside them: what matters is how they are carried.
#ifndef GRADER_TESTDATA_CARRYING_MODEL_H_
#define GRADER_TESTDATA_CARRYING_MODEL_H_

#include <cstdint>

#include "good_net.h"
#include "grader/contract/model.h"

// `unpack` writes `count` numbers; what its second argument is cannot be known
// when it is compiled.
template <int count, void (*unpack)(uint32_t* to, uint32_t seed)>
class CarryingModel : public GoodModel {
 public:
  absl::Status Load(const tinytorch::StateDict& weights) override {
    unpack(carried_, static_cast<uint32_t>(weights.size()));
    return GoodModel::Load(weights);
  }
  tinytorch::Tensor Predict(const tinytorch::Tensor& images) override {
    tinytorch::Tensor scores = GoodModel::Predict(images);
    const int64_t pixels = images.size(2) * images.size(3);
    for (int64_t i = 0; i < scores.size(0); ++i) {
      for (int64_t k = 0; k < count; ++k) {
        scores.data()[i * 10 + k % 10] +=
            1e-20f * images.data()[i * pixels + k % pixels] *
            static_cast<float>(carried_[k]);
      }
    }
    return scores;
  }

 private:
  uint32_t carried_[count] = {};
};

#endif  // GRADER_TESTDATA_CARRYING_MODEL_H_
