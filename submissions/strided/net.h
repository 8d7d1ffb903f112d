// The baseline with strides in place of poolings: a third of the work.
#ifndef SUBMISSIONS_STRIDED_NET_H_
#define SUBMISSIONS_STRIDED_NET_H_

#include "tinytorch/layers/layers.h"
#include "tinytorch/spatial/spatial.h"

struct Net : tinytorch::Sequential {
  Net() {
    using namespace tinytorch;
    add<Conv2d>(
        Conv2dOptions(1, 16, 5).stride(2).padding(2));  // [n, 16, 14, 14]
    add<ReLU>();
    add<Conv2d>(
        Conv2dOptions(16, 32, 3).stride(2).padding(1));  // [n, 32, 7, 7]
    add<ReLU>();
    add<Flatten>();
    add<Linear>(32 * 7 * 7, 64);
    add<ReLU>();
    add<Linear>(64, 10);
  }
};

#endif  // SUBMISSIONS_STRIDED_NET_H_
