#define TT_DEPTHWISE_TARGET "avx2"
#include "tinytorch/acceleration/depthwise_kernels-inl.h"

namespace tinytorch::internal {

const DepthwiseKernels& Avx2DepthwiseKernels() { return kDepthwiseKernels; }

}  // namespace tinytorch::internal
