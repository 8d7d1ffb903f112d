#define TT_DEPTHWISE_TARGET "avx512"
#include "tinytorch/acceleration/depthwise_kernels-inl.h"

namespace tinytorch::internal {

const DepthwiseKernels& Avx512DepthwiseKernels() { return kDepthwiseKernels; }

}  // namespace tinytorch::internal
