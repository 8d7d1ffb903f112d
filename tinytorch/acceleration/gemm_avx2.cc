#define TT_GEMM_TARGET "avx2"
#define TT_GEMM_MR 6
#include "tinytorch/acceleration/gemm_kernels-inl.h"

namespace tinytorch::internal {

const GemmKernels& Avx2GemmKernels() { return kKernels; }

}  // namespace tinytorch::internal
