#define TT_DIRECT_TARGET "avx512"
#define TT_DIRECT_PIXELS 14
#define TT_DIRECT_INT8_PIXELS 12
#include "tinytorch/acceleration/direct_kernels-inl.h"

namespace tinytorch::internal {

const DirectKernels& Avx512DirectKernels() { return kKernels; }

}  // namespace tinytorch::internal
