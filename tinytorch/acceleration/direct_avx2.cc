#define TT_DIRECT_TARGET "avx2"
#define TT_DIRECT_PIXELS 6
#define TT_DIRECT_INT8_PIXELS 4
#include "tinytorch/acceleration/direct_kernels-inl.h"

namespace tinytorch::internal {

const DirectKernels& Avx2DirectKernels() { return kKernels; }

}  // namespace tinytorch::internal
