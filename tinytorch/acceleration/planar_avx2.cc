#define TT_PLANAR_BLOCK 4
#include "tinytorch/acceleration/planar_kernels-inl.h"

namespace tinytorch::internal {

const PlanarKernels& Avx2PlanarKernels() { return kPlanarKernels; }

}  // namespace tinytorch::internal
