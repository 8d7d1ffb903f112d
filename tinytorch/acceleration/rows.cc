#include "tinytorch/acceleration/rows.h"

#include "tinytorch/acceleration/cpu.h"
#include "tinytorch/acceleration/row_kernels.h"

namespace tinytorch {
namespace {

const internal::RowKernels& Kernels() {
#if defined(__x86_64__)
  const Target most = target();
  if (most >= Target::kAvx512) return internal::Avx512RowKernels();
  if (most == Target::kAvx2) return internal::Avx2RowKernels();
#endif
  return internal::BaselineRowKernels();
}

}  // namespace

void PoolRow(const float* const* rows, int64_t window, int64_t stride,
             int64_t width, int64_t channels, float* to) {
  Kernels().pool_float(rows, window, stride, width, channels, to);
}

void PoolRow(const int32_t* const* rows, int64_t window, int64_t stride,
             int64_t width, int64_t channels, int32_t* to) {
  Kernels().pool_int32(rows, window, stride, width, channels, to);
}

void QuantizeRow(const float* x, int64_t n, float inverse_scale,
                 float zero_point, uint8_t* to) {
  Kernels().quantize(x, n, inverse_scale, zero_point, to);
}

void RequantizeRow(const int32_t* sums, int64_t pixels, int64_t channels,
                   const float* factor, const float* offset, float low,
                   uint8_t* to) {
  Kernels().requantize(sums, pixels, channels, factor, offset, low, to);
}

void DequantizeRow(const int32_t* sums, int64_t pixels, int64_t channels,
                   const float* factor, const float* offset, float low,
                   float* to) {
  Kernels().dequantize(sums, pixels, channels, factor, offset, low, to);
}

float ExpRow(const float* x, int64_t n, float shift, float* to) {
  return Kernels().exp(x, n, shift, to);
}

float SumRow(const float* x, int64_t n) { return Kernels().sum(x, n); }

float SquareSumRow(const float* x, int64_t n, float mean) {
  return Kernels().square_sum(x, n, mean);
}

float LargestOfRow(const float* x, int64_t n) {
  return Kernels().largest(x, n);
}

void PoolSquares(const float* plane, int64_t pitch, int64_t height,
                 int64_t width, float* to, int32_t* where) {
  Kernels().pool_squares(plane, pitch, height, width, to, where);
}

}  // namespace tinytorch
