// Direct products: the kernels under linear layers and convolutions at
// inference. The weights are packed once, the inputs are read where they lie.
//
//   y[p][o] = bias[o] + Σ_r Σ_q Σ_i x[p·pixel_stride + r·row_stride +
//                         q·run_stride + i] · w[o][r][q][i]
//
// with r below `rows`, q below `runs`, i below `run`. A linear layer is one
// run: p is the example, run the features, pixel_stride the distance between
// examples. A convolution over an image [height][width][channels], already
// padded, is called once for each row of results: rows is the kernel's height,
// row_stride the image's width · channels, pixel_stride stride · channels. Over
// all channels a row of the window is one run, of width · channels; over one
// group of them it is `width` runs of the group's channels, `channels` apart.
#ifndef TINYTORCH_ACCELERATION_DIRECT_H_
#define TINYTORCH_ACCELERATION_DIRECT_H_

#include <cstdint>
#include <vector>

#include "tinytorch/tensor/memory.h"

namespace tinytorch {

namespace internal {
struct DirectKernels;
}

class DirectWeights {
 public:
  DirectWeights() = default;
  // w [outputs][rows][runs][run]; bias [outputs], or null for zeros.
  DirectWeights(int64_t outputs, int64_t rows, int64_t run, const float* w,
                const float* bias, int64_t runs = 1, int64_t run_stride = 0);

  int64_t outputs() const { return outputs_; }
  int64_t bytes() const;
  const char* target() const;  // "avx512", "avx2", "neon", "baseline"

  // y for `pixels` pixels, y_stride apart; negative results become 0 if `relu`.
  void Apply(const float* x, int64_t pixels, int64_t pixel_stride,
             int64_t row_stride, bool relu, float* y, int64_t y_stride) const;

 private:
  const internal::DirectKernels* kernels_ = nullptr;
  int64_t outputs_ = 0, rows_ = 0, run_ = 0, runs_ = 1, run_stride_ = 0;
  Block<float> packed_, bias_;
};

// The same on unsigned 8-bit x and signed 8-bit w; bias and y are of 32 bits
// and exact, on every machine.
class DirectWeightsInt8 {
 public:
  DirectWeightsInt8() = default;
  DirectWeightsInt8(int64_t outputs, int64_t rows, int64_t run, const int8_t* w,
                    const int32_t* bias, int64_t runs = 1,
                    int64_t run_stride = 0);

  int64_t outputs() const { return outputs_; }
  int64_t bytes() const;
  const char* target() const;          // "avx512_vnni", "avx512", ...
  std::vector<int8_t> Unpack() const;  // w again

  // x may be read up to kSlack bytes beyond its last element.
  static constexpr int64_t kSlack = 4;
  void Apply(const uint8_t* x, int64_t pixels, int64_t pixel_stride,
             int64_t row_stride, int32_t* y, int64_t y_stride) const;

 private:
  const internal::DirectKernels* kernels_ = nullptr;
  int64_t outputs_ = 0, rows_ = 0, run_ = 0, runs_ = 1, run_stride_ = 0;
  Block<int8_t> packed_;
  Block<int32_t> bias_;
};

}  // namespace tinytorch

#endif  // TINYTORCH_ACCELERATION_DIRECT_H_
