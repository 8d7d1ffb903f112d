#define TT_DIRECT_TARGET "avx512_vnni"
#define TT_DIRECT_PIXELS 14
#define TT_DIRECT_INT8_PIXELS 14
#include "tinytorch/acceleration/direct_kernels-inl.h"

namespace tinytorch::internal {

const DirectKernels& Avx512VnniDirectKernels() { return kKernels; }

}  // namespace tinytorch::internal
