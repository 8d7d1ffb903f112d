// conv16-pool-conv32-pool-fc64-fc, layer by layer from modules 3 and 9.
#ifndef SUBMISSIONS_BASELINE_NET_H_
#define SUBMISSIONS_BASELINE_NET_H_

#include "tinytorch/layers/layers.h"
#include "tinytorch/spatial/spatial.h"

struct Net : tinytorch::Sequential {
  Net() {
    using namespace tinytorch;
    add<Conv2d>(Conv2dOptions(1, 16, 3).padding(1));  // [n, 16, 28, 28]
    add<ReLU>();
    add<MaxPool2d>(2);                                 // [n, 16, 14, 14]
    add<Conv2d>(Conv2dOptions(16, 32, 3).padding(1));  // [n, 32, 14, 14]
    add<ReLU>();
    add<MaxPool2d>(2);  // [n, 32, 7, 7]
    add<Flatten>();
    add<Linear>(32 * 7 * 7, 64);
    add<ReLU>();
    add<Linear>(64, 10);
  }
};

#endif  // SUBMISSIONS_BASELINE_NET_H_
