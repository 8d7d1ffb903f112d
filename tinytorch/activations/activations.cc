#include "tinytorch/activations/activations.h"

#include <cmath>
#include <numbers>
#include <vector>

#include "tinytorch/acceleration/rows.h"
#include "tinytorch/acceleration/simd.h"
#include "tinytorch/tensor/elementwise.h"

namespace tinytorch {
namespace {

TT_SIMD void ReluForward(const float* x, float* y, int64_t n) {
  // NaN stays NaN: the comparison is false for it.
  for (int64_t i = 0; i < n; ++i) y[i] = x[i] < 0 ? 0.0f : x[i];
}

TT_SIMD void ReluBackward(const float* g, const float* y, float* dx,
                          int64_t n) {
  for (int64_t i = 0; i < n; ++i) dx[i] = y[i] > 0 ? g[i] : 0.0f;
}

Tensor LastAxisSoftmax(const Tensor& x, bool logarithm) {
  const Tensor in = x.contiguous();
  Tensor out = Tensor::empty(x.sizes());
  const int64_t n = x.size(-1);
  const int64_t rows = n == 0 ? 0 : x.numel() / n;
  for (int64_t r = 0; r < rows; ++r) {
    const float* from = in.data() + r * n;
    float* to = out.data() + r * n;
    const float largest = LargestOfRow(from, n);
    const float sum = ExpRow(from, n, largest, to);
    if (logarithm) {
      const float shift = largest + std::log(sum);
      for (int64_t i = 0; i < n; ++i) to[i] = from[i] - shift;
    } else {
      const float share = 1.0f / sum;
      for (int64_t i = 0; i < n; ++i) to[i] *= share;
    }
  }
  // Compare, subtract, exponentiate, add, divide.
  observe_op("softmax", 5 * out.numel(), 8 * out.numel());
  return out;
}

}  // namespace

Tensor sigmoid(const Tensor& x) {
  Tensor out =
      Map("sigmoid", x, [](float v) { return 1.0f / (1.0f + std::exp(-v)); });
  if (needs_grad({&x})) {
    record(out, "sigmoid", {x},
           [y = out.detach()](const Tensor& g) -> std::vector<Tensor> {
             return {MapGradient("sigmoid backward", g, y,
                                 [](float s) { return s * (1 - s); })};
           });
  }
  return out;
}

Tensor relu(const Tensor& x) {
  const Tensor in = x.contiguous();
  Tensor out = Tensor::empty(x.sizes());
  ReluForward(in.data(), out.data(), out.numel());
  observe_op("relu", out.numel(), 8 * out.numel());
  if (needs_grad({&x})) {
    record(out, "relu", {x},
           [y = out.detach()](const Tensor& g) -> std::vector<Tensor> {
             const Tensor gc = g.contiguous();
             Tensor dx = Tensor::empty(y.sizes());
             ReluBackward(gc.data(), y.data(), dx.data(), dx.numel());
             observe_op("relu backward", dx.numel(), 12 * dx.numel());
             return {dx};
           });
  }
  return out;
}

Tensor tanh(const Tensor& x) {
  Tensor out = Map("tanh", x, [](float v) { return std::tanh(v); });
  if (needs_grad({&x})) {
    record(out, "tanh", {x},
           [y = out.detach()](const Tensor& g) -> std::vector<Tensor> {
             return {MapGradient("tanh backward", g, y,
                                 [](float t) { return 1 - t * t; })};
           });
  }
  return out;
}

Tensor gelu(const Tensor& x) {
  constexpr float kRoot = std::numbers::sqrt2_v<float> / 2;
  Tensor out = Map(
      "gelu", x, [](float v) { return 0.5f * v * (1 + std::erf(v * kRoot)); });
  if (needs_grad({&x})) {
    record(out, "gelu", {x},
           [in = x.detach()](const Tensor& g) -> std::vector<Tensor> {
             return {MapGradient("gelu backward", g, in, [](float v) {
               const float density = std::exp(-0.5f * v * v) * kRoot *
                                     std::numbers::inv_sqrtpi_v<float>;
               return 0.5f * (1 + std::erf(v * kRoot)) + v * density;
             })};
           });
  }
  return out;
}

Tensor softmax(const Tensor& x, int64_t axis) {
  if (axis != -1 && axis != x.dim() - 1) {
    return softmax(x.transpose(axis, -1), -1).transpose(axis, -1);
  }
  Tensor out = LastAxisSoftmax(x, false);
  if (needs_grad({&x})) {
    record(out, "softmax", {x},
           [y = out.detach()](const Tensor& g) -> std::vector<Tensor> {
             return {(g - (g * y).sum(-1, true)) * y};
           });
  }
  return out;
}

Tensor log_softmax(const Tensor& x, int64_t axis) {
  if (axis != -1 && axis != x.dim() - 1) {
    return log_softmax(x.transpose(axis, -1), -1).transpose(axis, -1);
  }
  Tensor out = LastAxisSoftmax(x, true);
  if (needs_grad({&x})) {
    record(out, "log_softmax", {x},
           [y = out.detach()](const Tensor& g) -> std::vector<Tensor> {
             return {g - exp(y) * g.sum(-1, true)};
           });
  }
  return out;
}

}  // namespace tinytorch
