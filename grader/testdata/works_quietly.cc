// A thread of it computes for a thirtieth of the time: little enough to be
// overlooked, and enough to slow the baseline on its core.
#include <chrono>
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
      using Clock = std::chrono::steady_clock;
      while (true) {
        const Clock::time_point start = Clock::now();
        while (Clock::now() - start < std::chrono::microseconds(300)) {
        }
        std::this_thread::sleep_for(std::chrono::microseconds(9700));
      }
    }).detach();
    return GoodModel::Load(weights);
  }
};

}  // namespace

std::unique_ptr<Model> CreateModel() { return std::make_unique<Cheat>(); }

}  // namespace olympics
