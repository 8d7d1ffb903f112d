// The reference's networks of three tasks: a submission uses files of its own.
#ifndef SUBMISSIONS_LOWERED_NET_H_
#define SUBMISSIONS_LOWERED_NET_H_

#include "tinytorch/layers/layers.h"
#include "tinytorch/spatial/spatial.h"

// [n, 1, 28, 28] to [n, 10]: conv16-pool-conv32-pool-fc64-fc.
struct ImageNet : tinytorch::Sequential {
  ImageNet() {
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

// [n, 1, 8, 8] to [n, 10].
struct DigitsNet : tinytorch::Sequential {
  DigitsNet() {
    using namespace tinytorch;
    add<Conv2d>(Conv2dOptions(1, 16, 3).padding(1));  // [n, 16, 8, 8]
    add<ReLU>();
    add<MaxPool2d>(2);                                 // [n, 16, 4, 4]
    add<Conv2d>(Conv2dOptions(16, 32, 3).padding(1));  // [n, 32, 4, 4]
    add<ReLU>();
    add<Flatten>();
    add<Linear>(32 * 4 * 4, 10);
  }
};

// [n, 784] to [n, 784]: an autoencoder through eight numbers.
struct AnomalyNet : tinytorch::Sequential {
  AnomalyNet() {
    using namespace tinytorch;
    add<Linear>(784, 128);
    add<ReLU>();
    add<Linear>(128, 64);
    add<ReLU>();
    add<Linear>(64, 8);
    add<ReLU>();
    add<Linear>(8, 64);
    add<ReLU>();
    add<Linear>(64, 128);
    add<ReLU>();
    add<Linear>(128, 784);
  }
};

#endif  // SUBMISSIONS_LOWERED_NET_H_
