#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "tinytorch/acceleration/gemm.h"
#include "tinytorch/base/check.h"
#include "tinytorch/spatial/planar_conv.h"
#include "tinytorch/spatial/spatial.h"
#include "tinytorch/tensor/observer.h"

namespace tinytorch {
namespace {

using Geometry = ConvGeometry;

// Output positions [first, last) at which tap `k` of a window falls inside a
// side of `size`; outside of them it reads padding.
struct Inside {
  int64_t first, last;
};
Inside TapInside(int64_t k, int64_t size, int64_t out, int64_t stride,
                 int64_t padding) {
  const int64_t shift = padding - k;
  const int64_t first = shift > 0 ? (shift + stride - 1) / stride : 0;
  const int64_t end = size + shift;  // positions with out·stride < end
  const int64_t last = end <= 0 ? 0 : (end + stride - 1) / stride;
  return {std::min(first, out), std::clamp(last, std::min(first, out), out)};
}

// Calls f(image row or null, column row, Inside) for every tap of every channel
// of one group and every output row: what im2col and its transpose share.
template <typename F>
void ForEachTap(const Geometry& g, F f) {
  int64_t row = 0;
  for (int64_t c = 0; c < g.group_in(); ++c) {
    for (int64_t i = 0; i < g.kernel_h; ++i) {
      for (int64_t j = 0; j < g.kernel_w; ++j, ++row) {
        const Inside x = TapInside(j, g.width, g.out_w, g.stride, g.padding);
        for (int64_t y = 0; y < g.out_h; ++y) {
          const int64_t in_y = y * g.stride + i - g.padding;
          const bool inside = in_y >= 0 && in_y < g.height;
          f(inside ? (c * g.height + in_y) * g.width + j - g.padding : -1,
            row * g.pixels() + y * g.out_w, inside ? x : Inside{0, 0});
        }
      }
    }
  }
}

// columns[row][pixel] = the value that tap `row` reads for output `pixel`.
void Im2Col(const Geometry& g, const float* image, float* columns) {
  ForEachTap(g, [&](int64_t from, int64_t to, Inside x) {
    float* out = columns + to;
    std::memset(out, 0, x.first * sizeof(float));
    if (g.stride == 1 && x.last > x.first) {
      std::memcpy(out + x.first, image + from + x.first,
                  (x.last - x.first) * sizeof(float));
    } else {
      for (int64_t p = x.first; p < x.last; ++p) {
        out[p] = image[from + p * g.stride];
      }
    }
    std::memset(out + x.last, 0, (g.out_w - x.last) * sizeof(float));
  });
}

// The transpose: adds every column value back to the pixel it was read from.
void Col2Im(const Geometry& g, const float* columns, float* image) {
  ForEachTap(g, [&](int64_t to, int64_t from, Inside x) {
    for (int64_t p = x.first; p < x.last; ++p) {
      image[to + p * g.stride] += columns[from + p];
    }
  });
}

// --- The general way: unfold the image into columns, then multiply -----------

// Windows of one pixel that move one by one: the image is its own columns.
bool IsUnfolded(const Geometry& g) {
  return g.kernel_h == 1 && g.kernel_w == 1 && g.stride == 1 && g.padding == 0;
}

void UnfoldedForward(const Geometry& g, const Tensor& in, const Tensor& weight,
                     const Tensor& bias, Tensor& out) {
  const bool unfolded = IsUnfolded(g);
  Tensor columns =
      unfolded ? Tensor() : Tensor::empty({g.columns(), g.pixels()});
  for (int64_t n = 0; n < g.batch; ++n) {
    for (int64_t k = 0; k < g.groups; ++k) {
      const float* image =
          in.data() + (n * g.channels + k * g.group_in()) * g.height * g.width;
      if (!unfolded) Im2Col(g, image, columns.data());
      float* to =
          out.data() + (n * g.out_channels + k * g.group_out()) * g.pixels();
      if (bias.defined()) {
        for (int64_t o = 0; o < g.group_out(); ++o) {
          std::fill_n(to + o * g.pixels(), g.pixels(),
                      bias.data()[k * g.group_out() + o]);
        }
      }
      Gemm(g.group_out(), g.pixels(), g.columns(),
           {weight.data() + k * g.group_out() * g.columns(), g.columns(), 1},
           {unfolded ? image : columns.data(), g.pixels(), 1}, to, g.pixels(),
           bias.defined());
    }
  }
}

// Adds to `dweight`, and to `din` where it is defined.
void UnfoldedBackward(const Geometry& g, const Tensor& in, const Tensor& weight,
                      const Tensor& gradient, Tensor& din, Tensor& dweight) {
  const bool unfolded = IsUnfolded(g);
  Tensor columns =
      unfolded ? Tensor() : Tensor::empty({g.columns(), g.pixels()});
  for (int64_t n = 0; n < g.batch; ++n) {
    for (int64_t k = 0; k < g.groups; ++k) {
      const int64_t image =
          (n * g.channels + k * g.group_in()) * g.height * g.width;
      const float* dout = gradient.data() +
                          (n * g.out_channels + k * g.group_out()) * g.pixels();
      const int64_t w = k * g.group_out() * g.columns();
      if (!unfolded) Im2Col(g, in.data() + image, columns.data());
      Gemm(g.group_out(), g.columns(), g.pixels(), {dout, g.pixels(), 1},
           {unfolded ? in.data() + image : columns.data(), 1, g.pixels()},
           dweight.data() + w, g.columns(), /*accumulate=*/true);
      if (din.defined()) {
        Gemm(g.columns(), g.pixels(), g.group_out(),
             {weight.data() + w, 1, g.columns()}, {dout, g.pixels(), 1},
             unfolded ? din.data() + image : columns.data(), g.pixels());
        if (!unfolded) Col2Im(g, columns.data(), din.data() + image);
      }
    }
  }
}

void Observe(const char* op, const Geometry& g, int64_t products) {
  const int64_t in = g.batch * g.channels * g.height * g.width;
  const int64_t weights = g.out_channels * g.columns();
  const int64_t out = g.batch * g.out_channels * g.pixels();
  observe_op(op, products * 2 * out * g.columns(), 4 * (in + weights + out));
}

Tensor Forward(const Geometry& g, const Tensor& in, const Tensor& weight,
               const Tensor& bias) {
  Tensor out = Tensor::empty({g.batch, g.out_channels, g.out_h, g.out_w});
  if (PlanarFits(g)) {
    PlanarForward(g, in, weight, bias, out);
  } else {
    UnfoldedForward(g, in, weight, bias, out);
  }
  Observe("conv2d", g, 1);
  return out;
}

std::vector<Tensor> Backward(const Geometry& g, const Tensor& in,
                             const Tensor& weight, const Tensor& gradient,
                             bool need_in, bool need_bias) {
  Tensor din = need_in ? Tensor::zeros(in.sizes()) : Tensor();
  Tensor dweight = Tensor::zeros(weight.sizes());
  Tensor dbias;
  if (PlanarFits(g)) {
    PlanarBackward(g, in, weight, gradient, din, dweight);
  } else {
    UnfoldedBackward(g, in, weight, gradient, din, dweight);
  }
  Observe("conv2d backward", g, need_in ? 2 : 1);
  if (need_bias) {
    dbias =
        gradient.reshape({g.batch, g.out_channels, g.pixels()}).sum(2).sum(0);
  }
  return {din, dweight, dbias};
}

}  // namespace

Tensor conv2d(const Tensor& in, const Tensor& weight, const Tensor& bias,
              int64_t stride, int64_t padding, int64_t groups) {
  TT_CHECK(in.dim() == 4 && weight.dim() == 4)
      << "conv2d: input " << to_string(in.sizes()) << " and weight "
      << to_string(weight.sizes()) << " must have four axes";
  TT_CHECK(stride > 0 && padding >= 0 && groups > 0)
      << "conv2d: stride " << stride << ", padding " << padding << ", groups "
      << groups;
  TT_CHECK(in.size(1) == weight.size(1) * groups &&
           weight.size(0) % groups == 0)
      << "conv2d: input " << to_string(in.sizes()) << " and weight "
      << to_string(weight.sizes()) << " do not fit in " << groups << " groups";
  Geometry g{.batch = in.size(0),
             .channels = in.size(1),
             .height = in.size(2),
             .width = in.size(3),
             .out_channels = weight.size(0),
             .kernel_h = weight.size(2),
             .kernel_w = weight.size(3),
             .out_h = 0,
             .out_w = 0,
             .stride = stride,
             .padding = padding,
             .groups = groups};
  TT_CHECK(g.height + 2 * padding >= g.kernel_h &&
           g.width + 2 * padding >= g.kernel_w)
      << "conv2d: weight " << to_string(weight.sizes())
      << " is larger than the padded input " << to_string(in.sizes());
  TT_CHECK(!bias.defined() || bias.sizes() == Shape{g.out_channels})
      << "conv2d: bias " << to_string(bias.sizes()) << " for weight "
      << to_string(weight.sizes());
  g.out_h = (g.height + 2 * padding - g.kernel_h) / stride + 1;
  g.out_w = (g.width + 2 * padding - g.kernel_w) / stride + 1;
  const Tensor x = in.detach().contiguous(), w = weight.detach().contiguous();
  const Tensor b = bias.defined() ? bias.detach().contiguous() : bias;
  Tensor out = Forward(g, x, w, b);
  if (needs_grad({&in, &weight, &bias})) {
    std::vector<Tensor> inputs = {in, weight};
    if (bias.defined()) inputs.push_back(bias);
    record(out, "conv2d", inputs,
           [g, x, w, need_in = in.requires_grad(),
            need_bias = bias.defined()](const Tensor& gradient) {
             std::vector<Tensor> d =
                 Backward(g, x, w, gradient.contiguous(), need_in, need_bias);
             if (!need_bias) d.pop_back();
             return d;
           });
  }
  return out;
}

Conv2d::Conv2d(const Conv2dOptions& options) : options_(options) {
  const int64_t in = options.in_channels(), out = options.out_channels();
  const int64_t k = options.kernel_size(), groups = options.groups();
  TT_CHECK(in > 0 && out > 0 && k > 0 && groups > 0 && in % groups == 0 &&
           out % groups == 0)
      << "Conv2d: " << in << " to " << out << " channels in " << groups
      << " groups, kernel " << k;
  const int64_t fan_in = in / groups * k * k;
  const float bound = 1.0f / std::sqrt(static_cast<float>(fan_in));
  const auto uniform = [bound](Shape shape) {
    return (Tensor::rand(std::move(shape)) - 0.5f) * (2 * bound);
  };
  weight = register_parameter("weight", uniform({out, in / groups, k, k}));
  if (options.bias()) bias = register_parameter("bias", uniform({out}));
}

Tensor Conv2d::forward(const Tensor& x) {
  return conv2d(x, weight, bias, options_.stride(), options_.padding(),
                options_.groups());
}

}  // namespace tinytorch
