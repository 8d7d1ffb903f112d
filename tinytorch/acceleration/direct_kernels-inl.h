// The kernels themselves, compiled once per instruction set: the including file
// defines
//   TT_DIRECT_TARGET       a name
//   TT_DIRECT_PIXELS       the most pixels of a float tile
//   TT_DIRECT_INT8_PIXELS  and of an int8 tile
// and is compiled with that set's flags. Everything here lives in an unnamed
// namespace, so that no function compiled for a larger instruction set can
// replace another's.
#include <array>
#include <cstdint>
#include <cstring>
#include <utility>

#include "hwy/highway.h"
#include "tinytorch/acceleration/direct_kernels.h"

HWY_BEFORE_NAMESPACE();  // on ARM, Highway compiles for more than the flags say
namespace tinytorch::internal {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::CappedTag<float, 16>;
using Ints = hn::CappedTag<int32_t, 16>;
constexpr Floats kFloats;
constexpr Ints kInts;
constexpr int64_t kLanes = hn::MaxLanes(kFloats);

// Weights that a tile uses once or twice come from far away: this many steps
// ahead they are asked for.
constexpr int64_t kAhead = 16;

// How many partial sums each result needs so that additions do not wait for
// each other: eight chains are enough for the machines at hand.
constexpr int Partials(int results) {
  return results >= 8 ? 1 : results >= 4 ? 2 : 4;
}

// Element p·stride of x, for up to 16 p, from few registers: x86 adds at most
// twice an index to a base, so there is a base for every third.
template <typename T, int P>
struct Bases {
  const T* base[(P + 2) / 3];
  int64_t stride;
  Bases(const T* x, int64_t pixel_stride) : stride(pixel_stride) {
    for (int j = 0; j < (P + 2) / 3; ++j) base[j] = x + 3 * j * pixel_stride;
  }
  const T* at(int p, int64_t i) const {
    return base[p / 3] + (p % 3) * stride + i;
  }
};

// Calls f(the run's place in x) for each run.
template <typename T, typename X, typename F>
inline __attribute__((always_inline)) void ForEachRun(const T& t, const X* x,
                                                      F f) {
  int64_t left = t.per_row;
  for (int64_t r = 0; r < t.runs; ++r) {
    f(x);
    const bool next_row = --left == 0;
    x += next_row ? t.row_stride : t.run_stride;
    if (next_row) left = t.per_row;
  }
}

template <int P, int V>
void Tile(const DirectTile& t) {
  constexpr int U = Partials(P * V);
  constexpr int64_t kWidth = V * kLanes;
  hn::Vec<Floats> sum[U][P][V];
#pragma GCC unroll 4
  for (int u = 0; u < U; ++u) {
#pragma GCC unroll 16
    for (int p = 0; p < P; ++p) {
#pragma GCC unroll 4
      for (int v = 0; v < V; ++v) sum[u][p][v] = hn::Zero(kFloats);
    }
  }
  const float* w = t.w;
  ForEachRun(
      t, t.x, [&](const float* at) __attribute__((always_inline)) {
        const Bases<float, P> x(at, t.pixel_stride);
        const auto step = [&](int u, int64_t i) __attribute__((always_inline)) {
          hn::Vec<Floats> weights[V];
#pragma GCC unroll 4
          for (int v = 0; v < V; ++v) {
            weights[v] = hn::LoadU(kFloats, w + v * kLanes);
          }
          if constexpr (P <= 2) {
            for (int v = 0; v < V; ++v) {
              __builtin_prefetch(w + kAhead * kWidth + v * kLanes);
            }
          }
          w += kWidth;
#pragma GCC unroll 16
          for (int p = 0; p < P; ++p) {
            const hn::Vec<Floats> value = hn::Set(kFloats, *x.at(p, i));
#pragma GCC unroll 4
            for (int v = 0; v < V; ++v) {
              sum[u][p][v] = hn::MulAdd(value, weights[v], sum[u][p][v]);
            }
          }
        };
        int64_t i = 0;
        for (; i + U <= t.run; i += U) {
#pragma GCC unroll 4
          for (int u = 0; u < U; ++u) step(u, i + u);
        }
        if constexpr (U > 1) {
          for (; i < t.run; ++i) step(0, i);
        }
      });
#pragma GCC unroll 16
  for (int p = 0; p < P; ++p) {
#pragma GCC unroll 4
    for (int v = 0; v < V; ++v) {
      hn::Vec<Floats> y = hn::LoadU(kFloats, t.bias + v * kLanes);
#pragma GCC unroll 4
      for (int u = 0; u < U; ++u) y = hn::Add(y, sum[u][p][v]);
      // The comparison is false for NaN, which stays.
      if (t.relu) {
        y = hn::IfThenElse(hn::Lt(y, hn::Zero(kFloats)), hn::Zero(kFloats), y);
      }
      float* out = t.out + p * t.out_stride + v * kLanes;
      const int64_t left = t.columns - v * kLanes;
      if (left >= kLanes) {
        hn::StoreU(y, kFloats, out);
      } else if (left > 0) {
        alignas(64) float part[kLanes];
        hn::Store(y, kFloats, part);
        std::memcpy(out, part, left * sizeof(float));
      }
    }
  }
}

template <typename Row>
void StoreInts(const Row& row, int64_t columns, int32_t* out) {
  if (columns >= kLanes) {
    hn::StoreU(row, kInts, out);
  } else if (columns > 0) {
    alignas(64) int32_t part[kLanes];
    hn::Store(row, kInts, part);
    std::memcpy(out, part, columns * sizeof(int32_t));
  }
}

#if defined(__AVX512VNNI__)

// vpdpbusd: four unsigned by signed products a lane, added in 32 bits.
constexpr int64_t kGroup = 4;
using X = uint8_t;

template <int P, int V>
struct Int8Sums {
  __m512i sum[P][V];
  __m512i weights[V];
  void Load(const int8_t* w) {
#pragma GCC unroll 4
    for (int v = 0; v < V; ++v) weights[v] = _mm512_loadu_si512(w + v * 64);
  }
  void Add(int p, const X* x) {
    int32_t four;
    std::memcpy(&four, x, 4);
    const __m512i value = _mm512_set1_epi32(four);
#pragma GCC unroll 4
    for (int v = 0; v < V; ++v) {
      sum[p][v] = _mm512_dpbusd_epi32(sum[p][v], value, weights[v]);
    }
  }
  hn::Vec<Ints> Get(int p, int v) const { return {sum[p][v]}; }
  void Set(int p, int v, const int32_t* from) {
    sum[p][v] = _mm512_loadu_si512(from);
  }
};

#elif defined(__AVX2__)

// pmaddwd on numbers widened to 16 bits: two products a lane, exact.
constexpr int64_t kGroup = 2;
using X = int16_t;

template <int P, int V>
struct Int8Sums {
  hn::Vec<Ints> sum[P][V];
  hn::Vec<hn::Repartition<int16_t, Ints> > weights[V];
  void Load(const int8_t* w) {
    constexpr hn::Repartition<int16_t, Ints> kShorts;
    constexpr hn::Rebind<int8_t, decltype(kShorts)> kBytes;
#pragma GCC unroll 4
    for (int v = 0; v < V; ++v) {
      weights[v] =
          hn::PromoteTo(kShorts, hn::LoadU(kBytes, w + v * 2 * kLanes));
    }
  }
  void Add(int p, const X* x) {
    constexpr hn::Repartition<int16_t, Ints> kShorts;
    int32_t two;
    std::memcpy(&two, x, 4);
    const auto value = hn::BitCast(kShorts, hn::Set(kInts, two));
#pragma GCC unroll 4
    for (int v = 0; v < V; ++v) {
      hn::Vec<Ints> unused = hn::Zero(kInts);
      sum[p][v] = hn::ReorderWidenMulAccumulate(kInts, value, weights[v],
                                                sum[p][v], unused);
    }
  }
  hn::Vec<Ints> Get(int p, int v) const { return sum[p][v]; }
  void Set(int p, int v, const int32_t* from) {
    sum[p][v] = hn::LoadU(kInts, from);
  }
};

#else

// One product a lane. On NEON the multiplication widens (smlal), elsewhere both
// sides are widened first.
constexpr int64_t kGroup = 1;
using X = int16_t;

template <int P, int V>
struct Int8Sums {
  hn::Vec<Ints> sum[P][V];
  using Shorts = hn::Rebind<int16_t, Ints>;
  hn::Vec<Shorts> weights[V];
  Int8Sums() {}  // one that is left to the compiler lacks Highway's options
  void Load(const int8_t* w) {
    constexpr hn::Rebind<int8_t, Ints> kBytes;
#pragma GCC unroll 4
    for (int v = 0; v < V; ++v) {
      weights[v] = hn::PromoteTo(Shorts(), hn::LoadU(kBytes, w + v * kLanes));
    }
  }
  void Add(int p, const X* x) {
#pragma GCC unroll 4
    for (int v = 0; v < V; ++v) {
#if HWY_TARGET == HWY_NEON
      sum[p][v] = hn::Vec<Ints>(vmlal_n_s16(sum[p][v].raw, weights[v].raw, *x));
#else
      sum[p][v] = hn::Add(sum[p][v], hn::Mul(hn::Set(kInts, *x),
                                             hn::PromoteTo(kInts, weights[v])));
#endif
    }
  }
  hn::Vec<Ints> Get(int p, int v) const { return sum[p][v]; }
  void Set(int p, int v, const int32_t* from) {
    sum[p][v] = hn::LoadU(kInts, from);
  }
};

#endif

template <int P, int V>
void Int8Tile(const DirectTileInt8& t) {
  constexpr int U = Partials(P * V);
  Int8Sums<P, V> sums[U];
  alignas(64) constexpr int32_t kZeros[kLanes] = {};
#pragma GCC unroll 4
  for (int u = 0; u < U; ++u) {
#pragma GCC unroll 16
    for (int p = 0; p < P; ++p) {
#pragma GCC unroll 4
      for (int v = 0; v < V; ++v) {
        sums[u].Set(p, v, u == 0 ? t.bias + v * kLanes : kZeros);
      }
    }
  }
  const int8_t* w = t.w;
  ForEachRun(
      t, static_cast<const X*>(t.x),
      [&](const X* at) __attribute__((always_inline)) {
        const Bases<X, P> x(at, t.pixel_stride);
        const auto step = [&](int u, int64_t i) __attribute__((always_inline)) {
          sums[u].Load(w);
          if constexpr (P <= 2) {
            for (int v = 0; v < V; ++v) {
              __builtin_prefetch(w + (kAhead * V + v) * kLanes * kGroup);
            }
          }
          w += V * kLanes * kGroup;
#pragma GCC unroll 16
          for (int p = 0; p < P; ++p) sums[u].Add(p, x.at(p, i * kGroup));
        };
        int64_t i = 0;
        for (; i + U <= t.run; i += U) {
#pragma GCC unroll 4
          for (int u = 0; u < U; ++u) step(u, i + u);
        }
        if constexpr (U > 1) {
          for (; i < t.run; ++i) step(0, i);
        }
      });
#pragma GCC unroll 16
  for (int p = 0; p < P; ++p) {
#pragma GCC unroll 4
    for (int v = 0; v < V; ++v) {
      hn::Vec<Ints> sum = sums[0].Get(p, v);
#pragma GCC unroll 4
      for (int u = 1; u < U; ++u) sum = hn::Add(sum, sums[u].Get(p, v));
      StoreInts(sum, t.columns - v * kLanes,
                t.out + p * t.out_stride + v * kLanes);
    }
  }
}

// tile[v][p] is the instance for v + 1 vectors and p + 1 pixels.
template <int V, int... P>
constexpr auto Tiles(std::integer_sequence<int, P...>) {
  return std::array<void (*)(const DirectTile&), 16>{Tile<P + 1, V>...};
}
template <int V, int... P>
constexpr auto Int8Tiles(std::integer_sequence<int, P...>) {
  return std::array<void (*)(const DirectTileInt8&), 16>{Int8Tile<P + 1, V>...};
}
using Pixels = std::make_integer_sequence<int, TT_DIRECT_PIXELS>;
using Int8Pixels = std::make_integer_sequence<int, TT_DIRECT_INT8_PIXELS>;

constexpr DirectKernels kKernels = {
    TT_DIRECT_TARGET,
    kLanes,
    TT_DIRECT_PIXELS,
    TT_DIRECT_INT8_PIXELS,
    kGroup,
    sizeof(X) == 2,
    {Tiles<1>(Pixels()), Tiles<2>(Pixels())},
    {Int8Tiles<1>(Int8Pixels()), Int8Tiles<2>(Int8Pixels())}};

}  // namespace
}  // namespace tinytorch::internal
HWY_AFTER_NAMESPACE();
