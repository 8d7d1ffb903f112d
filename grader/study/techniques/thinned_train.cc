// The same net, half of its channels taken away, trained on.
#include "entry.h"
#include "fit.h"
#include "tinytorch/compression/compression.h"

namespace olympics {

absl::StatusOr<tinytorch::StateDict> Train(const TrainingSet& data) {
  tinytorch::manual_seed(1);
  tinytorch::Sequential net;
  Build(net);
  Fit(net, data, kEpochs, kRate);
  auto thin = tinytorch::prune_channels(net, {1, 28, 28}, 0.5f);
  if (!thin.ok()) return thin.status();
  Fit(**thin, data, /*epochs=*/6, /*rate=*/1e-3f);
  return (*thin)->state_dict();
}

}  // namespace olympics
