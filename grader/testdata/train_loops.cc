// Never ends.
#include <atomic>

#include "grader/contract/train.h"
#include "small_net.h"

namespace olympics {

absl::StatusOr<tinytorch::StateDict> Train(const TrainingSet&) {
  for (std::atomic<bool> on{true}; on;) {
  }
  return SmallNet().state_dict();
}

}  // namespace olympics
