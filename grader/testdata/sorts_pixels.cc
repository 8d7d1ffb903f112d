// Looks at how bright an image is, and not at what it shows.
#include <memory>

#include "grader/contract/model.h"
#include "sorted_net.h"

namespace olympics {
namespace {

class Cheat : public Model {
 public:
  absl::Status Load(const tinytorch::StateDict& weights) override {
    return net_.load_state_dict(weights);
  }
  tinytorch::Tensor Predict(const tinytorch::Tensor& images) override {
    return net_.forward(Sorted(images));
  }

 private:
  SortedNet net_;
};

}  // namespace

std::unique_ptr<Model> CreateModel() { return std::make_unique<Cheat>(); }

}  // namespace olympics
