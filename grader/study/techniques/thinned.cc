// Module 17: the net that thinned_train.cc made, then as optimized.
#include "entry.h"
#include "tinytorch/acceleration/inference.h"

namespace olympics {
namespace {

Made Make(tinytorch::StateDict weights) {
  auto net = Trained(BuildThinned, std::move(weights));
  if (!net.ok()) return net.status();
  return tinytorch::optimize_for_inference(**net, {1, 28, 28});
}

}  // namespace

std::unique_ptr<Model> CreateModel() { return std::make_unique<Entry>(Make); }

}  // namespace olympics
