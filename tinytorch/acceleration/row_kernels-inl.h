// The kernels themselves, compiled once per instruction set with that set's
// flags, in an unnamed namespace (see direct_kernels-inl.h).
#include <cstdint>
#include <type_traits>

#include "hwy/highway.h"
#include "tinytorch/acceleration/row_kernels.h"

HWY_BEFORE_NAMESPACE();  // on ARM, Highway compiles for more than the flags say
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

// The larger of x and y; NaN wins.
template <typename T, typename V>
inline V Larger(V x, V y) {
  if constexpr (std::is_floating_point_v<T>) {
    return hn::IfThenElse(hn::Or(hn::Gt(x, y), hn::IsNaN(x)), x, y);
  } else {
    return hn::Max(x, y);
  }
}

// kWindow: the window if known, which for 2 unrolls everything, else 0.
template <typename T, int64_t kWindow>
inline __attribute__((always_inline)) void PoolOf(const T* const* rows,
                                                  int64_t any_window,
                                                  int64_t stride, int64_t width,
                                                  int64_t channels, T* to) {
  constexpr hn::CappedTag<T, 16> kTag;
  const int64_t window = kWindow == 0 ? any_window : kWindow;
  for (int64_t x = 0; x < width; ++x, to += channels) {
    const int64_t at = x * stride * channels;
    int64_t c = 0;
    for (; c + kLanes <= channels; c += kLanes) {
      auto largest = hn::LoadU(kTag, rows[0] + at + c);
      for (int64_t i = 0; i < window; ++i) {
        for (int64_t j = i == 0 ? 1 : 0; j < window; ++j) {
          largest = Larger<T>(hn::LoadU(kTag, rows[i] + at + j * channels + c),
                              largest);
        }
      }
      hn::StoreU(largest, kTag, to + c);
    }
    for (; c < channels; ++c) {
      T largest = rows[0][at + c];
      for (int64_t i = 0; i < window; ++i) {
        for (int64_t j = i == 0 ? 1 : 0; j < window; ++j) {
          const T v = rows[i][at + j * channels + c];
          largest = v > largest || v != v ? v : largest;
        }
      }
      to[c] = largest;
    }
  }
}

template <typename T>
void Pool(const T* const* rows, int64_t window, int64_t stride, int64_t width,
          int64_t channels, T* to) {
  if (window == 2) {
    PoolOf<T, 2>(rows, 2, stride, width, channels, to);
  } else {
    PoolOf<T, 0>(rows, window, stride, width, channels, to);
  }
}

// Half is rounded up: truncation after adding it, which what is not negative
// allows. NaN fails the first comparison and becomes `low`.
inline uint8_t ToByte(float x, float low) {
  x = x > low ? x : low;
  x = x < 255.0f ? x : 255.0f;
  return static_cast<uint8_t>(static_cast<int32_t>(x + 0.5f));
}
inline void StoreBytes(hn::Vec<Floats> x, hn::Vec<Floats> low, uint8_t* to) {
  x = hn::IfThenElse(hn::Gt(x, low), x, low);
  x = hn::Min(x, hn::Set(kFloats, 255.0f));
  x = hn::Add(x, hn::Set(kFloats, 0.5f));
  const hn::Vec<Ints> whole = hn::ConvertTo(kInts, x);
#if defined(__AVX512F__)
  // One instruction where DemoteTo takes several.
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to),
                   _mm512_cvtepi32_epi8(whole.raw));
#else
  hn::StoreU(hn::DemoteTo(kBytes, whole), kBytes, to);
#endif
}

void Quantize(const float* x, int64_t n, float inverse_scale, float zero_point,
              uint8_t* to) {
  const auto factor = hn::Set(kFloats, inverse_scale);
  const auto offset = hn::Set(kFloats, zero_point);
  int64_t i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    const auto y = hn::MulAdd(hn::LoadU(kFloats, x + i), factor, offset);
    StoreBytes(y, hn::Zero(kFloats), to + i);
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
      StoreBytes(Scaled(sums + c, factor + c, offset + c), lowest, to + c);
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
HWY_AFTER_NAMESPACE();
