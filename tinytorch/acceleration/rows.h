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

// to[i] = e^(x[i] - shift), within 2 units in the last place; NaN stays. Gives
// their sum. `to` may be x.
float ExpRow(const float* x, int64_t n, float shift, float* to);

// The largest number; what is not a number may be passed over. n > 0.
float LargestOfRow(const float* x, int64_t n);

// Sums, in an order that leaves small errors: of x, and of (x - mean)².
float SumRow(const float* x, int64_t n);
float SquareSumRow(const float* x, int64_t n, float mean);

// Of each square of two by two pixels of a plane, the largest (NaN wins) and
// where in the plane it stands: `height` rows of `width` squares; the plane's
// rows are `pitch` apart.
void PoolSquares(const float* plane, int64_t pitch, int64_t height,
                 int64_t width, float* to, int32_t* where);

}  // namespace tinytorch

#endif  // TINYTORCH_ACCELERATION_ROWS_H_
