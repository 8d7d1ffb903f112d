// Module 3: Linear, Dropout, Flatten, the activations as layers, Sequential.
#ifndef TINYTORCH_LAYERS_LAYERS_H_
#define TINYTORCH_LAYERS_LAYERS_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tinytorch/activations/activations.h"
#include "tinytorch/layers/module.h"

namespace tinytorch {

// y = x Wᵀ + b for x [..., in_features], W [out_features, in_features], b
// [out_features]. Weights start uniform in ±1/√in_features, as in PyTorch.
class Linear : public Module {
 public:
  Linear(int64_t in_features, int64_t out_features, bool bias = true);
  Tensor forward(const Tensor& x) override;

  Tensor weight;
  Tensor bias;  // undefined without one

 private:
  int64_t in_features_;
};

// In training, zeroes each value with probability p and scales the others by
// 1/(1-p); in evaluation, passes its input on. 0 <= p < 1.
class Dropout : public Module {
 public:
  explicit Dropout(float p = 0.5f);
  Tensor forward(const Tensor& x) override;
  float p() const { return p_; }

 private:
  float p_;
};

// Joins all axes but the first: [n, c, h, w] to [n, c·h·w].
class Flatten : public Module {
 public:
  Tensor forward(const Tensor& x) override;
};

class ReLU : public Module {
 public:
  Tensor forward(const Tensor& x) override { return relu(x); }
};
class Sigmoid : public Module {
 public:
  Tensor forward(const Tensor& x) override { return sigmoid(x); }
};
class Tanh : public Module {
 public:
  Tensor forward(const Tensor& x) override { return tanh(x); }
};
class GELU : public Module {
 public:
  Tensor forward(const Tensor& x) override { return gelu(x); }
};
class Softmax : public Module {
 public:
  explicit Softmax(int64_t axis = -1) : axis_(axis) {}
  Tensor forward(const Tensor& x) override { return softmax(x, axis_); }

 private:
  int64_t axis_;
};
class LogSoftmax : public Module {
 public:
  explicit LogSoftmax(int64_t axis = -1) : axis_(axis) {}
  Tensor forward(const Tensor& x) override { return log_softmax(x, axis_); }

 private:
  int64_t axis_;
};

// Layers one after another, named "0", "1", ...
class Sequential : public Module {
 public:
  template <typename L, typename... Args>
  Sequential& add(Args&&... args) {
    return add(std::make_unique<L>(std::forward<Args>(args)...));
  }
  Sequential& add(std::unique_ptr<Module> layer);
  Tensor forward(const Tensor& x) override;

  size_t size() const { return layers_.size(); }
  Module& operator[](size_t i) { return *layers_[i]; }
  const Module& operator[](size_t i) const { return *layers_[i]; }

 private:
  std::vector<std::unique_ptr<Module>> layers_;
};

}  // namespace tinytorch

#endif  // TINYTORCH_LAYERS_LAYERS_H_
