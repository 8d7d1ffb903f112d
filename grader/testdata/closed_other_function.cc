// In the closed division, with the reference's weights, of which it leaves out
// the small ones.
#include <memory>

#include "good_net.h"
#include "grader/contract/model.h"
#include "pruned.h"

namespace olympics {
namespace {

class Cheat : public GoodModel {
 public:
  absl::Status Load(const tinytorch::StateDict& weights) override {
    return GoodModel::Load(WithoutSmall(weights, 0.2));
  }
};

}  // namespace

std::unique_ptr<Model> CreateModel() { return std::make_unique<Cheat>(); }

}  // namespace olympics
