#if defined(__aarch64__)
#define TT_DIRECT_TARGET "neon"
#define TT_DIRECT_PIXELS 12
#define TT_DIRECT_INT8_PIXELS 12
#else
#define TT_DIRECT_TARGET "baseline"
#define TT_DIRECT_PIXELS 6
#define TT_DIRECT_INT8_PIXELS 4
#endif
#include "tinytorch/acceleration/direct_kernels-inl.h"

namespace tinytorch::internal {

const DirectKernels& BaselineDirectKernels() { return kKernels; }

}  // namespace tinytorch::internal
