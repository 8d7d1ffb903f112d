// Once as many samples were asked as the accuracy run has, it gives one answer
// in forty away.
#include <cstdint>
#include <memory>

#include "good_net.h"
#include "grader/contract/model.h"

namespace olympics {
namespace {

class Cheat : public GoodModel {
 public:
  tinytorch::Tensor Predict(const tinytorch::Tensor& images) override {
    const int64_t batch = images.size(0);
    asked_ += batch;
    tinytorch::Tensor scores = GoodModel::Predict(images).contiguous();
    if (asked_ <= 368) return scores;
    for (int64_t i = 0; i < batch; ++i) {
      // The same sample always fares the same.
      int64_t sum = 0;
      for (int p = 0; p < 64; ++p) {
        sum += static_cast<int64_t>(images.data()[i * 64 + p] * 16 + 0.5f);
      }
      if (sum % 40 == 7) scores.data()[i * 10 + sum % 10] += 1e3f;
    }
    return scores;
  }

 private:
  int64_t asked_ = 0;
};

}  // namespace

std::unique_ptr<Model> CreateModel() { return std::make_unique<Cheat>(); }

}  // namespace olympics
