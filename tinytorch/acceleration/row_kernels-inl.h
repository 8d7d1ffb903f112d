// The kernels themselves, compiled once per instruction set with that set's
// flags, in an unnamed namespace (see direct_kernels-inl.h).
#include <algorithm>
#include <cstdint>
#include <type_traits>

#include "hwy/highway.h"
//
#include "hwy/contrib/math/math-inl.h"
#include "tinytorch/acceleration/row_kernels.h"

HWY_BEFORE_NAMESPACE();  // on ARM, Highway compiles for more than the flags say
namespace tinytorch::internal {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::CappedTag<float, 16>;
using Ints = hn::CappedTag<int32_t, 16>;
constexpr Floats kFloats;
constexpr Ints kInts;
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
template <typename D>
inline __attribute__((always_inline)) void StoreBytes(D d, hn::Vec<D> x,
                                                      hn::Vec<D> low,
                                                      uint8_t* to) {
  x = hn::IfThenElse(hn::Gt(x, low), x, low);
  x = hn::Min(x, hn::Set(d, 255.0f));
  x = hn::Add(x, hn::Set(d, 0.5f));
  const auto whole = hn::ConvertTo(hn::Rebind<int32_t, D>(), x);
#if defined(__AVX512F__)
  if constexpr (hn::MaxLanes(D()) == 16) {
    // One instruction where DemoteTo takes several.
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to),
                     _mm512_cvtepi32_epi8(whole.raw));
    return;
  }
#endif
  const hn::Rebind<uint8_t, D> bytes;
  hn::StoreU(hn::DemoteTo(bytes, whole), bytes, to);
}

// Calls `some(d, i)` for the numbers from i on that a vector of tag d holds, or
// `one(i)`, so that all of a row's `n` are done: as many at a time as there
// are, the last four of a row perhaps twice. A row of at least four is never
// done one by one: the comparisons of a single number become branches, and
// whoever has noisy samples would pay for their wrong guesses (a fifth of a
// small network's time).
template <typename Some, typename One>
inline __attribute__((always_inline)) void EachOfRow(int64_t n,
                                                     const Some& some,
                                                     const One& one) {
  constexpr hn::CappedTag<float, 8> kEight;
  constexpr hn::CappedTag<float, 4> kFour;
  int64_t i = 0;
  for (; i + kLanes <= n; i += kLanes) some(kFloats, i);
  if (kLanes > 8 && i + 8 <= n) {
    some(kEight, i);
    i += 8;
  }
  if (kLanes > 4 && i + 4 <= n) {
    some(kFour, i);
    i += 4;
  }
  if (i == n) return;
  if (n >= 4) {
    some(kFour, n - 4);
    return;
  }
  for (; i < n; ++i) one(i);
}

void Quantize(const float* x, int64_t n, float inverse_scale, float zero_point,
              uint8_t* to) {
  EachOfRow(
      n,
      [&](auto d, int64_t i) __attribute__((always_inline)) {
        StoreBytes(d,
                   hn::MulAdd(hn::LoadU(d, x + i), hn::Set(d, inverse_scale),
                              hn::Set(d, zero_point)),
                   hn::Zero(d), to + i);
      },
      [&](int64_t i) __attribute__((always_inline)) {
        to[i] = ToByte(x[i] * inverse_scale + zero_point, 0.0f);
      });
}

inline hn::Vec<Floats> Scaled(const int32_t* sums, const float* factor,
                              const float* offset) {
  return hn::MulAdd(hn::ConvertTo(kFloats, hn::LoadU(kInts, sums)),
                    hn::LoadU(kFloats, factor), hn::LoadU(kFloats, offset));
}

