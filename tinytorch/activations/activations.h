// Module 2: activation functions, as functions of a tensor and as layers' names
// in module 3. All keep the shape of their input.
#ifndef TINYTORCH_ACTIVATIONS_ACTIVATIONS_H_
#define TINYTORCH_ACTIVATIONS_ACTIVATIONS_H_

#include <cstdint>

#include "tinytorch/tensor/tensor.h"

namespace tinytorch {

Tensor sigmoid(const Tensor& x);  // 1 / (1 + e^-x)
Tensor relu(const Tensor& x);     // max(x, 0); derivative 0 at 0
Tensor tanh(const Tensor& x);
// x · Φ(x), Φ the normal distribution function (Hendrycks and Gimpel, 2016;
// the exact form, by erf).
Tensor gelu(const Tensor& x);
// e^x / Σ e^x along an axis; the largest is subtracted first, so that large
// inputs do not overflow.
Tensor softmax(const Tensor& x, int64_t axis = -1);
// log(softmax(x)), without the loss of precision of taking the logarithm after.
Tensor log_softmax(const Tensor& x, int64_t axis = -1);

}  // namespace tinytorch

#endif  // TINYTORCH_ACTIVATIONS_ACTIVATIONS_H_
