#if defined(__aarch64__)
#define TT_DEPTHWISE_TARGET "neon"
#else
#define TT_DEPTHWISE_TARGET "baseline"
#endif
#include "tinytorch/acceleration/depthwise_kernels-inl.h"

namespace tinytorch::internal {

const DepthwiseKernels& BaselineDepthwiseKernels() { return kDepthwiseKernels; }

}  // namespace tinytorch::internal
