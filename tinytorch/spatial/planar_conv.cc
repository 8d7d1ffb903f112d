#include "tinytorch/spatial/planar_conv.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "tinytorch/acceleration/planar.h"
#include "tinytorch/tensor/memory.h"

namespace tinytorch {
namespace {

int64_t CeilDiv(int64_t x, int64_t by) { return (x + by - 1) / by; }

// How the padded input and the padded gradient lie in memory. Both have rows of
// `pitch`.
//
// A window of stride s meets, with each of its taps, only every s-th row and
// column. So each padded channel is kept as s·s planes, its *phases*: plane
// (a, b) holds the rows a, a + s, ... and of those the columns b, b + s, ...
// Tap (i, j) then moves one by one over plane (i mod s, j mod s). With stride 1
// the one phase is the channel itself.
struct Planes {
  explicit Planes(const ConvGeometry& geometry)
      : g(geometry),
        shift(g.padding / g.stride),
        reach_h(CeilDiv(g.kernel_h, g.stride) - 1),
        reach_w(CeilDiv(g.kernel_w, g.stride) - 1),
        pitch(
            std::max({CeilDiv(g.width + 2 * g.padding, g.stride),
                      CeilDiv(g.width + g.padding, g.stride) - shift + reach_w,
                      grad_pad_w() + g.out_w})),
        in_rows(CeilDiv(g.height + 2 * g.padding, g.stride)),
        grad_rows(
            std::max(CeilDiv(g.height + g.padding, g.stride) - shift + reach_h,
                     grad_pad_h() + g.out_h)) {}

  int64_t grad_pad_h() const { return reach_h - shift; }
  int64_t grad_pad_w() const { return reach_w - shift; }
  int64_t channel_size() const { return g.stride * g.stride * in_rows * pitch; }
  int64_t in_size() const { return g.channels * channel_size(); }
  int64_t grad_size() const { return g.out_channels * grad_rows * pitch; }

  PlanarConv Forward() const {
    Block<int64_t> offsets;
    offsets.reserve(g.columns());
    for (int64_t c = 0; c < g.group_in(); ++c) {
      for (int64_t i = 0; i < g.kernel_h; ++i) {
        for (int64_t j = 0; j < g.kernel_w; ++j) {
          const int64_t phase = i % g.stride * g.stride + j % g.stride;
          offsets.push_back(c * channel_size() +
                            (phase * in_rows + i / g.stride) * pitch +
                            j / g.stride);
        }
      }
    }
    return PlanarConv({.groups = g.groups,
                       .group_size = g.group_in() * channel_size(),
                       .pitch = pitch,
                       .outputs = g.group_out(),
                       .out_h = g.out_h,
                       .out_w = g.out_w},
                      std::move(offsets));
  }

  ConvGeometry g;
  // Rows and columns of a phase that are nothing but padding.
  int64_t shift;
  // How many results further a window's last tap is met than its first.
  int64_t reach_h, reach_w;
  int64_t pitch, in_rows, grad_rows;
};

// The way back to one phase of the input: every pixel of it sums up the
// gradients of the windows that met it, with the taps that did. `row` and
// `column` are the phase's first pixel that is no padding.
class PhaseGradient {
 public:
  PhaseGradient(const Planes& planes, int64_t a, int64_t b, const float* w)
      : p_(planes),
        a_(a),
        b_(b),
        row_(std::max<int64_t>(0, CeilDiv(g().padding - a, g().stride))),
        column_(std::max<int64_t>(0, CeilDiv(g().padding - b, g().stride))),
        rows_(CeilDiv(g().height + g().padding - a, g().stride) - row_),
        columns_(CeilDiv(g().width + g().padding - b, g().stride) - column_),
        conv_({.groups = g().groups,
               .group_size = g().group_out() * p_.grad_rows * p_.pitch,
               .pitch = p_.pitch,
               .outputs = g().group_in(),
               .out_h = rows_,
               .out_w = columns_},
              Offsets()) {
    if (!IsEmpty()) conv_.SetWeights(Weights(w).data());
  }

