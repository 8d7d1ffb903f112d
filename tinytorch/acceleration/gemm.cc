#include "tinytorch/acceleration/gemm.h"

#include <algorithm>
#include <cstring>

#include "tinytorch/acceleration/cpu.h"
#include "tinytorch/acceleration/gemm_kernels.h"
#include "tinytorch/acceleration/parallel.h"
#include "tinytorch/tensor/memory.h"

namespace tinytorch {
namespace {

using internal::GemmKernels;

// A panel of B (kKc × two vectors) passes through the level-1 cache for each
// panel of A, a block of A (kMc × kKc) stays in level 2. Measured, not derived:
// //tinytorch/benchmarking:compare shows what a change does.
constexpr int64_t kMc = 112;
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

float* Reserve(Scratch& scratch, int64_t floats) {
  return static_cast<float*>(scratch.Reserve(floats * sizeof(float)));
}

// to[p·width + i] = from[i·row_stride + p] for four i and four p.
inline void Transpose4(const float* from, int64_t row_stride, float* to,
                       int64_t width) {
  using Four = float __attribute__((vector_size(16)));
  Four a, b, c, d;
  std::memcpy(&a, from, 16);
  std::memcpy(&b, from + row_stride, 16);
  std::memcpy(&c, from + 2 * row_stride, 16);
  std::memcpy(&d, from + 3 * row_stride, 16);
  const Four ab_low = __builtin_shufflevector(a, b, 0, 4, 1, 5);
  const Four ab_high = __builtin_shufflevector(a, b, 2, 6, 3, 7);
  const Four cd_low = __builtin_shufflevector(c, d, 0, 4, 1, 5);
  const Four cd_high = __builtin_shufflevector(c, d, 2, 6, 3, 7);
  const Four columns[] = {
      __builtin_shufflevector(ab_low, cd_low, 0, 1, 4, 5),
      __builtin_shufflevector(ab_low, cd_low, 2, 3, 6, 7),
      __builtin_shufflevector(ab_high, cd_high, 0, 1, 4, 5),
      __builtin_shufflevector(ab_high, cd_high, 2, 3, 6, 7)};
  for (int64_t p = 0; p < 4; ++p) std::memcpy(to + p * width, &columns[p], 16);
}

// One panel: for each step of k the values of `rows` rows side by side, `width`
// apart from step to step, zeros where rows are missing.
void PackPanel(const float* from, int64_t row_stride, int64_t k_stride,
               int64_t rows, int64_t k, int64_t width, float* out) {
  if (rows < width) std::memset(out, 0, width * k * sizeof(float));
  if (row_stride == 1) {
    for (int64_t p = 0; p < k; ++p) {
      std::memcpy(out + p * width, from + p * k_stride, rows * sizeof(float));
    }
    return;
  }
  int64_t i = 0;
  if (k_stride == 1) {
    for (; i + 4 <= rows; i += 4) {
      const float* row = from + i * row_stride;
      int64_t p = 0;
      for (; p + 4 <= k; p += 4) {
        Transpose4(row + p, row_stride, out + p * width + i, width);
      }
      for (; p < k; ++p) {
        for (int64_t j = 0; j < 4; ++j) {
          out[p * width + i + j] = row[j * row_stride + p];
        }
      }
    }
  }
  for (; i < rows; ++i) {
    const float* row = from + i * row_stride;
    for (int64_t p = 0; p < k; ++p) out[p * width + i] = row[p * k_stride];
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

namespace {

// Gemm on this thread.
void GemmHere(int64_t m, int64_t n, int64_t k, MatrixView a, MatrixView b,
              float* c, int64_t c_stride, bool accumulate) {
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
  const int64_t mr = kernels.mr, lanes = kernels.lanes, wide = 2 * lanes;
  const auto round_up = [](int64_t x, int64_t to) {
    return (x + to - 1) / to * to;
  };
  // Blocks of equal size and of whole tiles.
  const int64_t blocks = (m + kMc - 1) / kMc;
  const int64_t block = round_up((m + blocks - 1) / blocks, mr);
  thread_local Scratch a_scratch, b_scratch, edge_scratch;
  float* a_pack = Reserve(a_scratch, block * std::min(k, kKc));
  float* b_pack =
      Reserve(b_scratch, round_up(std::min(n, kNc), wide) * std::min(k, kKc));
  float* edge = Reserve(edge_scratch, mr * wide);

  for (int64_t jc = 0; jc < n; jc += kNc) {
    const int64_t nc = std::min(kNc, n - jc);
    for (int64_t pc = 0; pc < k; pc += kKc) {
      const int64_t kc = std::min(kKc, k - pc);
      const bool add = accumulate || pc > 0;
      // Panels of two vectors; of one where the rest fits into it.
      const auto width_at = [&](int64_t j) {
        return nc - j > lanes ? wide : lanes;
      };
      for (int64_t j = 0; j < nc; j += wide) {
        PackPanel(b.data + pc * b.row_stride + (jc + j) * b.col_stride,
                  b.col_stride, b.row_stride, std::min(wide, nc - j), kc,
                  width_at(j), b_pack + j * kc);
      }
      for (int64_t ic = 0; ic < m; ic += block) {
        const int64_t mc = std::min(block, m - ic);
        for (int64_t i = 0; i < mc; i += mr) {
          PackPanel(a.data + (ic + i) * a.row_stride + pc * a.col_stride,
                    a.row_stride, a.col_stride, std::min(mr, mc - i), kc, mr,
                    a_pack + i * kc);
        }
        for (int64_t j = 0; j < nc; j += wide) {
          const float* b_panel = b_pack + j * kc;
          const int64_t width = width_at(j);
          const int64_t columns = std::min(width, nc - j);
          const auto& tiles = kernels.tile[width / lanes - 1];
          for (int64_t i = 0; i < mc; i += mr) {
            const int64_t rows = std::min(mr, mc - i);
            const float* a_panel = a_pack + i * kc;
            float* out = c + (ic + i) * c_stride + jc + j;
            if (columns == width) {
              tiles[rows - 1](kc, a_panel, b_panel, out, c_stride, add);
              continue;
            }
            tiles[rows - 1](kc, a_panel, b_panel, edge, width, false);
            for (int64_t r = 0; r < rows; ++r) {
              float* to = out + r * c_stride;
              const float* from = edge + r * width;
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

}  // namespace

void Gemm(int64_t m, int64_t n, int64_t k, MatrixView a, MatrixView b, float* c,
          int64_t c_stride, bool accumulate) {
  // Each thread takes rows of C. Below this many products a thread costs more
  // than it brings.
  constexpr int64_t kWorthwhile = int64_t{1} << 21;
  if (num_threads() == 1 || m * n * k < 2 * kWorthwhile) {
    GemmHere(m, n, k, a, b, c, c_stride, accumulate);
    return;
  }
  const int64_t grain = std::max(kMc, kWorthwhile / (n * k));
  parallel_for(0, m, grain, [&](int64_t begin, int64_t end) {
    MatrixView rows = a;
    rows.data += begin * a.row_stride;
    GemmHere(end - begin, n, k, rows, b, c + begin * c_stride, c_stride,
             accumulate);
  });
}

const char* GemmTarget() { return Kernels().target; }

}  // namespace tinytorch
