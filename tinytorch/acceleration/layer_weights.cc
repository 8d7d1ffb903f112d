#include "tinytorch/acceleration/layer_weights.h"

namespace tinytorch {

template <typename In, typename Weight, typename Acc>
BasicLayerWeights<In, Weight, Acc>::BasicLayerWeights(const LoweredLayer& l,
                                                      const Weight* w,
                                                      const Acc* bias)
    : inputs_(l.kind == LoweredLayer::kConv ? l.in_channels : l.in_features),
      outputs_(l.outputs()),
      pixels_(l.out_width),
      pixel_stride_(l.stride * l.in_channels),
      relu_(l.relu) {
  const int64_t groups = l.kind == LoweredLayer::kConv ? l.groups : 1;
  group_in_ = inputs_ / groups;
  group_out_ = outputs_ / groups;
  if (groups > 1 && group_in_ == 1 && group_out_ == 1 &&
      l.kernel <= Depthwise::kLargestKernel) {
    depthwise_.emplace(outputs_, l.kernel, l.stride, w, bias);
    return;
  }
  groups_.reserve(groups);
  for (int64_t g = 0; g < groups; ++g) {
    const Weight* weights = w + g * group_out_ * l.depth();
    const Acc* biases = bias + g * group_out_;
    if (l.kind == LoweredLayer::kLinear) {
      groups_.emplace_back(outputs_, 1, inputs_, weights, biases);
    } else if (groups == 1) {  // a window's row is one run over all channels
      groups_.emplace_back(outputs_, l.kernel, l.kernel * inputs_, weights,
                           biases);
    } else {
      groups_.emplace_back(group_out_, l.kernel, group_in_, weights, biases,
                           /*runs=*/l.kernel, /*run_stride=*/inputs_);
    }
  }
}

template <typename In, typename Weight, typename Acc>
void BasicLayerWeights<In, Weight, Acc>::Apply(const Direct& weights,
                                               const In* x, int64_t pixels,
                                               int64_t pixel_stride,
                                               int64_t row_stride, Acc* y,
                                               int64_t y_stride) const {
  if constexpr (kFloats) {
    weights.Apply(x, pixels, pixel_stride, row_stride, relu_, y, y_stride);
  } else {
    weights.Apply(x, pixels, pixel_stride, row_stride, y, y_stride);
  }
}

template <typename In, typename Weight, typename Acc>
void BasicLayerWeights<In, Weight, Acc>::Rows(const In* x, int64_t n,
                                              Acc* y) const {
  Apply(groups_[0], x, n, inputs_, 0, y, outputs_);
}

template <typename In, typename Weight, typename Acc>
void BasicLayerWeights<In, Weight, Acc>::ConvRow(const In* x, int64_t pitch,
                                                 Acc* y) const {
  if (depthwise_.has_value()) {
    depthwise_->Apply(x, pixels_, pitch, relu_, y);
    return;
  }
  for (const Direct& group : groups_) {
    Apply(group, x, pixels_, pixel_stride_, pitch, y, outputs_);
    x += group_in_;
    y += group_out_;
  }
}

template <typename In, typename Weight, typename Acc>
int64_t BasicLayerWeights<In, Weight, Acc>::bytes() const {
  if (depthwise_.has_value()) return depthwise_->bytes();
  int64_t total = 0;
  for (const Direct& group : groups_) total += group.bytes();
  return total;
}

template <typename In, typename Weight, typename Acc>
const char* BasicLayerWeights<In, Weight, Acc>::target() const {
  return depthwise_.has_value() ? depthwise_->target() : groups_[0].target();
}

template <typename In, typename Weight, typename Acc>
std::vector<Weight> BasicLayerWeights<In, Weight, Acc>::Unpack() const {
  if (depthwise_.has_value()) return depthwise_->Unpack();
  std::vector<Weight> all;
  if constexpr (!kFloats) {
    for (const Direct& group : groups_) {
      const std::vector<Weight> w = group.Unpack();
      all.insert(all.end(), w.begin(), w.end());
    }
  }
  return all;
}

template class BasicLayerWeights<float, float, float>;
template class BasicLayerWeights<uint8_t, int8_t, int32_t>;

}  // namespace tinytorch
