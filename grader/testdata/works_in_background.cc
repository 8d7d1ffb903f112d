// A thread of it computes while nothing is asked, and while the baseline is.
#include <atomic>
#include <memory>
#include <thread>

#include "good_net.h"
#include "grader/contract/model.h"

namespace olympics {
namespace {

class Cheat : public GoodModel {
 public:
  absl::Status Load(const tinytorch::StateDict& weights) override {
    std::thread([] {
      for (std::atomic<unsigned> work{0};;) ++work;
    }).detach();
    return GoodModel::Load(weights);
  }
};

}  // namespace

std::unique_ptr<Model> CreateModel() { return std::make_unique<Cheat>(); }

}  // namespace olympics
