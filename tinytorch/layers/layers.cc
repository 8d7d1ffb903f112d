#include "tinytorch/layers/layers.h"

#include <cmath>

#include "tinytorch/base/check.h"

namespace tinytorch {

Linear::Linear(int64_t in_features, int64_t out_features, bool with_bias)
    : in_features_(in_features) {
  TT_CHECK(in_features > 0 && out_features > 0)
      << "Linear: sizes " << in_features << " and " << out_features;
  const float bound = 1.0f / std::sqrt(static_cast<float>(in_features));
  const auto uniform = [bound](Shape shape) {
    return (Tensor::rand(std::move(shape)) - 0.5f) * (2 * bound);
  };
  weight = register_parameter("weight", uniform({out_features, in_features}));
  if (with_bias) bias = register_parameter("bias", uniform({out_features}));
}

Tensor Linear::forward(const Tensor& x) {
  TT_CHECK(x.dim() >= 1 && x.size(-1) == in_features_)
      << "Linear: input of shape " << to_string(x.sizes())
      << " for weights of shape " << to_string(weight.sizes());
  const Tensor product = matmul(x, weight.transpose(0, 1));
  return bias.defined() ? product + bias : product;
}

Dropout::Dropout(float p) : p_(p) {
  TT_CHECK(p >= 0 && p < 1) << "Dropout: probability " << p;
}

Tensor Dropout::forward(const Tensor& x) {
  if (!is_training() || p_ == 0) return x;
  Tensor mask = Tensor::empty(x.sizes());
  const float kept = 1.0f / (1.0f - p_);
  for (int64_t i = 0; i < mask.numel(); ++i) {
    mask.data()[i] = default_generator().uniform() < p_ ? 0.0f : kept;
  }
  return x * mask;
}

Tensor Flatten::forward(const Tensor& x) {
  TT_CHECK(x.dim() >= 1) << "Flatten: of a scalar";
  int64_t features = 1;
  for (int64_t axis = 1; axis < x.dim(); ++axis) features *= x.size(axis);
  return x.reshape({x.size(0), features});
}

Sequential& Sequential::add(std::unique_ptr<Module> layer) {
  register_module(std::to_string(layers_.size()), layer.get());
  layers_.push_back(std::move(layer));
  return *this;
}

Tensor Sequential::forward(const Tensor& x) {
  Tensor y = x;
  for (const auto& layer : layers_) y = (*layer)(y);
  return y;
}

}  // namespace tinytorch
