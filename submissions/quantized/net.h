// One network for images and one for digits. Both are trained in floats; only
// their shapes are used once the weights have 8 bits.
#ifndef SUBMISSIONS_QUANTIZED_NET_H_
#define SUBMISSIONS_QUANTIZED_NET_H_

#include <string>

#include "tinytorch/layers/layers.h"
#include "tinytorch/spatial/spatial.h"
#include "tinytorch/tensor/tensor.h"

inline void Build(const std::string& task, tinytorch::Sequential& net) {
  using namespace tinytorch;
  if (task == "digits") {
    net.add<Conv2d>(Conv2dOptions(1, 16, 3).padding(1))  // [n, 16, 8, 8]
        .add<ReLU>()
        .add<MaxPool2d>(2)
        .add<Conv2d>(Conv2dOptions(16, 32, 3).padding(1))  // [n, 32, 4, 4]
        .add<ReLU>()
        .add<Flatten>()
        .add<Linear>(32 * 4 * 4, 10);
    return;
  }
  net.add<Conv2d>(
         Conv2dOptions(1, 16, 5).stride(2).padding(2))  // [n, 16, 14, 14]
      .add<ReLU>()
      .add<Conv2d>(
          Conv2dOptions(16, 16, 3).stride(2).padding(1))  // [n, 16, 7, 7]
      .add<ReLU>()
      .add<Flatten>()
      .add<Linear>(16 * 7 * 7, 32)
      .add<ReLU>()
      .add<Linear>(32, 10);
}

// Of one sample.
inline tinytorch::Shape InputOf(const std::string& task) {
  if (task == "digits") return {1, 8, 8};
  return {1, 28, 28};
}

#endif  // SUBMISSIONS_QUANTIZED_NET_H_
