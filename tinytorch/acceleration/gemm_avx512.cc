#define TT_GEMM_TARGET "avx512"
#define TT_GEMM_MR 14
#include "tinytorch/acceleration/gemm_kernels-inl.h"

namespace tinytorch::internal {

const GemmKernels& Avx512GemmKernels() { return kKernels; }

}  // namespace tinytorch::internal
