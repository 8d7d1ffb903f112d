#include "tinytorch/acceleration/gemm.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "tinytorch/acceleration/cpu.h"
#include "tinytorch/acceleration/gemm_kernels.h"

namespace tinytorch {
namespace {

using internal::GemmKernels;

// A block of A (kMc×kKc) fits the level-2 cache, a panel of B (kKc×NR) level 1.
constexpr int64_t kMc = 192;
constexpr int64_t kKc = 384;
constexpr int64_t kNc = 3072;

const GemmKernels& Kernels() {
#if defined(__x86_64__)
  const Target most = target();
  if (most >= Target::kAvx512) return internal::Avx512GemmKernels();
  if (most == Target::kAvx2) return internal::Avx2GemmKernels();
#endif
  return internal::BaselineGemmKernels();
}

// Grow-only scratch memory on a cache line, one a thread and use.
class Scratch {
 public:
  float* Reserve(int64_t floats) {
    if (floats > size_) {
      const size_t bytes = (floats * sizeof(float) + 63) / 64 * 64;
      data_.reset(static_cast<float*>(std::aligned_alloc(64, bytes)));
      size_ = floats;
    }
    return data_.get();
  }

 private:
  struct Free {
    void operator()(float* p) const { std::free(p); }
  };
  std::unique_ptr<float, Free> data_;
  int64_t size_ = 0;
};

// Packs `rows`×`k` of a matrix into panels of `width` rows: for each step of k
// the panel's `width` values stand side by side, zeros where rows are missing.
void Pack(const float* source, int64_t row_stride, int64_t k_stride,
          int64_t rows, int64_t k, int64_t width, float* out) {
  for (int64_t r = 0; r < rows; r += width, out += width * k) {
    const int64_t count = std::min(width, rows - r);
    const float* from = source + r * row_stride;
    if (count < width) std::memset(out, 0, width * k * sizeof(float));
    if (row_stride == 1) {
      for (int64_t p = 0; p < k; ++p) {
        std::memcpy(out + p * width, from + p * k_stride,
                    count * sizeof(float));
      }
    } else {
      for (int64_t i = 0; i < count; ++i) {
        const float* row = from + i * row_stride;
        for (int64_t p = 0; p < k; ++p) out[p * width + i] = row[p * k_stride];
      }
    }
  }
}

// One product of a row with a matrix, where no packing can pay.
bool RowTimesMatrix(const GemmKernels& kernels, int64_t m, int64_t n, int64_t k,
                    MatrixView a, MatrixView b, float* c, int64_t c_stride,
                    bool accumulate) {
  if (m > 2 || a.col_stride != 1) return false;
  const bool rows = b.col_stride == 1;
  if (!rows && b.row_stride != 1) return false;
  for (int64_t i = 0; i < m; ++i) {
    const float* x = a.data + i * a.row_stride;
    float* y = c + i * c_stride;
    if (rows) {
      kernels.vector_rows(n, k, x, b.data, b.row_stride, y, accumulate);
    } else {
      kernels.vector_dots(n, k, x, b.data, b.col_stride, y, accumulate);
    }
  }
  return true;
}

}  // namespace

void GemmReference(int64_t m, int64_t n, int64_t k, MatrixView a, MatrixView b,
                   float* c, int64_t c_stride, bool accumulate) {
  for (int64_t i = 0; i < m; ++i) {
    for (int64_t j = 0; j < n; ++j) {
      float sum = accumulate ? c[i * c_stride + j] : 0.0f;
      for (int64_t p = 0; p < k; ++p) {
        sum += a.data[i * a.row_stride + p * a.col_stride] *
               b.data[p * b.row_stride + j * b.col_stride];
      }
      c[i * c_stride + j] = sum;
    }
  }
}

void Gemm(int64_t m, int64_t n, int64_t k, MatrixView a, MatrixView b, float* c,
          int64_t c_stride, bool accumulate) {
  if (m == 0 || n == 0) return;
  if (k == 0) {
    if (!accumulate) {
      for (int64_t i = 0; i < m; ++i) {
        std::memset(c + i * c_stride, 0, n * sizeof(float));
      }
    }
    return;
  }
  const GemmKernels& kernels = Kernels();
  if (RowTimesMatrix(kernels, m, n, k, a, b, c, c_stride, accumulate)) return;
  const int64_t mr = kernels.mr, nr = kernels.nr;
  const auto round_up = [](int64_t x, int64_t to) {
    return (x + to - 1) / to * to;
  };
  thread_local Scratch a_scratch, b_scratch, tile_scratch;
  float* a_pack =
      a_scratch.Reserve(round_up(std::min(m, kMc), mr) * std::min(k, kKc));
  float* b_pack =
      b_scratch.Reserve(round_up(std::min(n, kNc), nr) * std::min(k, kKc));
  float* edge = tile_scratch.Reserve(mr * nr);

  for (int64_t jc = 0; jc < n; jc += kNc) {
    const int64_t nc = std::min(kNc, n - jc);
    for (int64_t pc = 0; pc < k; pc += kKc) {
      const int64_t kc = std::min(kKc, k - pc);
      const bool add = accumulate || pc > 0;
      Pack(b.data + pc * b.row_stride + jc * b.col_stride, b.col_stride,
           b.row_stride, nc, kc, nr, b_pack);
      for (int64_t ic = 0; ic < m; ic += kMc) {
        const int64_t mc = std::min(kMc, m - ic);
        Pack(a.data + ic * a.row_stride + pc * a.col_stride, a.row_stride,
             a.col_stride, mc, kc, mr, a_pack);
        for (int64_t j = 0; j < nc; j += nr) {
          const float* b_panel = b_pack + j * kc;
          const int64_t columns = std::min(nr, nc - j);
          for (int64_t i = 0; i < mc; i += mr) {
            const float* a_panel = a_pack + i * kc;
            float* out = c + (ic + i) * c_stride + jc + j;
            const int64_t rows = std::min(mr, mc - i);
            if (rows == mr && columns == nr) {
              kernels.tile(kc, a_panel, b_panel, out, c_stride, add);
              continue;
            }
            kernels.tile(kc, a_panel, b_panel, edge, nr, false);
            for (int64_t r = 0; r < rows; ++r) {
              float* to = out + r * c_stride;
              const float* from = edge + r * nr;
              if (add) {
                for (int64_t s = 0; s < columns; ++s) to[s] += from[s];
              } else {
                std::memcpy(to, from, columns * sizeof(float));
              }
            }
          }
        }
      }
    }
  }
}

const char* GemmTarget() { return Kernels().target; }

}  // namespace tinytorch
