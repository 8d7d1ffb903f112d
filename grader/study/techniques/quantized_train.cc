// The same net, in 8 bits.
#include "entry.h"
#include "fit.h"
#include "tinytorch/quantization/quantization.h"

namespace olympics {

absl::StatusOr<tinytorch::StateDict> Train(const TrainingSet& data) {
  tinytorch::manual_seed(1);
  tinytorch::Sequential net;
  Build(net);
  Fit(net, data, kEpochs, kRate);
  return tinytorch::quantize_static(net, data.images.slice(0, 0, 1000),
                                    /*clipped=*/1e-4f)
      ->state_dict();
}

}  // namespace olympics
