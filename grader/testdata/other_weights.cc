// Gives weights of another model.
#include "grader/contract/train.h"
#include "small_net.h"

namespace olympics {

absl::StatusOr<tinytorch::StateDict> Train(const TrainingSet&) {
  return tinytorch::StateDict{{"other", tinytorch::Tensor::ones({3})}};
}

}  // namespace olympics
