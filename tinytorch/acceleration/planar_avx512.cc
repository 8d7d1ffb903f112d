#define TT_PLANAR_BLOCK 8
#include "tinytorch/acceleration/planar_kernels-inl.h"

namespace tinytorch::internal {

const PlanarKernels& Avx512PlanarKernels() { return kPlanarKernels; }

}  // namespace tinytorch::internal
