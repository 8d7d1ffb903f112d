// The depthwise-separable net.
#include "entry.h"
#include "fit.h"

namespace olympics {

absl::StatusOr<tinytorch::StateDict> Train(const TrainingSet& data) {
  tinytorch::manual_seed(1);
  tinytorch::Sequential net;
  BuildSeparable(net);
  Fit(net, data, kEpochs, kRate);
  return net.state_dict();
}

}  // namespace olympics
