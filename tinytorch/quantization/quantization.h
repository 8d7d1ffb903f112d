// Module 16: quantization to 8 bits.
//
//   auto small = quantize_static(model, calibration_images);
//   Tensor logits = (*small)(images);     // about the model's, in less time
//   small->bytes();                       // about a quarter of the model's
//
// A number x is kept as a whole number q: x ≈ scale · (q - zero_point).
// Weights are signed, symmetric (zero_point 0) and have a scale for each output
// channel; what flows between layers is unsigned with a zero point (Jacob et
// al., "Quantization and Training of Neural Networks for Efficient
// Integer-Arithmetic-Only Inference", 2018). Products are added in 32 bits,
// exactly, so that every machine gives the same sums.
#ifndef TINYTORCH_QUANTIZATION_QUANTIZATION_H_
#define TINYTORCH_QUANTIZATION_QUANTIZATION_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tinytorch/layers/layers.h"
#include "tinytorch/layers/module.h"
#include "tinytorch/spatial/spatial.h"
#include "tinytorch/tensor/tensor.h"

namespace tinytorch {

// --- Numbers -----------------------------------------------------------------

// For values in [low, high], extended to hold 0, on 0..255: 0 itself is exact.
struct QuantParams {
  float scale = 1;
  int32_t zero_point = 0;
};
// NaN counts as 0, infinity as the largest float.
QuantParams choose_quant_params(float low, float high);

// Signed 8-bit values of a tensor in [-127, 127], row-major.
struct QuantizedTensor {
  Shape shape;
  std::vector<int8_t> values;
  std::vector<float> scales;  // one, or one for each index of `axis`
  int64_t axis = -1;          // -1: one scale for all
  int64_t bytes() const {
    return static_cast<int64_t>(values.size() + scales.size() * sizeof(float));
  }
};
// The scale is max |x| / 127 (1 where all are 0); values round to the nearest,
// away from zero between two. NaN becomes 0, infinity the largest.
QuantizedTensor quantize_per_tensor(const Tensor& x);
QuantizedTensor quantize_per_channel(const Tensor& x, int64_t axis);
Tensor dequantize(const QuantizedTensor& q);

// Watches values go by, and chooses the parameters to quantize them with.
class RangeObserver {
 public:
  // Of the values seen, this share may lie beyond the range at either end: 0
  // takes the smallest and the largest, 1e-4 leaves rare outliers out.
  explicit RangeObserver(float clipped = 0) : clipped_(clipped) {}
  void observe(const Tensor& x);
  QuantParams params() const;

 private:
  float clipped_;
  float low_ = 0, high_ = 0;
  std::vector<float> values_;  // of which quantiles are taken
};

// --- Layers and models -------------------------------------------------------

class QuantizedEngine;

// A model whose Linear and Conv2d layers (of any groups) compute in 8 bits,
// with batch normalisation, ReLU and max pooling fused into them; other layers
// run as they are, on floats. The model that it was made from may go; only
// modules of a class of your own are used where they are, and must live as long
// as this. For one thread at a time; it keeps no history.
class QuantizedModel : public Module {
 public:
  ~QuantizedModel() override;
  Tensor forward(const Tensor& x) override;

  // What the quantized layers need in memory: weights, scales, biases.
  int64_t bytes() const;
  // FailedPrecondition: load_quantized() makes a model from a state_dict(),
  // whose tensors are copies.
  absl::Status load_state_dict(const StateDict& state) override;
  // The kernels in use: "avx512_vnni", "avx2", "neon", ...
  const char* target() const;

 private:
  friend std::unique_ptr<QuantizedModel> quantize_static(Sequential&,
                                                         const Tensor&, float);
  friend absl::StatusOr<std::unique_ptr<QuantizedModel>> load_quantized(
      Sequential&, const Shape&, const StateDict&);
  explicit QuantizedModel(std::unique_ptr<QuantizedEngine> engine);
  void CollectState(const std::string& prefix, StateDict& state) const override;
  std::unique_ptr<QuantizedEngine> engine_;
};

// Quantizes a trained model after running `calibration` [n, ...], examples like
// those to come, through it to see the range of what flows between its layers.
std::unique_ptr<QuantizedModel> quantize_static(Sequential& model,
                                                const Tensor& calibration,
                                                float clipped = 0);

// A quantized model again from its state_dict(), for which safetensors files
// have a type of 8 bits. `model` gives the architecture, `input` the shape of
// one example; the model's own weights do not count. InvalidArgument names what
// is missing or of another shape, or holds what no quantized model can.
absl::StatusOr<std::unique_ptr<QuantizedModel>> load_quantized(
    Sequential& model, const Shape& input, const StateDict& state);

// One layer in 8 bits, floats in and out. `input` are the parameters of x.
class QuantizedLinear : public Module {
 public:
  QuantizedLinear(const Linear& linear, QuantParams input);
  ~QuantizedLinear() override;
  Tensor forward(const Tensor& x) override;  // [n, in] to [n, out]
  int64_t bytes() const;
  int64_t own_parameters() const override;
  int64_t own_parameter_bytes() const override { return bytes(); }

 private:
  std::unique_ptr<QuantizedEngine> engine_;
};

class QuantizedConv2d : public Module {
 public:
  // Images of [height, width].
  QuantizedConv2d(const Conv2d& conv, QuantParams input, int64_t height,
                  int64_t width);
  ~QuantizedConv2d() override;
  Tensor forward(const Tensor& x) override;  // as conv.forward
  int64_t bytes() const;
  int64_t own_parameters() const override;
  int64_t own_parameter_bytes() const override { return bytes(); }

 private:
  std::unique_ptr<QuantizedEngine> engine_;
};

}  // namespace tinytorch

#endif  // TINYTORCH_QUANTIZATION_QUANTIZATION_H_
