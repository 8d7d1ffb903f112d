#include "tinytorch/base/check.h"
#include "tinytorch/spatial/spatial.h"

namespace tinytorch {

BatchNorm2d::BatchNorm2d(int64_t channels, float eps, float momentum)
    : channels_(channels), eps_(eps), momentum_(momentum) {
  TT_CHECK(channels > 0) << "BatchNorm2d: " << channels << " channels";
  weight = register_parameter("weight", Tensor::ones({channels}));
  bias = register_parameter("bias", Tensor::zeros({channels}));
  running_mean = register_buffer("running_mean", Tensor::zeros({channels}));
  running_var = register_buffer("running_var", Tensor::ones({channels}));
}

Tensor BatchNorm2d::forward(const Tensor& x) {
  TT_CHECK(x.dim() == 4 && x.size(1) == channels_)
      << "BatchNorm2d: input of shape " << to_string(x.sizes()) << " for "
      << channels_ << " channels";
  const Shape per_channel = {1, channels_, 1, 1};
  const auto scaled = [&](const Tensor& centred, const Tensor& var) {
    return centred / sqrt(var + eps_) * weight.reshape(per_channel) +
           bias.reshape(per_channel);
  };
  if (!is_training()) {
    return scaled(x - running_mean.reshape(per_channel),
                  running_var.reshape(per_channel));
  }
  const auto mean_of = [&](const Tensor& t) {
    return t.mean(3, true).mean(2, true).mean(0, true);
  };
  const int64_t count = x.numel() / channels_;
  TT_CHECK(count > 1) << "BatchNorm2d: training on one value a channel, shape "
                      << to_string(x.sizes());
  const Tensor mean = mean_of(x);
  const Tensor centred = x - mean;
  const Tensor var = mean_of(centred * centred);
  const float unbiased =
      static_cast<float>(count) / static_cast<float>(count - 1);
  for (int64_t c = 0; c < channels_; ++c) {
    float& m = running_mean.data()[c];
    float& v = running_var.data()[c];
    m += momentum_ * (mean.data()[c] - m);
    v += momentum_ * (unbiased * var.data()[c] - v);
  }
  return scaled(centred, var);
}

}  // namespace tinytorch
