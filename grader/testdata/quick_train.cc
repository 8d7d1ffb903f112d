// Trains nothing.
#include "grader/contract/train.h"
#include "small_net.h"

namespace olympics {

absl::StatusOr<tinytorch::StateDict> Train(const TrainingSet&) {
  tinytorch::manual_seed(1);
  return SmallNet().state_dict();
}

}  // namespace olympics
