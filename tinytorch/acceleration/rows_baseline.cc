#include "tinytorch/acceleration/row_kernels-inl.h"

namespace tinytorch::internal {

const RowKernels& BaselineRowKernels() { return kRowKernels; }

}  // namespace tinytorch::internal
