// The net, and images to calibrate by.
#include "entry.h"
#include "fit.h"

namespace olympics {

absl::StatusOr<tinytorch::StateDict> Train(const TrainingSet& data) {
  tinytorch::manual_seed(1);
  tinytorch::Sequential net;
  Build(net);
  Fit(net, data, kEpochs, kRate);
  tinytorch::StateDict weights = net.state_dict();
  weights[kCalibration] = data.images.slice(0, 0, 64).clone();
  return weights;
}

}  // namespace olympics
