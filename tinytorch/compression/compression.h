// Module 17: compression, or the same answers from less.
//
//   magnitude_prune(model, 0.8f);                    // zeros, of no use yet
//   auto thin = prune_channels(model, {1, 28, 28}, 0.5f);  // half the
//   channels,
//                                                    // or why it cannot
//   auto two = low_rank(linear, 16);                 // two thin layers for one
//   distill(student, teacher, loader, optimizer, {.epochs = 3});
#ifndef TINYTORCH_COMPRESSION_COMPRESSION_H_
#define TINYTORCH_COMPRESSION_COMPRESSION_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "tinytorch/dataloader/dataloader.h"
#include "tinytorch/layers/layers.h"
#include "tinytorch/layers/module.h"
#include "tinytorch/optimizers/optimizers.h"
#include "tinytorch/tensor/tensor.h"

namespace tinytorch {

// The share of zeros, in [0, 1]; 0 for no numbers.
float sparsity(const Tensor& x);
float sparsity(const Module& model);  // over weights of two or more axes

// --- Unstructured pruning ----------------------------------------------------

// Zeroes the share `amount` in [0, 1] of the weights (parameters of two or more
// axes) that are smallest in magnitude over the whole model (Han et al., 2015).
// Keeps which, so that training after it can hold them at zero.
class MagnitudePruner {
 public:
  MagnitudePruner(Module& model, float amount);
  // Zeroes them again: after each step of an optimizer.
  void apply();

 private:
  std::vector<std::pair<Tensor, Tensor>> masks_;  // weight, 1 or 0
};
void magnitude_prune(Module& model, float amount);

// A linear layer that keeps and multiplies only what is not zero (compressed
// sparse rows). Smaller from half of zeros on; faster than the dense layer's
// vector kernels only from about nineteen twentieths on
// (compression_benchmark).
class SparseLinear : public Module {
 public:
  explicit SparseLinear(const Linear& linear);
  Tensor forward(const Tensor& x) override;  // [..., in] to [..., out]
  int64_t bytes() const;
  int64_t own_parameters() const override {
    return nonzeros() + static_cast<int64_t>(bias_.size());
  }
  int64_t own_parameter_bytes() const override { return bytes(); }
  int64_t nonzeros() const { return static_cast<int64_t>(values_.size()); }

 private:
  int64_t in_, out_;
  std::vector<int64_t> row_start_;  // out + 1 of them
  std::vector<int32_t> column_;
  std::vector<float> values_;
  std::vector<float> bias_;  // empty without one
};

// --- Structured pruning ------------------------------------------------------

// A smaller model: of each Conv2d and Linear but the last, the share `amount`
// in [0, 1) of output channels whose weights have the smallest 1-norm is taken
// away (at least one stays; Li et al., 2017), and with them what the layers
// after it computed from them. `input` is the shape of one example.
//
//   auto thin = prune_channels(model, {1, 28, 28}, 0.5f);
//   if (!thin.ok()) return thin.status();
//   Trainer(**thin, ...).fit(loader);               // or it forgets too much
//
// A depthwise convolution has the channels of its input: those that stay there
// stay here. Of a convolution in other groups, and of the channels that go into
// one, every group loses as many.
//
// InvalidArgument, in one sentence: an amount out of range; no shape; a layer
// that is none of Conv2d, Linear, BatchNorm2d, ReLU, Sigmoid, Tanh, GELU,
// MaxPool2d, AvgPool2d, Flatten and Dropout, named as the model's state_dict()
// has it; channels that two convolutions in groups divide differently, such as
// one of 4 groups that makes 3 channels of each input channel before one of 6.
// `model` is not changed.
absl::StatusOr<std::unique_ptr<Sequential>> prune_channels(Sequential& model,
                                                           const Shape& input,
                                                           float amount);

// --- Low rank ----------------------------------------------------------------

// a = u · diag(s) · vᵀ for a [m, n], u [m, r], s [r] falling, v [n, r] and
// r = min(m, n), by one-sided Jacobi rotations (Hestenes, 1958).
struct SVD {
  Tensor u, s, v;
};
SVD svd(const Tensor& a);

// Linear(in, rank, no bias) then Linear(rank, out): the best approximation of
// that rank (Eckart and Young, 1936). 0 < rank <= min(in, out). Smaller where
// rank · (in + out) < in · out.
std::unique_ptr<Sequential> low_rank(const Linear& linear, int64_t rank);

// --- Knowledge distillation --------------------------------------------------

// alpha · T² · cross_entropy(student / T, softmax(teacher / T)) + (1 - alpha) ·
// cross_entropy(student, labels): Hinton et al., "Distilling the Knowledge in a
// Neural Network", 2015. Gradients go to the student's logits only.
Tensor distillation_loss(const Tensor& student_logits,
                         const Tensor& teacher_logits,
                         absl::Span<const int32_t> labels, float temperature,
                         float alpha);

struct DistillOptions {
  int64_t epochs = 1;
  float temperature = 4;
  float alpha = 0.7f;
  std::function<float(int64_t step)> schedule = {};  // of the learning rate
  std::function<void(int64_t epoch, float loss)> on_epoch = {};
};
// Trains `student` (the optimizer's parameters) to answer like `teacher`, which
// runs in evaluation mode and is not changed. The modes are put back.
void distill(Module& student, Module& teacher, const DataLoader& loader,
             Optimizer& optimizer, const DistillOptions& options);

}  // namespace tinytorch

#endif  // TINYTORCH_COMPRESSION_COMPRESSION_H_
