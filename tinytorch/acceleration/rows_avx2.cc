#include "tinytorch/acceleration/row_kernels-inl.h"

namespace tinytorch::internal {

const RowKernels& Avx2RowKernels() { return kRowKernels; }

}  // namespace tinytorch::internal
