#include "tinytorch/acceleration/planar.h"

#include <algorithm>

#include "tinytorch/acceleration/cpu.h"
#include "tinytorch/acceleration/planar_kernels.h"
#include "tinytorch/tensor/memory.h"

namespace tinytorch {
namespace {

using internal::PlanarKernels;

const PlanarKernels& Kernels() {
#if defined(__x86_64__)
  const Target most = target();
  if (most >= Target::kAvx512) return internal::Avx512PlanarKernels();
  if (most == Target::kAvx2) return internal::Avx2PlanarKernels();
#endif
  return internal::BaselinePlanarKernels();
}

}  // namespace

struct PlanarConv::Impl {
  explicit Impl(const PlanarShape& s) : kernels(Kernels()) {
    for (int64_t c = 0; c < s.channels; ++c) {
      for (int64_t i = 0; i < s.kernel_h; ++i) {
        for (int64_t j = 0; j < s.kernel_w; ++j) {
          offsets.push_back((c * s.rows + i) * s.pitch + j);
        }
      }
    }
  }
  const PlanarKernels& kernels;
  Block<int64_t> offsets;  // of each tap
  Block<float> packed;     // block by block, [taps][outputs of a block]
};

PlanarConv::PlanarConv(const PlanarShape& shape)
    : shape_(shape),
      impl_(std::allocate_shared<Impl>(BlockAllocator<Impl>(), shape)) {}

void PlanarConv::SetWeights(const float* w) {
  const int64_t block = impl_->kernels.block, taps = shape_.taps();
  const int64_t blocks = (shape_.outputs + block - 1) / block;
  impl_->packed.assign(blocks * block * taps, 0.0f);
  for (int64_t o = 0; o < shape_.outputs; ++o) {
    float* to = impl_->packed.data() + o / block * block * taps + o % block;
    for (int64_t t = 0; t < taps; ++t) to[t * block] = w[o * taps + t];
  }
}

void PlanarConv::Forward(const float* planes, const float* bias,
                         float* out) const {
  const PlanarKernels& kernels = impl_->kernels;
  const int64_t plane = shape_.out_h * shape_.out_w;
  for (int64_t o = 0; o < shape_.outputs; o += kernels.block) {
    float block_bias[16] = {};
    const int64_t outputs = std::min(kernels.block, shape_.outputs - o);
    if (bias != nullptr) std::copy_n(bias + o, outputs, block_bias);
    internal::PlanarTile tile = {.taps = shape_.taps(),
                                 .offsets = impl_->offsets.data(),
                                 .w = impl_->packed.data() + o * shape_.taps(),
                                 .bias = block_bias,
                                 .x = {},
                                 .counts = {},
                                 .out = {},
                                 .out_plane = plane,
                                 .outputs = outputs};
    int slots = 0;
    const auto flush = [&] {
      if (slots > 0) kernels.tile[slots - 1](tile);
      slots = 0;
    };
    for (int64_t y = 0; y < shape_.out_h; ++y) {
      for (int64_t x = 0; x < shape_.out_w; x += kernels.lanes) {
        tile.x[slots] = planes + y * shape_.pitch + x;
        tile.counts[slots] = std::min(kernels.lanes, shape_.out_w - x);
        tile.out[slots] = out + o * plane + y * shape_.out_w + x;
        if (++slots == 3) flush();
      }
    }
    flush();
  }
}

void PlanarConv::WeightGradient(int64_t images, const float* planes,
                                int64_t image_stride, const float* grad,
                                int64_t grad_plane, int64_t grad_image_stride,
                                float* dw) const {
  const int64_t taps = shape_.taps();
  for (int64_t t = 0; t < taps; t += 6) {
    for (int64_t o = 0; o < shape_.outputs; o += 4) {
      const int64_t a = std::min<int64_t>(4, shape_.outputs - o);
      const int64_t b = std::min<int64_t>(6, taps - t);
      impl_->kernels.gradient[a - 1][b - 1](
          {.images = images,
           // Up to the last row's end; what is between rows is zeros.
           .length = (shape_.out_h - 1) * shape_.pitch + shape_.out_w,
           .grad = grad + o * grad_plane,
           .grad_plane = grad_plane,
           .grad_image = grad_image_stride,
           .x = planes,
           .x_image = image_stride,
           .offsets = impl_->offsets.data() + t,
           .dw = dw + o * taps + t,
           .dw_stride = taps});
    }
  }
}

}  // namespace tinytorch
