// One convolution of one image, row by row, with the max pooling after it: what
// the float and the int8 engine share. Images are [height][width][channels].
#ifndef TINYTORCH_ACCELERATION_CONV_RUNNER_H_
#define TINYTORCH_ACCELERATION_CONV_RUNNER_H_

#include <algorithm>
#include <cstdint>
#include <vector>

#include "tinytorch/acceleration/layer_weights.h"
#include "tinytorch/acceleration/lowering.h"
#include "tinytorch/acceleration/rows.h"

namespace tinytorch {

// An image [pixels][channels] into [channels][pixels].
inline void ToChannelsFirst(const float* from, int64_t pixels, int64_t channels,
                            float* to) {
  for (int64_t p = 0; p < pixels; ++p) {
    for (int64_t c = 0; c < channels; ++c) {
      to[c * pixels + p] = from[p * channels + c];
    }
  }
}

// In: the type of pixels; Acc: of results before they become pixels again.
template <typename In, typename Acc>
class ConvRunner {
 public:
  ConvRunner(const LoweredLayer& layer, In border)
      : layer_(layer),
        pitch_((layer.in_width + 2 * layer.padding) * layer.in_channels) {
    layer_.weight = layer_.bias = Tensor();  // only the sizes are needed
    image_.assign((layer.in_height + 2 * layer.padding) * pitch_ +
                      LayerWeightsInt8::kSlack,
                  border);
    ring_.resize(std::max<int64_t>(layer.pool, 1) * row_size());
    window_.resize(std::max<int64_t>(layer.pool, 1));
  }

  const LoweredLayer& layer() const { return layer_; }
  // Where pixel (0, 0) of the input goes, and how far its rows are apart.
  In* input() {
    return image_.data() + layer_.padding * (pitch_ + layer_.in_channels);
  }
  int64_t input_pitch() const { return pitch_; }
  // Results of one row before pooling.
  int64_t row_size() const { return layer_.out_width * layer_.out_channels; }

  // apply(window's first value, to) computes a row of results; to(y) says where
  // row y of the (pooled) results goes, and done(y, row) gets it when it
  // stands.
  template <typename Apply, typename To, typename Done>
  void Run(Apply apply, To to, Done done) {
    const int64_t rows = layer_.pooled_height();
    const auto compute = [&](int64_t y, Acc* out) {
      apply(image_.data() + y * layer_.stride * pitch_, out);
    };
    int64_t computed = 0;
    for (int64_t y = 0; y < rows; ++y) {
      Acc* out = to(y);
      if (layer_.pool == 0) {
        compute(y, out);
      } else {
        const int64_t first = y * layer_.pool_stride;
        computed = std::max(computed, first);
        for (; computed < first + layer_.pool; ++computed) {
          compute(computed, ring_.data() + computed % layer_.pool * row_size());
        }
        for (int64_t i = 0; i < layer_.pool; ++i) {
          window_[i] = ring_.data() + (first + i) % layer_.pool * row_size();
        }
        PoolRow(window_.data(), layer_.pool, layer_.pool_stride,
                layer_.pooled_width(), layer_.out_channels, out);
      }
      done(y, out);
    }
  }

 private:
  LoweredLayer layer_;
  int64_t pitch_;
  Block<In> image_;  // with its border
  Block<Acc> ring_;  // rows that wait to be pooled
  std::vector<const Acc*> window_;
};

}  // namespace tinytorch

#endif  // TINYTORCH_ACCELERATION_CONV_RUNNER_H_
