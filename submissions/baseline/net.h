// The reference networks, one for each task, layer by layer from modules 3
// and 9.
#ifndef SUBMISSIONS_BASELINE_NET_H_
#define SUBMISSIONS_BASELINE_NET_H_

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

// [n, 1, 49, 10] to [n, 12]: depthwise separable convolutions, as MLPerf Tiny's
// DS-CNN, smaller.
struct KeywordNet : tinytorch::Sequential {
  KeywordNet() {
    using namespace tinytorch;
    add<Conv2d>(
        Conv2dOptions(1, 32, 3).stride(2).padding(1));  // [n, 32, 25, 5]
    add<BatchNorm2d>(32);
    add<ReLU>();
    for (int block = 0; block < 3; ++block) {
      add<Conv2d>(Conv2dOptions(32, 32, 3).padding(1).groups(32));
      add<BatchNorm2d>(32);
      add<ReLU>();
      add<Conv2d>(Conv2dOptions(32, 32, 1));
      add<BatchNorm2d>(32);
      add<ReLU>();
    }
    add<AvgPool2d>(5);  // [n, 32, 5, 1]
    add<Flatten>();
    add<Linear>(32 * 5, 12);
  }
};

#endif  // SUBMISSIONS_BASELINE_NET_H_
