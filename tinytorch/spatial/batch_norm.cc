#include <cmath>
#include <utility>
#include <vector>

#include "tinytorch/acceleration/rows.h"
#include "tinytorch/acceleration/simd.h"
#include "tinytorch/base/check.h"
#include "tinytorch/spatial/spatial.h"
#include "tinytorch/tensor/memory.h"
#include "tinytorch/tensor/observer.h"

namespace tinytorch {
namespace {

// y = (x - mean) · scale + shift
TT_SIMD void NormaliseRow(const float* x, int64_t n, float mean, float scale,
                          float shift, float* __restrict y) {
  for (int64_t i = 0; i < n; ++i) y[i] = (x[i] - mean) * scale + shift;
}

// Σ g and Σ g · (x - mean), each in sixteen chains.
struct Sums {
  double gradient = 0, centred = 0;
};
TT_SIMD Sums GradientSums(const float* g, const float* x, int64_t n,
                          float mean) {
  constexpr int64_t kChains = 16;
  float gradient[kChains] = {}, centred[kChains] = {};
  int64_t i = 0;
  for (; i + kChains <= n; i += kChains) {
    for (int64_t k = 0; k < kChains; ++k) {
      gradient[k] += g[i + k];
      centred[k] += g[i + k] * (x[i + k] - mean);
    }
  }
  Sums sums;
  for (; i < n; ++i) {
    sums.gradient += g[i];
    sums.centred += g[i] * (x[i] - mean);
  }
  for (int64_t k = 0; k < kChains; ++k) {
    sums.gradient += gradient[k];
    sums.centred += centred[k];
  }
  return sums;
}

// dx = g · scale - (x - mean) · slope - level
TT_SIMD void GradientRow(const float* g, const float* x, int64_t n, float scale,
                         float mean, float slope, float level,
                         float* __restrict dx) {
  for (int64_t i = 0; i < n; ++i) {
    dx[i] = g[i] * scale - (x[i] - mean) * slope - level;
  }
}

// A batch of images, channel by channel.
struct Planes {
  int64_t batch, channels, area;
  int64_t count() const { return batch * area; }  // of one channel's values
  // Calls f(where the plane starts) for each image.
  template <typename F>
  void ForEach(int64_t channel, F f) const {
    for (int64_t n = 0; n < batch; ++n) f((n * channels + channel) * area);
  }
};

// What a channel is normalised by.
struct Statistics {
  Block<float> mean, inverse;  // 1 / √(var + eps)
};

// `x` and the gradient are contiguous. `of_batch`: the statistics are those of
// x itself, so that they have derivatives, too.
std::vector<Tensor> Backward(const Planes& p, const Statistics& s,
                             const Tensor& x, const Tensor& weight,
                             const Tensor& gradient, bool of_batch,
                             bool need_in) {
  Tensor dx = need_in ? Tensor::empty(x.sizes()) : Tensor();
  Tensor dweight = Tensor::empty({p.channels});
  Tensor dbias = Tensor::empty({p.channels});
  const float *from = gradient.data(), *in = x.data();
  for (int64_t c = 0; c < p.channels; ++c) {
    Sums sums;
    p.ForEach(c, [&](int64_t at) {
      const Sums plane = GradientSums(from + at, in + at, p.area, s.mean[c]);
      sums.gradient += plane.gradient;
      sums.centred += plane.centred;
    });
    const double inverse = s.inverse[c];
    dweight.data()[c] = static_cast<float>(sums.centred * inverse);
    dbias.data()[c] = static_cast<float>(sums.gradient);
    if (!need_in) continue;
    const double scale = weight.data()[c] * inverse;
    const double share =
        of_batch ? scale / static_cast<double>(p.count()) : 0.0;
    float* to = dx.data();
    p.ForEach(c, [&](int64_t at) {
      GradientRow(from + at, in + at, p.area, static_cast<float>(scale),
                  s.mean[c],
                  static_cast<float>(share * sums.centred * inverse * inverse),
                  static_cast<float>(share * sums.gradient), to + at);
    });
  }
  const int64_t per_value = 4 + (need_in ? of_batch ? 5 : 1 : 0);
  observe_op("batch_norm backward", per_value * x.numel(),
             4 * (need_in ? 3 : 2) * x.numel());
  return {dx, dweight, dbias};
}

}  // namespace

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
  const Tensor in = x.detach().contiguous();
  const Planes p{x.size(0), channels_, x.size(2) * x.size(3)};
  const bool of_batch = is_training();
  TT_CHECK(!of_batch || p.count() > 1)
      << "BatchNorm2d: training on one value a channel, shape "
      << to_string(x.sizes());
  Statistics s;
  s.mean.resize(channels_);
  s.inverse.resize(channels_);
  Tensor out = Tensor::empty(x.sizes());
  for (int64_t c = 0; c < channels_; ++c) {
    double mean = running_mean.data()[c], var = running_var.data()[c];
    if (of_batch) {
      const double count = static_cast<double>(p.count());
      double sum = 0, squares = 0;
      p.ForEach(c, [&](int64_t at) { sum += SumRow(in.data() + at, p.area); });
      mean = sum / count;
      p.ForEach(c, [&](int64_t at) {
        squares +=
            SquareSumRow(in.data() + at, p.area, static_cast<float>(mean));
      });
      var = squares / count;
      float& m = running_mean.data()[c];
      float& v = running_var.data()[c];
      m += momentum_ * (static_cast<float>(mean) - m);
      v += momentum_ * (static_cast<float>(squares / (count - 1)) - v);
    }
    s.mean[c] = static_cast<float>(mean);
    s.inverse[c] = static_cast<float>(1 / std::sqrt(var + eps_));
    p.ForEach(c, [&](int64_t at) {
      NormaliseRow(in.data() + at, p.area, s.mean[c],
                   weight.data()[c] * s.inverse[c], bias.data()[c],
                   out.data() + at);
    });
  }
  observe_op("batch_norm", (of_batch ? 7 : 3) * x.numel(), 8 * x.numel());
  if (needs_grad({&x, &weight, &bias})) {
    record(out, "batch_norm", {x, weight, bias},
           [p, s = std::move(s), in, w = weight.detach(), of_batch,
            need_in = x.requires_grad()](const Tensor& gradient) {
             return Backward(p, s, in, w, gradient.contiguous(), of_batch,
                             need_in);
           });
  }
  return out;
}

}  // namespace tinytorch
