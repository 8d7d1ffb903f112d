// The nets of this study: submissions/strided's, and one that is
// depthwise-separable.
#ifndef GRADER_STUDY_TECHNIQUES_NET_H_
#define GRADER_STUDY_TECHNIQUES_NET_H_

#include "tinytorch/layers/layers.h"
#include "tinytorch/spatial/spatial.h"

inline void BuildOf(tinytorch::Sequential& net, int64_t share) {
  using namespace tinytorch;
  const int64_t a = 16 / share, b = 32 / share, c = 64 / share;
  net.add<Conv2d>(Conv2dOptions(1, a, 5).stride(2).padding(2)).add<ReLU>();
  net.add<Conv2d>(Conv2dOptions(a, b, 3).stride(2).padding(1)).add<ReLU>();
  net.add<Flatten>().add<Linear>(b * 7 * 7, c).add<ReLU>();
  net.add<Linear>(c, 10);
}

// 0.41 M multiply-adds an image, 106 k weights.
inline void Build(tinytorch::Sequential& net) { BuildOf(net, 1); }

// What stays of it when half of the channels go.
inline void BuildThinned(tinytorch::Sequential& net) { BuildOf(net, 2); }

// The same with each dense convolution but the first made of a depthwise and a
// pointwise one: 0.5 M multiply-adds, 9 k weights.
inline void BuildSeparable(tinytorch::Sequential& net) {
  using namespace tinytorch;
  const auto block = [&](int64_t in, int64_t out, int64_t stride) {
    net.add<Conv2d>(
        Conv2dOptions(in, in, 3).stride(stride).padding(1).groups(in).bias(
            false));
    net.add<BatchNorm2d>(in).add<ReLU>();
    net.add<Conv2d>(Conv2dOptions(in, out, 1).bias(false));
    net.add<BatchNorm2d>(out).add<ReLU>();
  };
  net.add<Conv2d>(Conv2dOptions(1, 16, 3).stride(2).padding(1).bias(false));
  net.add<BatchNorm2d>(16).add<ReLU>();
  block(16, 32, 1);
  block(32, 64, 2);
  block(64, 64, 1);
  net.add<AvgPool2d>(7).add<Flatten>().add<Linear>(64, 10);
}

#endif  // GRADER_STUDY_TECHNIQUES_NET_H_
