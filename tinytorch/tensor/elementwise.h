// One function of one number, over a whole tensor: for the framework's own
// operations. `f` must be inlinable for the loop to vectorise.
#ifndef TINYTORCH_TENSOR_ELEMENTWISE_H_
#define TINYTORCH_TENSOR_ELEMENTWISE_H_

#include "tinytorch/tensor/observer.h"
#include "tinytorch/tensor/tensor.h"

namespace tinytorch {

template <typename F>
Tensor Map(const char* op, const Tensor& x, F f) {
  const Tensor in = x.contiguous();
  Tensor out = Tensor::empty(x.sizes());
  const float* from = in.data();
  float* to = out.data();
  const int64_t n = out.numel();
  for (int64_t i = 0; i < n; ++i) to[i] = f(from[i]);
  observe_op(op, n, 8 * n);
  return out;
}

// The gradient of an elementwise function: g · f(saved), saved being its input
// or its output, whichever the derivative is written in.
template <typename F>
Tensor MapGradient(const char* op, const Tensor& g, const Tensor& saved, F f) {
  const Tensor gc = g.contiguous(), in = saved.contiguous();
  Tensor out = Tensor::empty(in.sizes());
  const float *gp = gc.data(), *from = in.data();
  float* to = out.data();
  const int64_t n = out.numel();
  for (int64_t i = 0; i < n; ++i) to[i] = gp[i] * f(from[i]);
  observe_op(op, 2 * n, 12 * n);
  return out;
}

}  // namespace tinytorch

#endif  // TINYTORCH_TENSOR_ELEMENTWISE_H_
