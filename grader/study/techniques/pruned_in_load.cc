// Module 17: half of the weights made zero in Load, then as optimized.
#include "entry.h"
#include "tinytorch/acceleration/inference.h"
#include "tinytorch/compression/compression.h"

namespace olympics {
namespace {

Made Make(tinytorch::StateDict weights) {
  auto net = Trained(Build, weights);
  if (!net.ok()) return net.status();
  tinytorch::magnitude_prune(**net, 0.5f);
  return tinytorch::optimize_for_inference(**net, {1, 28, 28});
}

}  // namespace

std::unique_ptr<Model> CreateModel() { return std::make_unique<Entry>(Make); }

}  // namespace olympics
