#include "tinytorch/acceleration/planar.h"

#include <algorithm>
#include <iterator>
#include <utility>

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
  Impl(const PlanarShape& shape, Block<int64_t> taps)
      : kernels(Kernels()), offsets(std::move(taps)) {
    while (block < std::end(kernels.blocks) - 1 &&
           block->outputs < shape.outputs) {
      ++block;
    }
    packed_group = (shape.outputs + block->outputs - 1) / block->outputs *
                   block->outputs * static_cast<int64_t>(offsets.size());
  }
  const PlanarKernels& kernels;
  const internal::PlanarBlock* block = kernels.blocks;
  Block<int64_t> offsets;  // of each tap
  int64_t packed_group;    // floats that one group's weights take
  Block<float> packed;     // block by block, [taps][outputs of a block]
};

PlanarConv::PlanarConv(const PlanarShape& shape, Block<int64_t> offsets)
    : shape_(shape),
      impl_(std::allocate_shared<Impl>(BlockAllocator<Impl>(), shape,
                                       std::move(offsets))) {}

void PlanarConv::SetWeights(const float* w) {
  const int64_t block = impl_->block->outputs;
  const int64_t taps = static_cast<int64_t>(impl_->offsets.size());
  impl_->packed.assign(shape_.groups * impl_->packed_group, 0.0f);
  for (int64_t g = 0; g < shape_.groups; ++g) {
    float* group = impl_->packed.data() + g * impl_->packed_group;
    for (int64_t o = 0; o < shape_.outputs; ++o, w += taps) {
      float* to = group + o / block * block * taps + o % block;
      for (int64_t t = 0; t < taps; ++t) to[t * block] = w[t];
    }
  }
}

void PlanarConv::Forward(const float* planes, const float* bias,
                         float* out) const {
  const internal::PlanarBlock& block = *impl_->block;
  const int64_t lanes = impl_->kernels.lanes;
  const int64_t plane = shape_.out_h * shape_.out_w;
  const int64_t taps = static_cast<int64_t>(impl_->offsets.size());
  for (int64_t g = 0; g < shape_.groups; ++g, planes += shape_.group_size) {
    const float* w = impl_->packed.data() + g * impl_->packed_group;
    for (int64_t o = 0; o < shape_.outputs; o += block.outputs) {
      float block_bias[16] = {};
      const int64_t outputs = std::min(block.outputs, shape_.outputs - o);
      const int64_t first = g * shape_.outputs + o;
      if (bias != nullptr) std::copy_n(bias + first, outputs, block_bias);
      internal::PlanarTile tile = {.taps = taps,
                                   .offsets = impl_->offsets.data(),
                                   .w = w + o * taps,
                                   .bias = block_bias,
                                   .x = {},
                                   .counts = {},
                                   .out = {},
                                   .out_plane = plane,
                                   .outputs = outputs};
      int slots = 0;
      const auto flush = [&] {
        if (slots > 0) block.tile[slots - 1](tile);
        slots = 0;
      };
      for (int64_t y = 0; y < shape_.out_h; ++y) {
        for (int64_t x = 0; x < shape_.out_w; x += lanes) {
          tile.x[slots] = planes + y * shape_.pitch + x;
          tile.counts[slots] = std::min(lanes, shape_.out_w - x);
          tile.out[slots] = out + first * plane + y * shape_.out_w + x;
          if (++slots == block.slots) flush();
        }
      }
      flush();
    }
  }
}

void PlanarConv::WeightGradient(int64_t images, const float* planes,
                                int64_t image_stride, const float* grad,
                                int64_t grad_plane, int64_t grad_image_stride,
                                float* dw) const {
  const int64_t taps = static_cast<int64_t>(impl_->offsets.size());
  for (int64_t g = 0; g < shape_.groups; ++g) {
    for (int64_t t = 0; t < taps; t += 6) {
      for (int64_t o = 0; o < shape_.outputs; o += 4) {
        const int64_t a = std::min<int64_t>(4, shape_.outputs - o);
        const int64_t b = std::min<int64_t>(6, taps - t);
        const int64_t output = g * shape_.outputs + o;
        impl_->kernels.gradient[a - 1][b - 1](
            {.images = images,
             // Up to the last row's end; what is between rows is zeros.
             .length = (shape_.out_h - 1) * shape_.pitch + shape_.out_w,
             .grad = grad + output * grad_plane,
             .grad_plane = grad_plane,
             .grad_image = grad_image_stride,
             .x = planes + g * shape_.group_size,
             .x_image = image_stride,
             .offsets = impl_->offsets.data() + t,
             .dw = dw + output * taps + t,
             .dw_stride = taps});
      }
    }
  }
}

}  // namespace tinytorch