  // No tap meets the phase, or it is all padding.
  bool IsEmpty() const {
    return taps_h() == 0 || taps_w() == 0 || rows_ <= 0 || columns_ <= 0;
  }
  int64_t size() const { return g().channels * rows_ * columns_; }

  // From a padded gradient to the phase's pixels in one image; `scratch` has
  // room for size() floats.
  void Run(const float* grad, float* scratch, float* din) const {
    const ConvGeometry& geometry = g();
    const float* from =
        grad + (row_ - p_.shift) * p_.pitch + column_ - p_.shift;
    const int64_t stride = geometry.stride;
    if (stride == 1) return conv_.Forward(from, nullptr, din);
    conv_.Forward(from, nullptr, scratch);
    const int64_t y = row_ * stride + a_ - geometry.padding;
    const int64_t x = column_ * stride + b_ - geometry.padding;
    for (int64_t c = 0; c < geometry.channels; ++c) {
      float* plane = din + c * geometry.height * geometry.width;
      for (int64_t r = 0; r < rows_; ++r, scratch += columns_) {
        float* to = plane + (y + r * stride) * geometry.width + x;
        for (int64_t k = 0; k < columns_; ++k) to[k * stride] = scratch[k];
      }
    }
  }

 private:
  const ConvGeometry& g() const { return p_.g; }
  int64_t taps_h() const { return CeilDiv(g().kernel_h - a_, g().stride); }
  int64_t taps_w() const { return CeilDiv(g().kernel_w - b_, g().stride); }

  // The last tap first: it met the earliest window.
  template <typename F>
  void ForEachTap(F f) const {
    for (int64_t o = 0; o < g().group_out(); ++o) {
      for (int64_t m = taps_h() - 1; m >= 0; --m) {
        for (int64_t n = taps_w() - 1; n >= 0; --n) f(o, m, n);
      }
    }
  }
  Block<int64_t> Offsets() const {
    Block<int64_t> offsets;
    ForEachTap([&](int64_t o, int64_t m, int64_t n) {
      offsets.push_back((o * p_.grad_rows + p_.reach_h - m) * p_.pitch +
                        p_.reach_w - n);
    });
    return offsets;
  }
  // [group][input channel][tap]
  Block<float> Weights(const float* w) const {
    Block<float> weights;
    const int64_t area = g().kernel_h * g().kernel_w;
    for (int64_t k = 0; k < g().groups; ++k) {
      for (int64_t c = 0; c < g().group_in(); ++c) {
        ForEachTap([&](int64_t o, int64_t m, int64_t n) {
          const int64_t output = k * g().group_out() + o;
          weights.push_back(
              w[(output * g().group_in() + c) * area +
                (a_ + m * g().stride) * g().kernel_w + b_ + n * g().stride]);
        });
      }
    }
    return weights;
  }

