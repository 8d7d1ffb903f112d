// The kernels themselves, compiled once per instruction set: the including file
// defines TT_DEPTHWISE_TARGET, a name, and is compiled with that set's flags.
// In an unnamed namespace (see direct_kernels-inl.h).
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "hwy/highway.h"
#include "tinytorch/acceleration/depthwise_kernels.h"

HWY_BEFORE_NAMESPACE();  // on ARM, Highway compiles for more than the flags say
namespace tinytorch::internal {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::CappedTag<float, 16>;
using Ints = hn::CappedTag<int32_t, 16>;
constexpr Floats kFloats;
constexpr Ints kInts;
constexpr int64_t kLanes = hn::MaxLanes(kFloats);

// As many chains of additions as the machines at hand need to be busy.
constexpr int kPixels = 8;

inline hn::Vec<Floats> Load(const float* x) { return hn::LoadU(kFloats, x); }
// Bytes are multiplied and added as floats: whole numbers, and exact, as long
// as sums stay below 2^24 (depthwise.cc sees to it).
template <typename Byte>
inline hn::Vec<Floats> Load(const Byte* x) {
  constexpr hn::Rebind<Byte, Ints> kBytes;
  return hn::ConvertTo(kFloats, hn::PromoteTo(kInts, hn::LoadU(kBytes, x)));
}

inline hn::Vec<Floats> Finished(hn::Vec<Floats> sum, const float* bias,
                                bool relu) {
  const hn::Vec<Floats> y = hn::Add(hn::LoadU(kFloats, bias), sum);
  // The comparison is false for NaN, which stays.
  return relu ? hn::IfThenElse(hn::Lt(y, hn::Zero(kFloats)), hn::Zero(kFloats),
                               y)
              : y;
}
inline hn::Vec<Ints> Finished(hn::Vec<Floats> sum, const int32_t* bias, bool) {
  return hn::Add(hn::LoadU(kInts, bias), hn::ConvertTo(kInts, sum));
}

template <int P, typename Row>
inline __attribute__((always_inline)) void Tile(const Row& t, int64_t first) {
  using Out = std::remove_pointer_t<decltype(t.out)>;
  constexpr hn::CappedTag<Out, 16> kOut;
  hn::Vec<Floats> sum[P];
#pragma GCC unroll 8
  for (int p = 0; p < P; ++p) sum[p] = hn::Zero(kFloats);
  auto* w = t.w;
  for (int64_t i = 0; i < t.rows; ++i) {
    auto* x = t.x + first * t.pixel_stride + i * t.row_stride;
    for (int64_t j = 0; j < t.taps; ++j, x += t.tap_stride, w += kLanes) {
      const hn::Vec<Floats> weight = Load(w);
#pragma GCC unroll 8
      for (int p = 0; p < P; ++p) {
        sum[p] = hn::MulAdd(weight, Load(x + p * t.pixel_stride), sum[p]);
      }
    }
  }
#pragma GCC unroll 8
  for (int p = 0; p < P; ++p) {
    const auto y = Finished(sum[p], t.bias, t.relu);
    Out* out = t.out + (first + p) * t.out_stride;
    if (t.columns >= kLanes) {
      hn::StoreU(y, kOut, out);
    } else {
      alignas(64) Out part[kLanes];
      hn::Store(y, kOut, part);
      std::memcpy(out, part, t.columns * sizeof(Out));
    }
  }
}

template <typename Row>
void RunRow(const Row& t) {
  int64_t p = 0;
  for (; p + kPixels <= t.pixels; p += kPixels) Tile<kPixels>(t, p);
  if (p + 4 <= t.pixels) {
    Tile<4>(t, p);
    p += 4;
  }
  for (; p < t.pixels; ++p) Tile<1>(t, p);
}

constexpr DepthwiseKernels kDepthwiseKernels = {TT_DEPTHWISE_TARGET, kLanes,
                                                RunRow<DepthwiseRowFloat>,
                                                RunRow<DepthwiseRowInt8>};

}  // namespace
}  // namespace tinytorch::internal
HWY_AFTER_NAMESPACE();
