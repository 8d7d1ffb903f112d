// Compiled in place of a train.cc that the inspection refused.
#include "grader/contract/train.h"

namespace olympics {

absl::StatusOr<tinytorch::StateDict> Train(const TrainingSet&) {
  return absl::FailedPreconditionError(
      "the inspection refused this submission");
}

}  // namespace olympics
