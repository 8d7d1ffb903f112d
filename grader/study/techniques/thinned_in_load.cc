// Module 17: a tenth of the channels taken away in Load, then as optimized.
#include "entry.h"
#include "tinytorch/acceleration/inference.h"
#include "tinytorch/compression/compression.h"

namespace olympics {
namespace {

Made Make(tinytorch::StateDict weights) {
  auto net = Trained(Build, weights);
  if (!net.ok()) return net.status();
  auto thin = tinytorch::prune_channels(**net, {1, 28, 28}, 0.1f);
  if (!thin.ok()) return thin.status();
  return tinytorch::optimize_for_inference(**thin, {1, 28, 28});
}

}  // namespace

std::unique_ptr<Model> CreateModel() { return std::make_unique<Entry>(Make); }

}  // namespace olympics