  const Planes& p_;
  int64_t a_, b_, row_, column_, rows_, columns_;
  PlanarConv conv_;
};

// Copies planes of [rows][columns] into the middle of padded ones.
void PadPlanes(const float* from, int64_t planes, int64_t rows, int64_t columns,
               int64_t padded_rows, int64_t pitch, int64_t pad_h, int64_t pad_w,
               float* to) {
  for (int64_t c = 0; c < planes; ++c) {
    float* row = to + (c * padded_rows + pad_h) * pitch + pad_w;
    for (int64_t y = 0; y < rows; ++y, row += pitch, from += columns) {
      std::copy_n(from, columns, row);
    }
  }
}

// One image into the padded phases of its channels.
void PadImage(const Planes& p, const float* image, float* to) {
  const ConvGeometry& g = p.g;
  if (g.stride == 1) {
    return PadPlanes(image, g.channels, g.height, g.width, p.in_rows, p.pitch,
                     g.padding, g.padding, to);
  }
  for (int64_t c = 0; c < g.channels; ++c, to += p.channel_size()) {
    for (int64_t y = 0; y < g.height; ++y, image += g.width) {
      const int64_t row = y + g.padding;
      for (int64_t b = 0; b < g.stride; ++b) {
        // The first column at or after the padding that is of this phase.
        const int64_t column = CeilDiv(g.padding - b, g.stride);
        const int64_t first = std::max<int64_t>(0, column);
        const int64_t phase = row % g.stride * g.stride + b;
        float* out =
            to + (phase * p.in_rows + row / g.stride) * p.pitch + first;
        const int64_t x = first * g.stride + b - g.padding;
        const int64_t count = CeilDiv(g.width - x, g.stride);
        for (int64_t k = 0; k < count; ++k) out[k] = image[x + k * g.stride];
      }
    }
  }
}

}  // namespace

bool PlanarFits(const ConvGeometry& g) {
  const auto reaches = [&](int64_t kernel) {
    return g.padding / g.stride < CeilDiv(kernel, g.stride);
  };
  return g.kernel_h * g.kernel_w > 1 && reaches(g.kernel_h) &&
         reaches(g.kernel_w) &&
         (g.groups > 1 || (g.stride == 1 && g.out_channels >= 4));
}

void PlanarForward(const ConvGeometry& g, const Tensor& in,
                   const Tensor& weight, const Tensor& bias, Tensor& out) {
  const Planes p(g);
  PlanarConv conv = p.Forward();
  conv.SetWeights(weight.data());
  Tensor padded = Tensor::zeros({p.in_size() + kPlanarSlack});
  for (int64_t n = 0; n < g.batch; ++n) {
    PadImage(p, in.data() + n * g.channels * g.height * g.width, padded.data());
    conv.Forward(padded.data(), bias.defined() ? bias.data() : nullptr,
                 out.data() + n * g.out_channels * g.pixels());
  }
}

void PlanarBackward(const ConvGeometry& g, const Tensor& in,
                    const Tensor& weight, const Tensor& gradient, Tensor& din,
                    Tensor& dweight) {
  const Planes p(g);
  const PlanarConv conv = p.Forward();
  std::vector<PhaseGradient> phases;
  int64_t scratch_size = 0;
  for (int64_t k = 0; din.defined() && k < g.stride * g.stride; ++k) {
    PhaseGradient phase(p, k / g.stride, k % g.stride, weight.data());
    if (phase.IsEmpty()) continue;
    scratch_size = std::max(scratch_size, phase.size());
    phases.push_back(std::move(phase));
  }
  Tensor scratch = g.stride == 1 ? Tensor() : Tensor::empty({scratch_size});
  float* room = scratch.defined() ? scratch.data() : nullptr;
  // So many images at a time that they stay in the level-2 cache, and that
  // adding up the lanes of each weight's sum is rare.
  constexpr int64_t kCacheFloats = 96 << 10;
  const int64_t group =
      std::clamp<int64_t>(kCacheFloats / (p.in_size() + p.grad_size()), 1, 16);
  Tensor padded = Tensor::zeros({group * p.in_size() + kPlanarSlack});
  Tensor grads = Tensor::zeros({group * p.grad_size() + kPlanarSlack});
  const int64_t in_image = g.channels * g.height * g.width;
  const int64_t out_image = g.out_channels * g.pixels();
  const int64_t pad_h = p.grad_pad_h(), pad_w = p.grad_pad_w();
  for (int64_t n = 0; n < g.batch; n += group) {
    const int64_t images = std::min(group, g.batch - n);
    for (int64_t i = 0; i < images; ++i) {
      PadImage(p, in.data() + (n + i) * in_image,
               padded.data() + i * p.in_size());
      float* grad = grads.data() + i * p.grad_size();
      PadPlanes(gradient.data() + (n + i) * out_image, g.out_channels, g.out_h,
                g.out_w, p.grad_rows, p.pitch, pad_h, pad_w, grad);
      for (const PhaseGradient& phase : phases) {
        phase.Run(grad, room, din.data() + (n + i) * in_image);
      }
    }
    conv.WeightGradient(images, padded.data(), p.in_size(),
                        grads.data() + pad_h * p.pitch + pad_w,
                        p.grad_rows * p.pitch, p.grad_size(), dweight.data());
  }
}

}  // namespace tinytorch
