#define TT_GEMM_TARGET "baseline"
#if defined(__aarch64__)
#define TT_GEMM_MR 12  // NEON has 32 registers
#else
#define TT_GEMM_MR 4
#endif
#include "tinytorch/acceleration/gemm_kernels-inl.h"

namespace tinytorch::internal {

const GemmKernels& BaselineGemmKernels() { return kKernels; }

}  // namespace tinytorch::internal
