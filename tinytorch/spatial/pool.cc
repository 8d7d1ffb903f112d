#include <vector>

#include "tinytorch/acceleration/rows.h"
#include "tinytorch/acceleration/simd.h"
#include "tinytorch/base/check.h"
#include "tinytorch/spatial/spatial.h"
#include "tinytorch/tensor/memory.h"
#include "tinytorch/tensor/observer.h"

namespace tinytorch {
namespace {

// All batch·channels planes of one pooling.
struct Geometry {
  int64_t planes, height, width, out_h, out_w;
};

Geometry PoolGeometry(const char* op, const Tensor& in, int64_t kernel,
                      int64_t stride) {
  TT_CHECK(in.dim() == 4) << op << ": input " << to_string(in.sizes())
                          << " must have four axes";
  TT_CHECK(kernel > 0 && stride > 0 && kernel <= in.size(2) &&
           kernel <= in.size(3))
      << op << ": kernel " << kernel << " and stride " << stride
      << " for input " << to_string(in.sizes());
  return {in.size(0) * in.size(1), in.size(2), in.size(3),
          (in.size(2) - kernel) / stride + 1,
          (in.size(3) - kernel) / stride + 1};
}

// One row of outputs: for each, the largest value of its window and where in
// the plane it stands. `window` is the row's first value. Written without
// branches, since which of a window's values is largest cannot be predicted.
TT_SIMD void MaxRow(const float* plane, int64_t window, int64_t width,
                    int64_t kernel, int64_t stride, int64_t outputs,
                    float* __restrict best, int32_t* __restrict source) {
  for (int64_t x = 0; x < outputs; ++x) {
    source[x] = static_cast<int32_t>(window + x * stride);
    best[x] = plane[window + x * stride];
  }
  for (int64_t i = 0; i < kernel; ++i) {
    for (int64_t j = 0; j < kernel; ++j) {
      const int64_t first = window + i * width + j;
      for (int64_t x = 0; x < outputs; ++x) {
        const float v = plane[first + x * stride];
        const bool take = v > best[x] || v != v;  // NaN wins
        best[x] = take ? v : best[x];
        source[x] = take ? static_cast<int32_t>(first + x * stride) : source[x];
      }
    }
  }
}

// One row of means: `window` is the first value of the row's first window.
TT_SIMD void MeanRow(const float* window, int64_t width, int64_t kernel,
                     int64_t stride, int64_t outputs, float scale,
                     float* __restrict mean) {
  for (int64_t x = 0; x < outputs; ++x) mean[x] = 0;
  for (int64_t i = 0; i < kernel; ++i) {
    for (int64_t j = 0; j < kernel; ++j) {
      const float* from = window + i * width + j;
      for (int64_t x = 0; x < outputs; ++x) mean[x] += from[x * stride];
    }
  }
  for (int64_t x = 0; x < outputs; ++x) mean[x] *= scale;
}

// The way back: adds each gradient's share to all values of its window.
TT_SIMD void SpreadRow(const float* gradient, int64_t width, int64_t kernel,
                       int64_t stride, int64_t outputs, float scale,
                       float* __restrict window) {
  for (int64_t i = 0; i < kernel; ++i) {
    for (int64_t j = 0; j < kernel; ++j) {
      float* to = window + i * width + j;
      for (int64_t x = 0; x < outputs; ++x) {
        to[x * stride] += scale * gradient[x];
      }
    }
  }
}

}  // namespace

Tensor max_pool2d(const Tensor& in, int64_t kernel, int64_t stride) {
  const Geometry g = PoolGeometry("max_pool2d", in, kernel, stride);
  const Tensor x = in.contiguous();
  const bool track = needs_grad({&in});
  Tensor out = Tensor::empty({in.size(0), in.size(1), g.out_h, g.out_w});
  // Where each output came from, for the gradient; else one plane's, used
  // again.
  const int64_t area = g.out_h * g.out_w;
  Block<int32_t> source(track ? out.numel() : area);
  for (int64_t p = 0; p < g.planes; ++p) {
    const float* plane = x.data() + p * g.height * g.width;
    float* best = out.data() + p * area;
    int32_t* where = source.data() + (track ? p * area : 0);
    if (kernel == 2 && stride == 2) {
      PoolSquares(plane, g.width, g.out_h, g.out_w, best, where);
      continue;
    }
    for (int64_t y = 0; y < g.out_h; ++y) {
      MaxRow(plane, y * stride * g.width, g.width, kernel, stride, g.out_w,
             best + y * g.out_w, where + y * g.out_w);
    }
  }
  observe_op("max_pool2d", out.numel() * kernel * kernel,
             4 * (x.numel() + out.numel()));
  if (track) {
    record(out, "max_pool2d", {in},
           [g, shape = in.sizes(), source = std::move(source)](
               const Tensor& gradient) -> std::vector<Tensor> {
             Tensor dx = Tensor::zeros(shape);
             const Tensor d = gradient.contiguous();
             const float* from = d.data();
             const int32_t* at = source.data();
             for (int64_t p = 0; p < g.planes; ++p) {
               float* plane = dx.data() + p * g.height * g.width;
               for (int64_t i = 0; i < g.out_h * g.out_w; ++i) {
                 plane[*at++] += *from++;
               }
             }
             observe_op("max_pool2d backward", d.numel(),
                        4 * (2 * d.numel() + dx.numel()));
             return {dx};
           });
  }
  return out;
}

Tensor avg_pool2d(const Tensor& in, int64_t kernel, int64_t stride) {
  const Geometry g = PoolGeometry("avg_pool2d", in, kernel, stride);
  const Tensor x = in.contiguous();
  Tensor out = Tensor::empty({in.size(0), in.size(1), g.out_h, g.out_w});
  const float scale = 1.0f / static_cast<float>(kernel * kernel);
  const bool whole = kernel == g.height && kernel == g.width;
  for (int64_t p = 0; p < g.planes; ++p) {
    const float* plane = x.data() + p * g.height * g.width;
    float* to = out.data() + p * g.out_h * g.out_w;
    if (whole) {
      *to = SumRow(plane, kernel * kernel) * scale;
      continue;
    }
    for (int64_t y = 0; y < g.out_h; ++y, to += g.out_w) {
      MeanRow(plane + y * stride * g.width, g.width, kernel, stride, g.out_w,
              scale, to);
    }
  }
  observe_op("avg_pool2d", out.numel() * (kernel * kernel + 1),
             4 * (x.numel() + out.numel()));
  if (needs_grad({&in})) {
    record(out, "avg_pool2d", {in},
           [g, kernel, stride, scale,
            shape = in.sizes()](const Tensor& gradient) -> std::vector<Tensor> {
             Tensor dx = Tensor::zeros(shape);
             const Tensor d = gradient.contiguous();
             const float* from = d.data();
             for (int64_t p = 0; p < g.planes; ++p) {
               float* plane = dx.data() + p * g.height * g.width;
               for (int64_t y = 0; y < g.out_h; ++y, from += g.out_w) {
                 SpreadRow(from, g.width, kernel, stride, g.out_w, scale,
                           plane + y * stride * g.width);
               }
             }
             observe_op("avg_pool2d backward", d.numel() * kernel * kernel * 2,
                        4 * (d.numel() + dx.numel()));
             return {dx};
           });
  }
  return out;
}

}  // namespace tinytorch
