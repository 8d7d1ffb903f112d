// The weights of one lowered layer, packed for the kernels that suit it: direct
// products (direct.h), one for each group of channels, or the depthwise kernel
// (depthwise.h).
#ifndef TINYTORCH_ACCELERATION_LAYER_WEIGHTS_H_
#define TINYTORCH_ACCELERATION_LAYER_WEIGHTS_H_

#include <algorithm>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <vector>

#include "tinytorch/acceleration/depthwise.h"
#include "tinytorch/acceleration/direct.h"
#include "tinytorch/acceleration/lowering.h"

namespace tinytorch {

// In, Weight, Acc: float, float, float, with the layer's ReLU; or uint8_t,
// int8_t, int32_t, whose results are sums without it.
template <typename In, typename Weight, typename Acc>
class BasicLayerWeights {
  static constexpr bool kFloats = std::is_same_v<In, float>;
  using Direct = std::conditional_t<kFloats, DirectWeights, DirectWeightsInt8>;
  using Depthwise = BasicDepthwiseWeights<In, Weight, Acc>;

 public:
  // x may be read up to so many elements beyond its last one.
  static constexpr int64_t kSlack =
      std::max(DirectWeightsInt8::kSlack, Depthwise::kSlack);

  // w as the layer's weight is; bias [outputs].
  BasicLayerWeights(const LoweredLayer& layer, const Weight* w,
                    const Acc* bias);

  // A linear layer: x [n][in] to y [n][out].
  void Rows(const In* x, int64_t n, Acc* y) const;
  // A convolution: one row of results from the first window's first pixel in
  // an image [height][width][channels] whose rows are `pitch` apart.
  void ConvRow(const In* x, int64_t pitch, Acc* y) const;

  int64_t bytes() const;
  const char* target() const;
  std::vector<Weight> Unpack() const;  // w again; bytes only

 private:
  void Apply(const Direct& weights, const In* x, int64_t pixels,
             int64_t pixel_stride, int64_t row_stride, Acc* y,
             int64_t y_stride) const;

  int64_t group_in_, group_out_, inputs_, outputs_, pixels_, pixel_stride_;
  bool relu_;
  std::vector<Direct> groups_;  // empty where depthwise_ stands
  std::optional<Depthwise> depthwise_;
};

using LayerWeights = BasicLayerWeights<float, float, float>;
using LayerWeightsInt8 = BasicLayerWeights<uint8_t, int8_t, int32_t>;

}  // namespace tinytorch

#endif  // TINYTORCH_ACCELERATION_LAYER_WEIGHTS_H_
