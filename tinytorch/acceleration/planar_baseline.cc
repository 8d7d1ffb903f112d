#if defined(__aarch64__)
#define TT_PLANAR_BLOCK 8
#else
#define TT_PLANAR_BLOCK 4
#endif
#include "tinytorch/acceleration/planar_kernels-inl.h"

namespace tinytorch::internal {

const PlanarKernels& BaselinePlanarKernels() { return kPlanarKernels; }

}  // namespace tinytorch::internal
