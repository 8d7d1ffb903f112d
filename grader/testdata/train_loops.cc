// Never ends its second epoch.
#include <atomic>
#include <cstdio>

#include "grader/contract/train.h"
#include "small_net.h"

namespace olympics {

absl::StatusOr<tinytorch::StateDict> Train(const TrainingSet&) {
  std::printf("epoch 1/2  loss 0.5\n");
  for (std::atomic<bool> on{true}; on;) {
  }
  return SmallNet().state_dict();
}

}  // namespace olympics
