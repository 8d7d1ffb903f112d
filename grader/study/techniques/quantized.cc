// Module 16: the same net, in 8 bits from Train on.
#include "entry.h"
#include "tinytorch/quantization/quantization.h"

namespace olympics {
namespace {

Made Make(tinytorch::StateDict weights) {
  tinytorch::Sequential net;
  Build(net);
  return tinytorch::load_quantized(net, {1, 28, 28}, weights);
}

}  // namespace

std::unique_ptr<Model> CreateModel() { return std::make_unique<Entry>(Make); }

}  // namespace olympics
