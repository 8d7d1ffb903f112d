// From a model made of layers to the list of fused layers that an inference
// engine runs: batch normalisation is folded into the convolution before it,
// ReLU and max pooling become part of the layer before them, dropout goes.
#ifndef TINYTORCH_ACCELERATION_LOWERING_H_
#define TINYTORCH_ACCELERATION_LOWERING_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "tinytorch/layers/layers.h"
#include "tinytorch/spatial/spatial.h"
#include "tinytorch/tensor/observer.h"
#include "tinytorch/tensor/tensor.h"

namespace tinytorch {

struct LoweredLayer {
  enum Kind {
    kConv,    // images [height][width][channels] in and out
    kLinear,  // rows in and out
    kOther,   // `source` runs as it is, on [n, c, h, w] or [n, features]
  };
  Kind kind = kOther;

  // kConv: [out][kernel][kernel][in of its group]. kLinear: [out][in], with
  // `in` in the order that the images before it lie in memory.
  Tensor weight;
  Tensor bias;  // [out]
  bool relu = false;

  // kConv.
  int64_t in_channels = 0, in_height = 0, in_width = 0;
  int64_t out_channels = 0, out_height = 0, out_width = 0;  // before pooling
  int64_t kernel = 0, stride = 1, padding = 0, groups = 1;
  int64_t pool = 0, pool_stride = 0;  // 0: none
  int64_t pooled_height() const {
    return pool == 0 ? out_height : (out_height - pool) / pool_stride + 1;
  }
  int64_t pooled_width() const {
    return pool == 0 ? out_width : (out_width - pool) / pool_stride + 1;
  }

  // kLinear.
  int64_t in_features = 0, out_features = 0;

  // Of kConv and kLinear alike: output channels or features, the products that
  // one result sums up, and the numbers that one example has before and after.
  int64_t outputs() const {
    return kind == kConv ? out_channels : out_features;
  }
  int64_t depth() const {
    return kind == kConv ? kernel * kernel * in_channels / groups : in_features;
  }
  int64_t inputs_per_example() const {
    return kind == kConv ? in_channels * in_height * in_width : in_features;
  }
  int64_t results_per_example() const {
    return kind == kConv ? out_channels * out_height * out_width : out_features;
  }

  // The layer it came from: for kOther the one that runs, else the Conv2d or
  // Linear.
  Module* source = nullptr;
  // Of kOther, where its kind is one of layers.h or spatial.h: `source` is this
  // copy, which shares the weights, and the model may go. Another must outlive
  // the list.
  std::shared_ptr<Module> copy = {};
  // What it is called for those who watch. Of kConv and kLinear by lower();
  // `parameter_bytes` and `value_bytes` are for the engine to say.
  FusedLayer fused = {};
};

// One convolution over images of this size.
LoweredLayer lower_conv(const Conv2d& conv, int64_t height, int64_t width);

// All layers in order, those of Sequentials inside included.
std::vector<Module*> flat_layers(Sequential& model);

// Ends the program, naming `who` and both shapes, unless x is a batch of
// examples of the shape `input`.
void check_examples(const char* who, const Tensor& x, const Shape& input);

// `input` is the shape of one example: [c, h, w] or [features]. The weights are
// copies; the model is put in evaluation mode.
std::vector<LoweredLayer> lower(Sequential& model, const Shape& input);

}  // namespace tinytorch

#endif  // TINYTORCH_ACCELERATION_LOWERING_H_
