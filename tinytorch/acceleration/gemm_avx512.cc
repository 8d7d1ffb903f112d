#define TT_GEMM_TARGET "avx512"
#define TT_GEMM_MR 8
#define TT_GEMM_VECTORS 2
#include "tinytorch/acceleration/gemm_kernels-inl.h"

namespace tinytorch::internal {

const GemmKernels& Avx512GemmKernels() { return kKernels; }

}  // namespace tinytorch::internal
