// Module 9: layers for images. Tensors are [batch, channels, height, width].
//
//   Sequential model;
//   model.add<Conv2d>(Conv2dOptions(1, 16, 3).padding(1)).add<ReLU>();
//   model.add<MaxPool2d>(2).add<Flatten>().add<Linear>(16 * 14 * 14, 10);
//
// A window of size k that moves by `stride` over a side of n with `padding`
// zeros on both ends stops (n + 2·padding - k) / stride + 1 times, rounded
// down.
#ifndef TINYTORCH_SPATIAL_SPATIAL_H_
#define TINYTORCH_SPATIAL_SPATIAL_H_

#include <cstdint>

#include "tinytorch/layers/module.h"
#include "tinytorch/tensor/tensor.h"

namespace tinytorch {

class Conv2dOptions {
 public:
  Conv2dOptions(int64_t in_channels, int64_t out_channels, int64_t kernel_size)
      : in_channels_(in_channels),
        out_channels_(out_channels),
        kernel_size_(kernel_size) {}
  Conv2dOptions& stride(int64_t value) {
    stride_ = value;
    return *this;
  }
  Conv2dOptions& padding(int64_t value) {
    padding_ = value;
    return *this;
  }
  // Channels are split into `value` groups that do not mix; groups equal to
  // in_channels is a depthwise convolution. Must divide both channel counts.
  Conv2dOptions& groups(int64_t value) {
    groups_ = value;
    return *this;
  }
  Conv2dOptions& bias(bool value) {
    bias_ = value;
    return *this;
  }

  int64_t in_channels() const { return in_channels_; }
  int64_t out_channels() const { return out_channels_; }
  int64_t kernel_size() const { return kernel_size_; }
  int64_t stride() const { return stride_; }
  int64_t padding() const { return padding_; }
  int64_t groups() const { return groups_; }
  bool bias() const { return bias_; }

 private:
  int64_t in_channels_, out_channels_, kernel_size_;
  int64_t stride_ = 1, padding_ = 0, groups_ = 1;
  bool bias_ = true;
};

// out[n][o][y][x] = bias[o] + Σ_{c,i,j} weight[o][c][i][j] ·
//     in[n][c][y·stride + i - padding][x·stride + j - padding]
// (cross-correlation, as in PyTorch; c runs over o's group).
// in [n, c, h, w], weight [o, c/groups, kh, kw], bias [o] or undefined.
Tensor conv2d(const Tensor& in, const Tensor& weight, const Tensor& bias,
              int64_t stride = 1, int64_t padding = 0, int64_t groups = 1);

// Largest and mean value of each kernel×kernel window, without padding.
Tensor max_pool2d(const Tensor& in, int64_t kernel, int64_t stride);
Tensor avg_pool2d(const Tensor& in, int64_t kernel, int64_t stride);

// Weights start uniform in ±1/√(in_channels/groups · kernel²), as in PyTorch.
class Conv2d : public Module {
 public:
  explicit Conv2d(const Conv2dOptions& options);
  Tensor forward(const Tensor& x) override;
  const Conv2dOptions& options() const { return options_; }

  Tensor weight;  // [out, in/groups, k, k]
  Tensor bias;    // [out], undefined without one

 private:
  Conv2dOptions options_;
};

class MaxPool2d : public Module {
 public:
  explicit MaxPool2d(int64_t kernel, int64_t stride = 0)
      : kernel_(kernel), stride_(stride == 0 ? kernel : stride) {}
  Tensor forward(const Tensor& x) override {
    return max_pool2d(x, kernel_, stride_);
  }
  int64_t kernel() const { return kernel_; }
  int64_t stride() const { return stride_; }

 private:
  int64_t kernel_, stride_;
};

class AvgPool2d : public Module {
 public:
  explicit AvgPool2d(int64_t kernel, int64_t stride = 0)
      : kernel_(kernel), stride_(stride == 0 ? kernel : stride) {}
  Tensor forward(const Tensor& x) override {
    return avg_pool2d(x, kernel_, stride_);
  }
  int64_t kernel() const { return kernel_; }
  int64_t stride() const { return stride_; }

 private:
  int64_t kernel_, stride_;
};

// y = (x - mean) / √(var + eps) · weight + bias per channel (Ioffe and Szegedy,
// 2015). In training, mean and variance are the batch's, and the running ones
// move towards them by `momentum` (the variance unbiased, as in PyTorch); in
// evaluation the running ones are used.
class BatchNorm2d : public Module {
 public:
  explicit BatchNorm2d(int64_t channels, float eps = 1e-5f,
                       float momentum = 0.1f);
  Tensor forward(const Tensor& x) override;

  float eps() const { return eps_; }

  Tensor weight, bias;               // [channels], 1 and 0 at first
  Tensor running_mean, running_var;  // [channels], 0 and 1 at first

 private:
  int64_t channels_;
  float eps_, momentum_;
};

}  // namespace tinytorch

#endif  // TINYTORCH_SPATIAL_SPATIAL_H_
