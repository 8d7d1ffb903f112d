#define TT_GEMM_TARGET "baseline"
#define TT_GEMM_MR 4
#include "tinytorch/acceleration/gemm_kernels-inl.h"

namespace tinytorch::internal {

const GemmKernels& BaselineGemmKernels() { return kKernels; }

}  // namespace tinytorch::internal
