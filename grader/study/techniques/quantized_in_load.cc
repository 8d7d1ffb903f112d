// Module 16: the same net, in 8 bits from Load on.
#include "entry.h"
#include "tinytorch/quantization/quantization.h"

namespace olympics {
namespace {

Made Make(tinytorch::StateDict weights) {
  auto net = Trained(Build, weights);
  if (!net.ok()) return net.status();
  return tinytorch::quantize_static(**net, weights.at(kCalibration));
}

}  // namespace

std::unique_ptr<Model> CreateModel() { return std::make_unique<Entry>(Make); }

}  // namespace olympics
