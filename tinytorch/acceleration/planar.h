// Convolutions of stride 1 over planes [channel][row][column], forward and
// backward, without unfolding the image (im2col): the kernels under conv2d in
// training.
//
// Planes are padded by the caller and lie `pitch` apart row by row; a buffer of
// them has kPlanarSlack floats of zeros behind its end.
#ifndef TINYTORCH_ACCELERATION_PLANAR_H_
#define TINYTORCH_ACCELERATION_PLANAR_H_

#include <cstdint>
#include <memory>

namespace tinytorch {

inline constexpr int64_t kPlanarSlack = 64;

struct PlanarShape {
  int64_t channels, rows, pitch;  // of the input, padding included
  int64_t outputs, kernel_h, kernel_w;
  int64_t out_h, out_w;
  int64_t taps() const { return channels * kernel_h * kernel_w; }
};

class PlanarConv {
 public:
  explicit PlanarConv(const PlanarShape& shape);

  // w [outputs][channels][kernel_h][kernel_w] for Forward().
  void SetWeights(const float* w);

  // out[o][y][x] = bias[o] + Σ w[o][c][i][j] · planes[c][y + i][x + j];
  // no bias where null. out is [outputs][out_h][out_w] without gaps.
  void Forward(const float* planes, const float* bias, float* out) const;

  // dw[o][c][i][j] += Σ over images, y, x of grad[o][y][x] ·
  // planes[c][y + i][x + j]. `grad` points at grad[0][0][0]; its rows are
  // shape.pitch apart, its planes `grad_plane`, and what is between is zeros.
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
