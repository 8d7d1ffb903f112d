// Module 9: a depthwise-separable net, layer by layer.
#include "entry.h"

namespace olympics {
namespace {

Made Make(tinytorch::StateDict weights) {
  return Trained(BuildSeparable, std::move(weights));
}

}  // namespace

std::unique_ptr<Model> CreateModel() { return std::make_unique<Entry>(Make); }

}  // namespace olympics
