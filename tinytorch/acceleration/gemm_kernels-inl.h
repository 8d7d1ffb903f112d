// The kernels themselves, compiled once per instruction set: the including file
// defines TT_GEMM_TARGET (a name) and TT_GEMM_MR (the register tile is at most
// MR rows by two vectors), and is compiled with that set's flags. Everything
// here lives in an unnamed namespace, so that no function compiled for a larger
// instruction set can replace another's.
#include <array>
#include <cstdint>
#include <utility>

#include "hwy/highway.h"
#include "tinytorch/acceleration/gemm_kernels.h"

HWY_BEFORE_NAMESPACE();  // on ARM, Highway compiles for more than the flags say
namespace tinytorch::internal {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::CappedTag<float, 16>;
constexpr Floats kFloats;
constexpr int64_t kLanes = hn::MaxLanes(kFloats);
constexpr int64_t kMr = TT_GEMM_MR;

template <int kVectors, int kRows>
void Tile(int64_t k, const float* __restrict a, const float* __restrict b,
          float* __restrict c, int64_t c_stride, bool accumulate) {
  hn::Vec<Floats> sum[kRows][kVectors];
#pragma GCC unroll 16
  for (int64_t i = 0; i < kRows; ++i) {
#pragma GCC unroll 4
    for (int64_t v = 0; v < kVectors; ++v) sum[i][v] = hn::Zero(kFloats);
  }
  for (int64_t p = 0; p < k; ++p, a += kMr, b += kVectors * kLanes) {
    hn::Vec<Floats> row[kVectors];
#pragma GCC unroll 4
    for (int64_t v = 0; v < kVectors; ++v) {
      row[v] = hn::LoadU(kFloats, b + v * kLanes);
    }
#pragma GCC unroll 16
    for (int64_t i = 0; i < kRows; ++i) {
      const hn::Vec<Floats> x = hn::Set(kFloats, a[i]);
#pragma GCC unroll 4
      for (int64_t v = 0; v < kVectors; ++v) {
        sum[i][v] = hn::MulAdd(x, row[v], sum[i][v]);
      }
    }
  }
#pragma GCC unroll 16
  for (int64_t i = 0; i < kRows; ++i) {
#pragma GCC unroll 4
    for (int64_t v = 0; v < kVectors; ++v) {
      float* out = c + i * c_stride + v * kLanes;
      hn::Vec<Floats> value = sum[i][v];
      if (accumulate) value = hn::Add(value, hn::LoadU(kFloats, out));
      hn::StoreU(value, kFloats, out);
    }
  }
}

// Four vectors of y stay in registers while the rows of B stream past.
void VectorRows(int64_t n, int64_t k, const float* __restrict x,
                const float* __restrict b, int64_t b_stride,
                float* __restrict y, bool accumulate) {
  constexpr int64_t kStep = 4 * kLanes;
  int64_t j = 0;
  for (; j + kStep <= n; j += kStep) {
    hn::Vec<Floats> s0 = hn::Zero(kFloats), s1 = s0, s2 = s0, s3 = s0;
    const float* row = b + j;
    for (int64_t p = 0; p < k; ++p, row += b_stride) {
      const hn::Vec<Floats> xp = hn::Set(kFloats, x[p]);
      s0 = hn::MulAdd(xp, hn::LoadU(kFloats, row), s0);
      s1 = hn::MulAdd(xp, hn::LoadU(kFloats, row + kLanes), s1);
      s2 = hn::MulAdd(xp, hn::LoadU(kFloats, row + 2 * kLanes), s2);
      s3 = hn::MulAdd(xp, hn::LoadU(kFloats, row + 3 * kLanes), s3);
    }
    if (accumulate) {
      s0 = hn::Add(s0, hn::LoadU(kFloats, y + j));
      s1 = hn::Add(s1, hn::LoadU(kFloats, y + j + kLanes));
      s2 = hn::Add(s2, hn::LoadU(kFloats, y + j + 2 * kLanes));
      s3 = hn::Add(s3, hn::LoadU(kFloats, y + j + 3 * kLanes));
    }
    hn::StoreU(s0, kFloats, y + j);
    hn::StoreU(s1, kFloats, y + j + kLanes);
    hn::StoreU(s2, kFloats, y + j + 2 * kLanes);
    hn::StoreU(s3, kFloats, y + j + 3 * kLanes);
  }
  for (; j < n; ++j) {
    float s = accumulate ? y[j] : 0.0f;
    for (int64_t p = 0; p < k; ++p) s += x[p] * b[p * b_stride + j];
    y[j] = s;
  }
}

// Four dot products at a time, so that each vector of x is loaded once for
// four.
void VectorDots(int64_t n, int64_t k, const float* __restrict x,
                const float* __restrict b, int64_t b_stride,
                float* __restrict y, bool accumulate) {
  int64_t j = 0;
  for (; j + 4 <= n; j += 4) {
    const float* r0 = b + j * b_stride;
    const float* r1 = r0 + b_stride;
    const float* r2 = r1 + b_stride;
    const float* r3 = r2 + b_stride;
    hn::Vec<Floats> s0 = hn::Zero(kFloats), s1 = s0, s2 = s0, s3 = s0;
    int64_t p = 0;
    for (; p + kLanes <= k; p += kLanes) {
      const hn::Vec<Floats> xp = hn::LoadU(kFloats, x + p);
      s0 = hn::MulAdd(xp, hn::LoadU(kFloats, r0 + p), s0);
      s1 = hn::MulAdd(xp, hn::LoadU(kFloats, r1 + p), s1);
      s2 = hn::MulAdd(xp, hn::LoadU(kFloats, r2 + p), s2);
      s3 = hn::MulAdd(xp, hn::LoadU(kFloats, r3 + p), s3);
    }
    float t0 = hn::GetLane(hn::SumOfLanes(kFloats, s0));
    float t1 = hn::GetLane(hn::SumOfLanes(kFloats, s1));
    float t2 = hn::GetLane(hn::SumOfLanes(kFloats, s2));
    float t3 = hn::GetLane(hn::SumOfLanes(kFloats, s3));
    for (; p < k; ++p) {
      t0 += x[p] * r0[p];
      t1 += x[p] * r1[p];
      t2 += x[p] * r2[p];
      t3 += x[p] * r3[p];
    }
    y[j] = t0 + (accumulate ? y[j] : 0.0f);
    y[j + 1] = t1 + (accumulate ? y[j + 1] : 0.0f);
    y[j + 2] = t2 + (accumulate ? y[j + 2] : 0.0f);
    y[j + 3] = t3 + (accumulate ? y[j + 3] : 0.0f);
  }
  for (; j < n; ++j) {
    float s = accumulate ? y[j] : 0.0f;
    for (int64_t p = 0; p < k; ++p) s += x[p] * b[j * b_stride + p];
    y[j] = s;
  }
}

template <int V, int... R>
constexpr auto Tiles(std::integer_sequence<int, R...>) {
  return std::array<
      void (*)(int64_t, const float*, const float*, float*, int64_t, bool), 16>{
      Tile<V, R + 1>...};
}
using Rows = std::make_integer_sequence<int, TT_GEMM_MR>;

constexpr GemmKernels kKernels = {
    TT_GEMM_TARGET, kMr,       kLanes, {Tiles<1>(Rows()), Tiles<2>(Rows())},
    VectorRows,     VectorDots};

}  // namespace
}  // namespace tinytorch::internal
HWY_AFTER_NAMESPACE();
