// Takes memory without end: most of it while it loads, so that the rest is
// taken before a question's time is over, however slow the machine.
#include <cstdlib>
#include <cstring>
#include <memory>

#include "grader/contract/model.h"
#include "small_net.h"

namespace olympics {
namespace {

void Take(int mib) {
  for (int i = 0; i < mib; ++i) {
    void* p = std::malloc(1 << 20);
    if (p == nullptr) return;
    std::memset(p, 1, 1 << 20);
  }
}

class Cheat : public SmallModel {
 public:
  absl::Status Load(const tinytorch::StateDict& weights) override {
    Take(460);
    return SmallModel::Load(weights);
  }
  tinytorch::Tensor Predict(const tinytorch::Tensor& images) override {
    Take(1 << 20);
    return SmallModel::Predict(images);
  }
};

}  // namespace

std::unique_ptr<Model> CreateModel() { return std::make_unique<Cheat>(); }

}  // namespace olympics
