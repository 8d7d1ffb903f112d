// The kernels themselves, compiled once per instruction set: the including file
// defines TT_PLANAR_BLOCK, the outputs of a tile, and is compiled with that
// set's flags. In an unnamed namespace (see direct_kernels-inl.h).
#include <algorithm>
#include <cstdint>

#include "hwy/highway.h"
#include "tinytorch/acceleration/planar_kernels.h"

HWY_BEFORE_NAMESPACE();  // on ARM, Highway compiles for more than the flags say
namespace tinytorch::internal {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::CappedTag<float, 16>;
constexpr Floats kFloats;
constexpr int64_t kLanes = hn::MaxLanes(kFloats);
constexpr int64_t kBlock = TT_PLANAR_BLOCK;

// V is 8 only with one output, so that all sums stay in registers.
template <int64_t kOutputs, int V>
void Tile(const PlanarTile& t) {
  hn::Vec<Floats> sum[kOutputs][V];
#pragma GCC unroll 8
  for (int64_t o = 0; o < kOutputs; ++o) {
#pragma GCC unroll 8
    for (int v = 0; v < V; ++v) sum[o][v] = hn::Set(kFloats, t.bias[o]);
  }
  const float* w = t.w;
  for (int64_t tap = 0; tap < t.taps; ++tap, w += kOutputs) {
    const int64_t offset = t.offsets[tap];
    hn::Vec<Floats> x[V];
#pragma GCC unroll 8
    for (int v = 0; v < V; ++v) x[v] = hn::LoadU(kFloats, t.x[v] + offset);
#pragma GCC unroll 8
    for (int64_t o = 0; o < kOutputs; ++o) {
      const hn::Vec<Floats> weight = hn::Set(kFloats, w[o]);
#pragma GCC unroll 8
      for (int v = 0; v < V; ++v) {
        sum[o][v] = hn::MulAdd(weight, x[v], sum[o][v]);
      }
    }
  }
#pragma GCC unroll 8
  for (int64_t o = 0; o < kOutputs; ++o) {
    if (o >= t.outputs) break;
#pragma GCC unroll 8
    for (int v = 0; v < V; ++v) {
      float* out = t.out[v] + o * t.out_plane;
      if (t.counts[v] >= kLanes) {
        hn::StoreU(sum[o][v], kFloats, out);
      } else {
        hn::BlendedStore(sum[o][v], hn::FirstN(kFloats, t.counts[v]), kFloats,
                         out);
      }
    }
  }
}

template <int A, int B>
void Gradient(const PlanarGradient& t) {
  hn::Vec<Floats> sum[A][B];
#pragma GCC unroll 4
  for (int a = 0; a < A; ++a) {
#pragma GCC unroll 6
    for (int b = 0; b < B; ++b) sum[a][b] = hn::Zero(kFloats);
  }
  for (int64_t image = 0; image < t.images; ++image) {
    const float* grad = t.grad + image * t.grad_image;
    const float* base = t.x + image * t.x_image;
    const float* x[B];
    for (int b = 0; b < B; ++b) x[b] = base + t.offsets[b];
    const auto step = [&](int64_t i, auto load) __attribute__((always_inline)) {
      hn::Vec<Floats> g[A];
#pragma GCC unroll 4
      for (int a = 0; a < A; ++a) g[a] = load(grad + a * t.grad_plane + i);
#pragma GCC unroll 6
      for (int b = 0; b < B; ++b) {
        const hn::Vec<Floats> value = load(x[b] + i);
#pragma GCC unroll 4
        for (int a = 0; a < A; ++a) {
          sum[a][b] = hn::MulAdd(g[a], value, sum[a][b]);
        }
      }
    };
    int64_t i = 0;
    for (; i + kLanes <= t.length; i += kLanes) {
      step(i, [](const float* p) { return hn::LoadU(kFloats, p); });
    }
    if (i < t.length) {  // beyond it another plane may begin
      // Not MaskedLoad: without AVX it reads a whole and aligned vector.
      const int64_t rest = t.length - i;
      step(i, [rest](const float* p) {
        alignas(64) float padded[kLanes] = {};
        std::copy_n(p, rest, padded);
        return hn::Load(kFloats, padded);
      });
    }
  }
#pragma GCC unroll 4
  for (int a = 0; a < A; ++a) {
#pragma GCC unroll 6
    for (int b = 0; b < B; ++b) {
      t.dw[a * t.dw_stride + b] +=
          hn::GetLane(hn::SumOfLanes(kFloats, sum[a][b]));
    }
  }
}

constexpr PlanarKernels kPlanarKernels = {
    kLanes,
    {{1,
      8,
      {Tile<1, 1>, Tile<1, 2>, Tile<1, 3>, Tile<1, 4>, Tile<1, 5>, Tile<1, 6>,
       Tile<1, 7>, Tile<1, 8>}},
     {2, 4, {Tile<2, 1>, Tile<2, 2>, Tile<2, 3>, Tile<2, 4>}},
     {kBlock, 3, {Tile<kBlock, 1>, Tile<kBlock, 2>, Tile<kBlock, 3>}}},
    {{Gradient<1, 1>, Gradient<1, 2>, Gradient<1, 3>, Gradient<1, 4>,
      Gradient<1, 5>, Gradient<1, 6>},
     {Gradient<2, 1>, Gradient<2, 2>, Gradient<2, 3>, Gradient<2, 4>,
      Gradient<2, 5>, Gradient<2, 6>},
     {Gradient<3, 1>, Gradient<3, 2>, Gradient<3, 3>, Gradient<3, 4>,
      Gradient<3, 5>, Gradient<3, 6>},
     {Gradient<4, 1>, Gradient<4, 2>, Gradient<4, 3>, Gradient<4, 4>,
      Gradient<4, 5>, Gradient<4, 6>}}};

}  // namespace
}  // namespace tinytorch::internal
HWY_AFTER_NAMESPACE();
