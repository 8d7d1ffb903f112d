// Module 4: loss functions. Each averages over the batch and gives a scalar.
#ifndef TINYTORCH_LOSSES_LOSSES_H_
#define TINYTORCH_LOSSES_LOSSES_H_

#include <cstdint>

#include "absl/types/span.h"
#include "tinytorch/tensor/tensor.h"

namespace tinytorch {

// mean((prediction - target)²); both of one shape.
Tensor mse_loss(const Tensor& prediction, const Tensor& target);

// -mean(log softmax(logits)[i, label_i]) for logits [batch, classes] and labels
// in [0, classes). `label_smoothing` e spreads that share of each target evenly
// over all classes (Szegedy et al., 2016).
Tensor cross_entropy(const Tensor& logits, absl::Span<const int32_t> labels,
                     float label_smoothing = 0);

// The same against whole distributions, target [batch, classes] with rows that
// sum to 1: what knowledge distillation minimises.
Tensor cross_entropy(const Tensor& logits, const Tensor& target);

// -mean(t log p + (1 - t) log(1 - p)), p in [0, 1]; logarithms are held at -100
// as in PyTorch.
Tensor binary_cross_entropy(const Tensor& probability, const Tensor& target);

// The course's names, as objects.
struct MSELoss {
  Tensor operator()(const Tensor& p, const Tensor& t) const {
    return mse_loss(p, t);
  }
};
struct CrossEntropyLoss {
  float label_smoothing = 0;
  Tensor operator()(const Tensor& logits,
                    absl::Span<const int32_t> labels) const {
    return cross_entropy(logits, labels, label_smoothing);
  }
};
struct BinaryCrossEntropyLoss {
  Tensor operator()(const Tensor& p, const Tensor& t) const {
    return binary_cross_entropy(p, t);
  }
};

}  // namespace tinytorch

#endif  // TINYTORCH_LOSSES_LOSSES_H_
