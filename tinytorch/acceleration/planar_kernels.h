// Each instruction set has one table of the kernels behind planar.h.
#ifndef TINYTORCH_ACCELERATION_PLANAR_KERNELS_H_
#define TINYTORCH_ACCELERATION_PLANAR_KERNELS_H_

#include <cstdint>

namespace tinytorch::internal {

inline constexpr int kPlanarSlots = 8;  // the most of any tile

// A block of outputs at several places ("slots") of one vector each:
//   out[o][slot][0..count) = bias[o] + Σ_t w[t·outputs + o] · x[slot +
//   offset[t]]
struct PlanarTile {
  int64_t taps;
  const int64_t* offsets;  // [taps], from a slot's place in the input
  const float* w;          // [taps][outputs of the block]
  const float* bias;       // [outputs of the block]
  const float* x[kPlanarSlots];
  int64_t counts[kPlanarSlots];
  float* out[kPlanarSlots];  // of the block's first output
  int64_t out_plane;         // from one output to the next
  int64_t outputs;           // of the block that are stored
};

// dw[a·dw_stride + b] += Σ_image Σ_i grad[a·grad_plane + i] · x[offset[b] + i]
struct PlanarGradient {
  int64_t images, length;
  const float* grad;
  int64_t grad_plane, grad_image;
  const float* x;
  int64_t x_image;
  const int64_t* offsets;
  float* dw;
  int64_t dw_stride;
};

// Tiles for blocks of so many outputs.
struct PlanarBlock {
  int64_t outputs;
  int slots;                                      // at most
  void (*tile[kPlanarSlots])(const PlanarTile&);  // [slots - 1]
};

struct PlanarKernels {
  int64_t lanes;
  // Of one output, as a depthwise convolution has in each of its groups, of
  // two, and of more.
  PlanarBlock blocks[3];
  void (*gradient[4][6])(const PlanarGradient&);  // [outputs - 1][taps - 1]
};

const PlanarKernels& BaselinePlanarKernels();
#if defined(__x86_64__)
const PlanarKernels& Avx2PlanarKernels();
const PlanarKernels& Avx512PlanarKernels();
#endif

}  // namespace tinytorch::internal

#endif  // TINYTORCH_ACCELERATION_PLANAR_KERNELS_H_
