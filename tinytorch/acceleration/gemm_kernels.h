// Each instruction set has one translation unit that defines its own table.
#ifndef TINYTORCH_ACCELERATION_GEMM_KERNELS_H_
#define TINYTORCH_ACCELERATION_GEMM_KERNELS_H_

#include <cstdint>

namespace tinytorch::internal {

struct GemmKernels {
  const char* target;
  int64_t mr;  // rows of the register tile
  int64_t nr;  // columns of the register tile

  // tile[mr×nr, row stride nr] or C += packed A panel · packed B panel over k.
  // The A panel holds mr values per step of k, the B panel nr values.
  // Writes to c with row stride c_stride; adds to it when `accumulate`.
  void (*tile)(int64_t k, const float* a_panel, const float* b_panel, float* c,
               int64_t c_stride, bool accumulate);

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
