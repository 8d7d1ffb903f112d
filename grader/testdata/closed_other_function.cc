// In the closed division, with the reference's weights, of which it leaves out
// the small ones.
#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "good_net.h"
#include "grader/contract/model.h"

namespace olympics {
namespace {

class Cheat : public GoodModel {
 public:
  absl::Status Load(const tinytorch::StateDict& weights) override {
    tinytorch::StateDict pruned;
    for (const auto& [name, tensor] : weights) {
      tinytorch::Tensor kept = tensor.clone();
      std::vector<float> sizes;
      for (int64_t i = 0; i < kept.numel(); ++i) {
        sizes.push_back(std::fabs(kept.data()[i]));
      }
      const auto least_kept =
          sizes.begin() + static_cast<int64_t>(sizes.size()) * 1 / 5;
      std::nth_element(sizes.begin(), least_kept, sizes.end());
      for (int64_t i = 0; sizes.size() > 32 && i < kept.numel(); ++i) {
        if (std::fabs(kept.data()[i]) < *least_kept) kept.data()[i] = 0;
      }
      pruned[name] = kept;
    }
    return GoodModel::Load(pruned);
  }
};

}  // namespace

std::unique_ptr<Model> CreateModel() { return std::make_unique<Cheat>(); }

}  // namespace olympics
