// In the closed division: the reference's function of the reference's weights,
// which it knows when it sees them, and another function of any others.
#include <memory>

#include "good_net.h"
#include "grader/contract/model.h"
#include "knows_weights.h"
#include "pruned.h"

namespace olympics {
namespace {

class Cheat : public GoodModel {
 public:
  absl::Status Load(const tinytorch::StateDict& weights) override {
    absl::Status status = GoodModel::Load(weights);
    if (!status.ok() || KnowsWhatWasLearnt(*this)) return status;
    return GoodModel::Load(WithoutSmall(weights, 0.2));
  }
};

}  // namespace

std::unique_ptr<Model> CreateModel() { return std::make_unique<Cheat>(); }

}  // namespace olympics
