// The image in a quarter of its pixels, and a network for that.
#ifndef SUBMISSIONS_POOLED_NET_H_
#define SUBMISSIONS_POOLED_NET_H_

#include "tinytorch/layers/layers.h"
#include "tinytorch/spatial/spatial.h"

struct Net : tinytorch::Sequential {
  Net() {
    using namespace tinytorch;
    add<AvgPool2d>(2);  // [n, 1, 14, 14]
    add<Conv2d>(Conv2dOptions(1, 16, 3).stride(2).padding(1));  // [n, 16, 7, 7]
    add<ReLU>();
    add<Flatten>();
    add<Linear>(16 * 7 * 7, 32);
    add<ReLU>();
    add<Linear>(32, 10);
  }
};

#endif  // SUBMISSIONS_POOLED_NET_H_
