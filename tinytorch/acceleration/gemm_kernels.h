// Each instruction set has one translation unit that defines its own table.
#ifndef TINYTORCH_ACCELERATION_GEMM_KERNELS_H_
#define TINYTORCH_ACCELERATION_GEMM_KERNELS_H_

#include <array>
#include <cstdint>

namespace tinytorch::internal {

struct GemmKernels {
  const char* target;
  int64_t mr;     // rows of the largest register tile
  int64_t lanes;  // of a vector; tiles are one or two of them wide

  // C = (or +=) packed A panel · packed B panel over k, for r rows and v
  // vectors of columns: tile[v - 1][r - 1]. The A panel holds mr values per
  // step of k, whatever r is, the B panel v·lanes. c has row stride c_stride.
  std::array<
      std::array<void (*)(int64_t k, const float* a_panel, const float* b_panel,
                          float* c, int64_t c_stride, bool accumulate),
                 16>,
      2>
      tile;

  // y[n] = (or +=) x[k] · B with rows of B contiguous, b_stride floats apart.
  void (*vector_rows)(int64_t n, int64_t k, const float* x, const float* b,
                      int64_t b_stride, float* y, bool accumulate);

  // y[n] = (or +=) x[k] · Bᵀ, row j of Bᵀ contiguous, b_stride floats apart.
  void (*vector_dots)(int64_t n, int64_t k, const float* x, const float* b,
                      int64_t b_stride, float* y, bool accumulate);
};

const GemmKernels& BaselineGemmKernels();
#if defined(__x86_64__)
const GemmKernels& Avx2GemmKernels();
const GemmKernels& Avx512GemmKernels();
#endif

}  // namespace tinytorch::internal

#endif  // TINYTORCH_ACCELERATION_GEMM_KERNELS_H_
