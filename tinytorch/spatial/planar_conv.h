// One convolution's sizes, and the way without unfolding: planar kernels read
// the image where it lies. conv.cc decides which way is taken.
#ifndef TINYTORCH_SPATIAL_PLANAR_CONV_H_
#define TINYTORCH_SPATIAL_PLANAR_CONV_H_

#include <cstdint>

#include "tinytorch/tensor/tensor.h"

namespace tinytorch {

// `columns` is what a window holds of one group.
struct ConvGeometry {
  int64_t batch, channels, height, width;
  int64_t out_channels, kernel_h, kernel_w, out_h, out_w;
  int64_t stride, padding, groups;

  int64_t group_in() const { return channels / groups; }
  int64_t group_out() const { return out_channels / groups; }
  int64_t columns() const { return group_in() * kernel_h * kernel_w; }
  int64_t pixels() const { return out_h * out_w; }
};

// Whether the planar kernels cover it, and are the quicker way: windows of more
// than one pixel that move one by one, and all of several groups.
bool PlanarFits(const ConvGeometry& g);

// All tensors are contiguous; `bias` may be undefined.
void PlanarForward(const ConvGeometry& g, const Tensor& in,
                   const Tensor& weight, const Tensor& bias, Tensor& out);
// Adds to `dweight`; writes `din` where it is defined, which holds zeros.
void PlanarBackward(const ConvGeometry& g, const Tensor& in,
                    const Tensor& weight, const Tensor& gradient, Tensor& din,
                    Tensor& dweight);

}  // namespace tinytorch

#endif  // TINYTORCH_SPATIAL_PLANAR_CONV_H_
