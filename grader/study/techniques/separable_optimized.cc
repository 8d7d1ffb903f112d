// Modules 9 and 15: the depthwise-separable net, fused and packed in Load.
#include "entry.h"
#include "tinytorch/acceleration/inference.h"

namespace olympics {
namespace {

Made Make(tinytorch::StateDict weights) {
  auto net = Trained(BuildSeparable, std::move(weights));
  if (!net.ok()) return net.status();
  return tinytorch::optimize_for_inference(**net, {1, 28, 28});
}

}  // namespace

std::unique_ptr<Model> CreateModel() { return std::make_unique<Entry>(Make); }

}  // namespace olympics
