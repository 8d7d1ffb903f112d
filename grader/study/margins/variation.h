// The honest variations of this study, one a program: VARIATION says which.
#ifndef GRADER_STUDY_MARGINS_VARIATION_H_
#define GRADER_STUDY_MARGINS_VARIATION_H_

#include <string>

#include "tinytorch/layers/layers.h"
#include "tinytorch/spatial/spatial.h"

// Set by the BUILD file.
inline const std::string kVariation = VARIATION;

inline bool Is(const char* name) { return kVariation == name; }

// Convolutions with `a` and `b` channels, each pooled, and `c` hidden units.
inline void Convolutional(tinytorch::Sequential& net, int64_t a, int64_t b,
                          int64_t c) {
  using namespace tinytorch;
  const bool strided = Is("strided"), normed = Is("normed");
  int64_t in = 1;
  for (const int64_t out : {a, b}) {
    net.add<Conv2d>(
        Conv2dOptions(in, out, 3).padding(1).stride(strided ? 2 : 1));
    if (normed) net.add<BatchNorm2d>(out);
    net.add<ReLU>();
    if (Is("averaged")) net.add<AvgPool2d>(2);
    if (!strided && !Is("averaged")) net.add<MaxPool2d>(2);
    in = out;
  }
  net.add<Flatten>();
  if (Is("dropout")) net.add<Dropout>(0.4f);
  net.add<Linear>(b * 7 * 7, c).add<ReLU>().add<Linear>(c, 10);
}

inline void Separable(tinytorch::Sequential& net) {
  using namespace tinytorch;
  net.add<Conv2d>(Conv2dOptions(1, 16, 3).stride(2).padding(1).bias(false));
  net.add<BatchNorm2d>(16).add<ReLU>();
  net.add<Conv2d>(Conv2dOptions(16, 16, 3).padding(1).groups(16).bias(false));
  net.add<BatchNorm2d>(16).add<ReLU>();
  net.add<Conv2d>(Conv2dOptions(16, 32, 1).bias(false));
  net.add<BatchNorm2d>(32).add<ReLU>();
  net.add<MaxPool2d>(2).add<Flatten>().add<Linear>(32 * 7 * 7, 10);
}

// What is trained; of "early" the part that is always run, then Rest.
inline void Build(tinytorch::Sequential& net) {
  using namespace tinytorch;
  if (Is("linear")) {
    net.add<Flatten>().add<Linear>(784, 10);
  } else if (Is("mlp") || Is("mlp_overfitted")) {
    net.add<Flatten>().add<Linear>(784, 128).add<ReLU>().add<Linear>(128, 10);
  } else if (Is("pooled")) {
    net.add<AvgPool2d>(4).add<Flatten>().add<Linear>(49, 64).add<ReLU>();
    net.add<Linear>(64, 10);
  } else if (Is("separable")) {
    Separable(net);
  } else if (Is("half")) {
    Convolutional(net, 8, 16, 32);
  } else if (Is("quarter") || Is("distilled")) {
    Convolutional(net, 4, 8, 16);
  } else if (Is("wide")) {
    Convolutional(net, 24, 48, 96);
  } else if (Is("early")) {
    net.add<AvgPool2d>(2).add<Flatten>().add<Linear>(196, 48).add<ReLU>();
    net.add<Linear>(48, 10);
  } else {
    Convolutional(net, 16, 32, 64);
  }
}

#endif  // GRADER_STUDY_MARGINS_VARIATION_H_
