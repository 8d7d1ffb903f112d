// Each instruction set has one table of the kernels behind rows.h.
#ifndef TINYTORCH_ACCELERATION_ROW_KERNELS_H_
#define TINYTORCH_ACCELERATION_ROW_KERNELS_H_

#include <cstdint>

namespace tinytorch::internal {

struct RowKernels {
  void (*pool_float)(const float* const* rows, int64_t window, int64_t stride,
                     int64_t width, int64_t channels, float* to);
  void (*pool_int32)(const int32_t* const* rows, int64_t window, int64_t stride,
                     int64_t width, int64_t channels, int32_t* to);
  void (*quantize)(const float* x, int64_t n, float inverse_scale,
                   float zero_point, uint8_t* to);
  void (*requantize)(const int32_t* sums, int64_t pixels, int64_t channels,
                     const float* factor, const float* offset, float low,
                     uint8_t* to);
  void (*dequantize)(const int32_t* sums, int64_t pixels, int64_t channels,
                     const float* factor, const float* offset, float low,
                     float* to);
  float (*exp)(const float* x, int64_t n, float shift, float* to);
  float (*sum)(const float* x, int64_t n);
  float (*square_sum)(const float* x, int64_t n, float mean);
  float (*largest)(const float* x, int64_t n);
  void (*pool_squares)(const float* plane, int64_t pitch, int64_t height,
                       int64_t width, float* to, int32_t* where);
};

const RowKernels& BaselineRowKernels();
#if defined(__x86_64__)
const RowKernels& Avx2RowKernels();
const RowKernels& Avx512RowKernels();
#endif

}  // namespace tinytorch::internal

#endif  // TINYTORCH_ACCELERATION_ROW_KERNELS_H_