void Requantize(const int32_t* sums, int64_t pixels, int64_t channels,
                const float* factor, const float* offset, float low,
                uint8_t* to) {
  for (int64_t p = 0; p < pixels; ++p, sums += channels, to += channels) {
    EachOfRow(
        channels,
        [&](auto d, int64_t c) __attribute__((always_inline)) {
          const hn::Rebind<int32_t, decltype(d)> ints;
          StoreBytes(
              d,
              hn::MulAdd(hn::ConvertTo(d, hn::LoadU(ints, sums + c)),
                         hn::LoadU(d, factor + c), hn::LoadU(d, offset + c)),
              hn::Set(d, low), to + c);
        },
        [&](int64_t c) __attribute__((always_inline)) {
          to[c] =
              ToByte(static_cast<float>(sums[c]) * factor[c] + offset[c], low);
        });
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

float Exp(const float* x, int64_t n, float shift, float* to) {
  const auto shifts = hn::Set(kFloats, shift);
  const auto exp = [](hn::Vec<Floats> v) __attribute__((always_inline)) {
    // Highway's gives 0 for NaN.
    return hn::IfThenElse(hn::IsNaN(v), v, hn::Exp(kFloats, v));
  };
  hn::Vec<Floats> sum = hn::Zero(kFloats);
  int64_t i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    const auto y = exp(hn::Sub(hn::LoadU(kFloats, x + i), shifts));
    sum = hn::Add(sum, y);
    hn::StoreU(y, kFloats, to + i);
  }
  float total = hn::GetLane(hn::SumOfLanes(kFloats, sum));
  if (i < n) {
    alignas(64) float part[kLanes] = {};
    std::copy_n(x + i, n - i, part);
    hn::Store(exp(hn::Sub(hn::Load(kFloats, part), shifts)), kFloats, part);
    for (int64_t j = 0; i + j < n; ++j) total += to[i + j] = part[j];
  }
  return total;
}

// Σ f(x) in four chains, f on vectors and on numbers.
template <typename V, typename S>
inline __attribute__((always_inline)) float SumOf(const float* x, int64_t n,
                                                  V vector, S scalar) {
  hn::Vec<Floats> sum[4] = {hn::Zero(kFloats), hn::Zero(kFloats),
                            hn::Zero(kFloats), hn::Zero(kFloats)};
  int64_t i = 0;
  for (; i + 4 * kLanes <= n; i += 4 * kLanes) {
    for (int k = 0; k < 4; ++k) {
      sum[k] = hn::Add(sum[k], vector(hn::LoadU(kFloats, x + i + k * kLanes)));
    }
  }
  for (; i + kLanes <= n; i += kLanes) {
    sum[0] = hn::Add(sum[0], vector(hn::LoadU(kFloats, x + i)));
  }
  float total = hn::GetLane(hn::SumOfLanes(
      kFloats, hn::Add(hn::Add(sum[0], sum[1]), hn::Add(sum[2], sum[3]))));
  for (; i < n; ++i) total += scalar(x[i]);
  return total;
}

float Sum(const float* x, int64_t n) {
  return SumOf(
      x, n, [](hn::Vec<Floats> v) { return v; }, [](float v) { return v; });
}

float SquareSum(const float* x, int64_t n, float mean) {
  const auto means = hn::Set(kFloats, mean);
  return SumOf(
      x, n,
      [means](hn::Vec<Floats> v) {
        const auto d = hn::Sub(v, means);
        return hn::Mul(d, d);
      },
      [mean](float v) { return (v - mean) * (v - mean); });
}

// One vector of squares from `x` on.
template <int64_t kCount>
inline __attribute__((always_inline)) void PoolSquaresAt(
    const float* row0, const float* row1, int64_t x, int32_t first,
    int32_t second, float* to, int32_t* where) {
  constexpr hn::CappedTag<float, kCount> kTag;
  constexpr hn::CappedTag<int32_t, kCount> kIndex;
  hn::Vec<decltype(kTag)> value[4];
  hn::LoadInterleaved2(kTag, row0 + 2 * x, value[0], value[1]);
  hn::LoadInterleaved2(kTag, row1 + 2 * x, value[2], value[3]);
  const auto pixel =
      hn::ShiftLeft<1>(hn::Iota(kIndex, static_cast<int32_t>(x)));
  auto at = hn::Add(pixel, hn::Set(kIndex, first));
  const int32_t starts[4] = {first, first + 1, second, second + 1};
  for (int k = 1; k < 4; ++k) {
    const auto take = hn::Or(hn::Gt(value[k], value[0]), hn::IsNaN(value[k]));
    value[0] = hn::IfThenElse(take, value[k], value[0]);
    at = hn::IfThenElse(hn::RebindMask(kIndex, take),
                        hn::Add(pixel, hn::Set(kIndex, starts[k])), at);
  }
  hn::StoreU(value[0], kTag, to + x);
  hn::StoreU(at, kIndex, where + x);
}

// A row of squares, its first pixel number `first` of the plane.
template <int64_t kCount>
inline void PoolSquaresRow(const float* row0, const float* row1, int64_t width,
                           int32_t first, int32_t second, float* to,
                           int32_t* where) {
  // The last vector may cover again what the one before it did.
  for (int64_t x = 0; x < width; x += kCount) {
    PoolSquaresAt<kCount>(row0, row1, std::min(x, width - kCount), first,
                          second, to, where);
  }
}

template <>
inline void PoolSquaresRow<1>(const float* row0, const float* row1,
                              int64_t width, int32_t first, int32_t second,
                              float* to, int32_t* where) {
  for (int64_t x = 0; x < width; ++x) {
    const int32_t pixel = static_cast<int32_t>(2 * x);
    const float values[4] = {row0[pixel], row0[pixel + 1], row1[pixel],
                             row1[pixel + 1]};
    const int32_t at[4] = {first + pixel, first + pixel + 1, second + pixel,
                           second + pixel + 1};
    to[x] = values[0];
    where[x] = at[0];
    for (int k = 1; k < 4; ++k) {
      if (!(values[k] > to[x] || values[k] != values[k])) continue;
      to[x] = values[k];
      where[x] = at[k];
    }
  }
}

void PoolSquares(const float* plane, int64_t pitch, int64_t height,
                 int64_t width, float* to, int32_t* where) {
  constexpr int64_t kEight = hn::MaxLanes(hn::CappedTag<float, 8>());
  constexpr int64_t kFour = hn::MaxLanes(hn::CappedTag<float, 4>());
  const auto row = width >= kEight  ? PoolSquaresRow<kEight>
                   : width >= kFour ? PoolSquaresRow<kFour>
                                    : PoolSquaresRow<1>;
  for (int64_t y = 0; y < height; ++y, to += width, where += width) {
    const int64_t first = 2 * y * pitch, second = first + pitch;
    row(plane + first, plane + second, width, static_cast<int32_t>(first),
        static_cast<int32_t>(second), to, where);
  }
}

float Largest(const float* x, int64_t n) {
  float largest = x[0];
  int64_t i = 0;
  if (n >= 4 * kLanes) {
    hn::Vec<Floats> most[4];
    for (int k = 0; k < 4; ++k) most[k] = hn::LoadU(kFloats, x + k * kLanes);
    for (i = 4 * kLanes; i + 4 * kLanes <= n; i += 4 * kLanes) {
      for (int k = 0; k < 4; ++k) {
        most[k] = hn::Max(most[k], hn::LoadU(kFloats, x + i + k * kLanes));
      }
    }
    largest = hn::GetLane(hn::MaxOfLanes(
        kFloats,
        hn::Max(hn::Max(most[0], most[1]), hn::Max(most[2], most[3]))));
  }
  for (; i < n; ++i) largest = x[i] > largest ? x[i] : largest;
  return largest;
}

constexpr RowKernels kRowKernels = {
    Pool<float>, Pool<int32_t>, Quantize,  Requantize, Dequantize,
    Exp,         Sum,           SquareSum, Largest,    PoolSquares};

}  // namespace
}  // namespace tinytorch::internal
HWY_AFTER_NAMESPACE();
