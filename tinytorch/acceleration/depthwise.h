// Depthwise convolutions at inference: each channel has a window of its own.
//
//   y[p][c] = bias[c] + Σ_i Σ_j x[p·stride·channels + i·row_stride +
//                                 j·channels + c] · w[c][i][j]
//
// over an image [height][width][channels], already padded, called once for each
// row of results. Channels that lie side by side are computed side by side, one
// in each lane of a vector; where a vector has room for several pixels, it
// takes them.
#ifndef TINYTORCH_ACCELERATION_DEPTHWISE_H_
#define TINYTORCH_ACCELERATION_DEPTHWISE_H_

#include <cstdint>
#include <vector>

#include "tinytorch/tensor/memory.h"

namespace tinytorch {

namespace internal {
struct DepthwiseKernels;
}

// In, Weight, Acc: float, float, float; or uint8_t, int8_t, int32_t, exact on
// every machine.
template <typename In, typename Weight, typename Acc>
class BasicDepthwiseWeights {
 public:
  // x may be read up to so many elements beyond its last one.
  static constexpr int64_t kSlack = 16;
  // Windows up to this size, so that sums of products of bytes are exact.
  static constexpr int64_t kLargestKernel = 22;

  // w [channels][kernel][kernel]; bias [channels].
  BasicDepthwiseWeights(int64_t channels, int64_t kernel, int64_t stride,
                        const Weight* w, const Acc* bias);

  int64_t bytes() const;
  const char* target() const;          // "avx512", "avx2", "neon", "baseline"
  std::vector<Weight> Unpack() const;  // w again

  // y [pixels][channels]; negative results become 0 if `relu` (floats only).
  void Apply(const In* x, int64_t pixels, int64_t row_stride, bool relu,
             Acc* y) const;

 private:
  const internal::DepthwiseKernels* kernels_;
  int64_t channels_, kernel_, stride_;
  // How many pixels' channels one vector holds: more than one where they fit
  // in without a rest.
  int64_t pixels_in_vector_;
  Block<Weight> packed_;  // [vectors of channels][kernel·kernel][lanes]
  Block<Acc> bias_;       // [vectors of channels][lanes]
};

using DepthwiseWeights = BasicDepthwiseWeights<float, float, float>;
using DepthwiseWeightsInt8 = BasicDepthwiseWeights<uint8_t, int8_t, int32_t>;

}  // namespace tinytorch

#endif  // TINYTORCH_ACCELERATION_DEPTHWISE_H_
