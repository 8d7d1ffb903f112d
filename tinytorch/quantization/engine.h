// Lowered layers on 8-bit numbers: what the quantized models and layers run.
#ifndef TINYTORCH_QUANTIZATION_ENGINE_H_
#define TINYTORCH_QUANTIZATION_ENGINE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "tinytorch/acceleration/conv_runner.h"
#include "tinytorch/acceleration/layer_weights.h"
#include "tinytorch/acceleration/lowering.h"
#include "tinytorch/quantization/quantization.h"

namespace tinytorch {

// The numbers of one quantized layer.
struct QuantizedWeights {
  QuantizedTensor weight;   // as LoweredLayer's, a scale for each output
  std::vector<float> bias;  // in real units
  QuantParams input;
};

class QuantizedEngine {
 public:
  // One `numbers` for each layer that is not kOther, in order; the layers'
  // own weights do not count.
  QuantizedEngine(std::vector<LoweredLayer> layers, Shape input,
                  std::vector<QuantizedWeights> numbers);

  Tensor Forward(const Tensor& x);
  int64_t bytes() const;
  int64_t parameters() const;  // weights and biases
  const char* target() const;
  // The numbers again, for a file.
  std::vector<QuantizedWeights> Numbers() const;

 private:
  // From sums to what the next layer takes (bytes), or to floats.
  struct Finish {
    Block<float> factor, offset;
    float low = 0;
    bool bytes = false;
  };
  struct Product {
    LoweredLayer layer;
    LayerWeightsInt8 weights;
    Finish finish = {};
    QuantParams input;
    std::optional<ConvRunner<uint8_t, int32_t>> runner =
        {};                    // convolutions only
    Block<int32_t> sums = {};  // one row of them
  };

  static int64_t BytesOf(const Product& p);
  // Products [first, last) without a layer of another kind between them.
  Tensor Run(const Tensor& x, size_t first, size_t last);
  template <typename T>
  void RunConv(Product& conv, T* to, int64_t pitch);
  void FinishRow(const Product& p, const int32_t* sums, int64_t pixels,
                 uint8_t* to) const;
  void FinishRow(const Product& p, const int32_t* sums, int64_t pixels,
                 float* to) const;

  std::vector<LoweredLayer> layers_;  // without weights
  Shape input_;
  std::vector<QuantizedWeights> numbers_;  // the weights are in products_
  std::vector<Product> products_;
  Block<uint8_t> rows_[2];  // a batch between linear layers
};

}  // namespace tinytorch

#endif  // TINYTORCH_QUANTIZATION_ENGINE_H_
