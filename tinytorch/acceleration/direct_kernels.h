// Each instruction set has one translation unit that defines its own table of
// the kernels behind direct.h.
#ifndef TINYTORCH_ACCELERATION_DIRECT_KERNELS_H_
#define TINYTORCH_ACCELERATION_DIRECT_KERNELS_H_

#include <array>
#include <cstdint>

namespace tinytorch::internal {

// One tile: `pixels` results side by side for one panel of outputs,
//   out[p][o] = bias[o] + Σ_r Σ_i x[p·pixel_stride + place(r) + i] ·
//                                 w[(r·run + i)·width + o]
// with o below `width` = vectors · lanes. Only the first `columns` are stored.
// Run r + 1 is run_stride behind run r, but after every `per_row` of them
// row_stride.
struct DirectTile {
  const float* x;
  int64_t pixel_stride, runs, per_row, run_stride, row_stride, run;
  const float* w;
  const float* bias;
  bool relu;  // negative results become 0
  float* out;
  int64_t out_stride, columns;
};

// The same on 8-bit numbers, exact in 32 bits. x is walked in groups of `group`
// (below): `run` counts groups, strides count elements of x, and w holds for
// each group `width` times `group` weights.
struct DirectTileInt8 {
  const void* x;
  int64_t pixel_stride, runs, per_row, run_stride, row_stride, run;
  const int8_t* w;
  const int32_t* bias;
  int32_t* out;
  int64_t out_stride, columns;
};

struct DirectKernels {
  const char* target;
  int64_t lanes;  // 32-bit numbers in a vector; panels are one or two of them
  int64_t max_pixels, int8_max_pixels;  // of a tile
  int64_t group;  // consecutive x that one int8 instruction multiplies
  bool wide_x;    // x of the int8 tiles is int16_t, else uint8_t
  // [vectors - 1][pixels - 1], null beyond the most pixels.
  std::array<std::array<void (*)(const DirectTile&), 16>, 2> tile;
  std::array<std::array<void (*)(const DirectTileInt8&), 16>, 2> int8_tile;
};

const DirectKernels& BaselineDirectKernels();
#if defined(__x86_64__)
const DirectKernels& Avx2DirectKernels();
const DirectKernels& Avx512DirectKernels();
const DirectKernels& Avx512VnniDirectKernels();
#endif

}  // namespace tinytorch::internal

#endif  // TINYTORCH_ACCELERATION_DIRECT_KERNELS_H_
