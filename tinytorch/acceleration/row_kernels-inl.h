// The kernels themselves, compiled once per instruction set with that set's
// flags, in an unnamed namespace (see direct_kernels-inl.h).
#include <algorithm>
#include <cstdint>
#include <type_traits>

#include "hwy/highway.h"
#include "tinytorch/acceleration/row_kernels.h"

namespace tinytorch::internal {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::CappedTag<float, 16>;
using Ints = hn::CappedTag<int32_t, 16>;
using Bytes = hn::Rebind<uint8_t, Ints>;
constexpr Floats kFloats;
constexpr Ints kInts;
constexpr Bytes kBytes;
constexpr int64_t kLanes = hn::MaxLanes(kFloats);

// to[i] = the larger of a[i] and b[i]; NaN wins.
template <typename T>
inline void Larger(const T* a, const T* b, T* to, int64_t n) {
  constexpr hn::CappedTag<T, 16> kTag;
  int64_t i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    const auto x = hn::LoadU(kTag, a + i), y = hn::LoadU(kTag, b + i);
    if constexpr (std::is_floating_point_v<T>) {
      const auto take = hn::Or(hn::Gt(x, y), hn::IsNaN(x));
      hn::StoreU(hn::IfThenElse(take, x, y), kTag, to + i);
    } else {
      hn::StoreU(hn::Max(x, y), kTag, to + i);
    }
  }
  for (; i < n; ++i) to[i] = a[i] > b[i] || a[i] != a[i] ? a[i] : b[i];
}

// First down the window's rows, then along them.
template <typename T>
void Pool(const T* const* rows, int64_t window, int64_t stride, int64_t width,
          int64_t channels, T* scratch, T* to) {
  const int64_t n = ((width - 1) * stride + window) * channels;
  const T* down = rows[0];
  for (int64_t i = 1; i < window; ++i) {
    Larger(rows[i], down, scratch, n);
    down = scratch;
  }
  for (int64_t x = 0; x < width; ++x) {
    const T* first = down + x * stride * channels;
    T* out = to + x * channels;
    if (window == 1) std::copy_n(first, channels, out);
    for (int64_t j = 1; j < window; ++j) {
      Larger(first + j * channels, j == 1 ? first : out, out, channels);
    }
  }
}

// Half is rounded up: truncation after adding it, which what is not negative
// allows. NaN fails the first comparison and becomes `low`.
inline uint8_t ToByte(float x, float low) {
  x = x > low ? x : low;
  x = x < 255.0f ? x : 255.0f;
  return static_cast<uint8_t>(static_cast<int32_t>(x + 0.5f));
}
inline hn::Vec<Bytes> ToBytes(hn::Vec<Floats> x, hn::Vec<Floats> low) {
  x = hn::IfThenElse(hn::Gt(x, low), x, low);
  x = hn::Min(x, hn::Set(kFloats, 255.0f));
  x = hn::Add(x, hn::Set(kFloats, 0.5f));
  return hn::DemoteTo(kBytes, hn::ConvertTo(kInts, x));
}

void Quantize(const float* x, int64_t n, float inverse_scale, float zero_point,
              uint8_t* to) {
  const auto factor = hn::Set(kFloats, inverse_scale);
  const auto offset = hn::Set(kFloats, zero_point);
  int64_t i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    const auto y = hn::MulAdd(hn::LoadU(kFloats, x + i), factor, offset);
    hn::StoreU(ToBytes(y, hn::Zero(kFloats)), kBytes, to + i);
  }
  for (; i < n; ++i) to[i] = ToByte(x[i] * inverse_scale + zero_point, 0.0f);
}

inline hn::Vec<Floats> Scaled(const int32_t* sums, const float* factor,
                              const float* offset) {
  return hn::MulAdd(hn::ConvertTo(kFloats, hn::LoadU(kInts, sums)),
                    hn::LoadU(kFloats, factor), hn::LoadU(kFloats, offset));
}

void Requantize(const int32_t* sums, int64_t pixels, int64_t channels,
                const float* factor, const float* offset, float low,
                uint8_t* to) {
  const auto lowest = hn::Set(kFloats, low);
  for (int64_t p = 0; p < pixels; ++p, sums += channels, to += channels) {
    int64_t c = 0;
    for (; c + kLanes <= channels; c += kLanes) {
      hn::StoreU(ToBytes(Scaled(sums + c, factor + c, offset + c), lowest),
                 kBytes, to + c);
    }
    for (; c < channels; ++c) {
      to[c] = ToByte(static_cast<float>(sums[c]) * factor[c] + offset[c], low);
    }
  }
}

void Dequantize(const int32_t* sums, int64_t pixels, int64_t channels,
                const float* factor, const float* offset, float low,
                float* to) {
  const auto lowest = hn::Set(kFloats, low);
  for (int64_t p = 0; p < pixels; ++p, sums += channels, to += channels) {
    int64_t c = 0;
    for (; c + kLanes <= channels; c += kLanes) {
      hn::StoreU(hn::Max(Scaled(sums + c, factor + c, offset + c), lowest),
                 kFloats, to + c);
    }
    for (; c < channels; ++c) {
      const float y = static_cast<float>(sums[c]) * factor[c] + offset[c];
      to[c] = y > low ? y : low;
    }
  }
}

constexpr RowKernels kRowKernels = {Pool<float>, Pool<int32_t>, Quantize,
                                    Requantize, Dequantize};

}  // namespace
}  // namespace tinytorch::internal
