// Convolutions over planes [channel][row][column], forward and backward, in any
// number of groups, without unfolding the image (im2col): the kernels under
// conv2d in training.
//
// Planes are padded by the caller and lie `pitch` apart row by row; a buffer of
// them has kPlanarSlack floats of zeros behind its end. A window moves one by
// one; one of a larger stride does so over planes that each hold every
// so-manieth pixel (tinytorch/spatial/planar_conv.cc).
#ifndef TINYTORCH_ACCELERATION_PLANAR_H_
#define TINYTORCH_ACCELERATION_PLANAR_H_

#include <cstdint>
#include <memory>

#include "tinytorch/tensor/memory.h"

namespace tinytorch {

inline constexpr int64_t kPlanarSlack = 64;

struct PlanarShape {
  int64_t groups = 1;  // that do not mix
  int64_t group_size;  // floats from one group's planes to the next group's
  int64_t pitch;
  int64_t outputs;  // of each group
  int64_t out_h, out_w;
};

class PlanarConv {
 public:
  // A tap is a weight of one output's window: `offsets` says for each how far
  // from the window's first float, in its group, it reads.
  PlanarConv(const PlanarShape& shape, Block<int64_t> offsets);

  // w [groups][outputs][taps] for Forward().
  void SetWeights(const float* w);

  // out[g][o][y][x] = bias[g][o] + Σ_t w[g][o][t] ·
  //                   planes[g·group_size + y·pitch + x + offsets[t]];
  // no bias where null. out is [groups][outputs][out_h][out_w] without gaps.
  void Forward(const float* planes, const float* bias, float* out) const;

  // dw[g][o][t] += Σ over images, y, x of grad[g][o][y][x] ·
  // planes[g·group_size + y·pitch + x + offsets[t]]. `grad` points at
  // grad[0][0][0][0]; its rows are shape.pitch apart, its planes `grad_plane`,
  // and what is between is zeros.
  void WeightGradient(int64_t images, const float* planes, int64_t image_stride,
                      const float* grad, int64_t grad_plane,
                      int64_t grad_image_stride, float* dw) const;

 private:
  PlanarShape shape_;
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace tinytorch

#endif  // TINYTORCH_ACCELERATION_PLANAR_H_
