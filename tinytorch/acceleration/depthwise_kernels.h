// Each instruction set has one table of the kernels behind depthwise.h.
#ifndef TINYTORCH_ACCELERATION_DEPTHWISE_KERNELS_H_
#define TINYTORCH_ACCELERATION_DEPTHWISE_KERNELS_H_

#include <cstdint>

namespace tinytorch::internal {

// A row of `pixels` results of one vector of channels:
//   out[p·out_stride + c] = bias[c] + Σ_i Σ_j x[p·pixel_stride + i·row_stride +
//                                               j·tap_stride + c] · w[i][j][c]
// x is read for all lanes; only the first `columns` are stored.
template <typename In, typename Weight, typename Out>
struct DepthwiseRow {
  const In* x;
  int64_t pixels, pixel_stride, rows, row_stride, taps, tap_stride;
  const Weight* w;  // [rows][taps][lanes]
  const Out* bias;  // [lanes]
  bool relu;        // negative results become 0; floats only
  Out* out;
  int64_t out_stride, columns;
};
using DepthwiseRowFloat = DepthwiseRow<float, float, float>;
using DepthwiseRowInt8 = DepthwiseRow<uint8_t, int8_t, int32_t>;

struct DepthwiseKernels {
  const char* target;
  int64_t lanes;
  void (*row)(const DepthwiseRowFloat&);
  void (*int8_row)(const DepthwiseRowInt8&);
};

const DepthwiseKernels& BaselineDepthwiseKernels();
#if defined(__x86_64__)
const DepthwiseKernels& Avx2DepthwiseKernels();
const DepthwiseKernels& Avx512DepthwiseKernels();
#endif

}  // namespace tinytorch::internal

#endif  // TINYTORCH_ACCELERATION_DEPTHWISE_KERNELS_H_
