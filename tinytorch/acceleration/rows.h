// Whole rows of numbers between layers: pooled, quantized and back.
#ifndef TINYTORCH_ACCELERATION_ROWS_H_
#define TINYTORCH_ACCELERATION_ROWS_H_

#include <cstdint>

namespace tinytorch {

// One row of a max pooling over [height][width][channels]: `rows` are the
// window's rows, `width` results are `stride` pixels apart. NaN wins.
void PoolRow(const float* const* rows, int64_t window, int64_t stride,
             int64_t width, int64_t channels, float* to);
void PoolRow(const int32_t* const* rows, int64_t window, int64_t stride,
             int64_t width, int64_t channels, int32_t* to);

// to = clamp(round(x · inverse_scale + zero_point), 0, 255), half rounded up;
// NaN gives 0.
void QuantizeRow(const float* x, int64_t n, float inverse_scale,
                 float zero_point, uint8_t* to);

// For each pixel of `channels` sums: clamp(round(sum · factor[c] + offset[c]),
// low, 255).
void RequantizeRow(const int32_t* sums, int64_t pixels, int64_t channels,
                   const float* factor, const float* offset, float low,
                   uint8_t* to);

// The same to floats: sum · factor[c] + offset[c], at least `low`.
void DequantizeRow(const int32_t* sums, int64_t pixels, int64_t channels,
                   const float* factor, const float* offset, float low,
                   float* to);

}  // namespace tinytorch

#endif  // TINYTORCH_ACCELERATION_ROWS_H_
