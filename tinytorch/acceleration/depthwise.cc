#include "tinytorch/acceleration/depthwise.h"

#include <algorithm>

#include "tinytorch/acceleration/cpu.h"
#include "tinytorch/acceleration/depthwise_kernels.h"

namespace tinytorch {
namespace {

using internal::DepthwiseKernels;
using internal::DepthwiseRow;

const DepthwiseKernels& Kernels() {
#if defined(__x86_64__)
  const Target most = target();
  if (most >= Target::kAvx512) return internal::Avx512DepthwiseKernels();
  if (most == Target::kAvx2) return internal::Avx2DepthwiseKernels();
#endif
  return internal::BaselineDepthwiseKernels();
}

void Run(const DepthwiseKernels& kernels,
         const internal::DepthwiseRowFloat& row) {
  kernels.row(row);
}
void Run(const DepthwiseKernels& kernels,
         const internal::DepthwiseRowInt8& row) {
  kernels.int8_row(row);
}

}  // namespace

template <typename In, typename Weight, typename Acc>
BasicDepthwiseWeights<In, Weight, Acc>::BasicDepthwiseWeights(int64_t channels,
                                                              int64_t kernel,
                                                              int64_t stride,
                                                              const Weight* w,
                                                              const Acc* bias)
    : kernels_(&Kernels()),
      channels_(channels),
      kernel_(kernel),
      stride_(stride),
      pixels_in_vector_(
          kernels_->lanes % channels == 0 ? kernels_->lanes / channels : 1) {
  const int64_t lanes = kernels_->lanes, taps = kernel * kernel;
  const int64_t vectors = (channels + lanes - 1) / lanes;
  packed_.assign(vectors * taps * lanes, Weight(0));
  bias_.assign(vectors * lanes, Acc(0));
  for (int64_t at = 0; at < std::max(channels, pixels_in_vector_ * channels);
       ++at) {
    const int64_t c = at % channels;
    bias_[at] = bias[c];
    for (int64_t t = 0; t < taps; ++t) {
      packed_[(at / lanes * taps + t) * lanes + at % lanes] = w[c * taps + t];
    }
  }
}

template <typename In, typename Weight, typename Acc>
int64_t BasicDepthwiseWeights<In, Weight, Acc>::bytes() const {
  return static_cast<int64_t>(packed_.size() * sizeof(Weight) +
                              bias_.size() * sizeof(Acc));
}

template <typename In, typename Weight, typename Acc>
const char* BasicDepthwiseWeights<In, Weight, Acc>::target() const {
  return kernels_->target;
}

template <typename In, typename Weight, typename Acc>
std::vector<Weight> BasicDepthwiseWeights<In, Weight, Acc>::Unpack() const {
  const int64_t lanes = kernels_->lanes, taps = kernel_ * kernel_;
  std::vector<Weight> w;
  w.reserve(channels_ * taps);
  for (int64_t c = 0; c < channels_; ++c) {
    for (int64_t t = 0; t < taps; ++t) {
      w.push_back(packed_[(c / lanes * taps + t) * lanes + c % lanes]);
    }
  }
  return w;
}

template <typename In, typename Weight, typename Acc>
void BasicDepthwiseWeights<In, Weight, Acc>::Apply(const In* x, int64_t pixels,
                                                   int64_t row_stride,
                                                   bool relu, Acc* y) const {
  if (pixels == 0) return;  // and there need be no y
  const int64_t lanes = kernels_->lanes;
  DepthwiseRow<In, Weight, Acc> row = {.x = x,
                                       .pixels = pixels,
                                       .pixel_stride = stride_ * channels_,
                                       .rows = kernel_,
                                       .row_stride = row_stride,
                                       .taps = kernel_,
                                       .tap_stride = channels_,
                                       .w = packed_.data(),
                                       .bias = bias_.data(),
                                       .relu = relu,
                                       .out = y,
                                       .out_stride = channels_,
                                       .columns = channels_};
  if (stride_ == 1 && pixels_in_vector_ > 1) {
    // Pixels and channels are one line of numbers.
    row.pixels = pixels / pixels_in_vector_;
    row.pixel_stride = row.out_stride = row.columns = lanes;
    Run(*kernels_, row);
    const int64_t done = row.pixels * lanes;
    row.x += done;
    row.out += done;
    row.columns = pixels * channels_ - done;
    row.pixels = row.columns > 0 ? 1 : 0;
    Run(*kernels_, row);
    return;
  }
  for (int64_t c = 0; c < channels_; c += lanes) {
    Run(*kernels_, row);
    row.x += lanes;
    row.w += kernel_ * kernel_ * lanes;
    row.bias += lanes;
    row.out += lanes;
    row.columns -= lanes;
  }
}

template class BasicDepthwiseWeights<float, float, float>;
template class BasicDepthwiseWeights<uint8_t, int8_t, int32_t>;

}  // namespace tinytorch
