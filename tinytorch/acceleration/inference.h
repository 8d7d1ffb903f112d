// A trained model, frozen and compiled for speed: what torch.jit's
// optimize_for_inference does for PyTorch.
//
//   Sequential model = ...;                       // trained
//   auto fast = optimize_for_inference(model, {1, 28, 28});
//   Tensor logits = (*fast)(images);              // as model(images), faster
//
// Layers are fused (lowering.h), weights are packed once for this machine's
// kernels (direct.h, depthwise.h), images stay in the cache from layer to
// layer, and after the first pass nothing is allocated.
#ifndef TINYTORCH_ACCELERATION_INFERENCE_H_
#define TINYTORCH_ACCELERATION_INFERENCE_H_

#include <memory>

#include "tinytorch/layers/layers.h"
#include "tinytorch/tensor/tensor.h"

namespace tinytorch {

// `input` is the shape of one example, [c, h, w] or [features]. The result
// takes batches of them, keeps no history, and is for one thread at a time. It
// has packed copies of the weights of Linear, Conv2d (of any groups) and the
// BatchNorm2d after it, which no state_dict() shows; other layers of TinyTorch
// run as they are. So the model may go when this has returned, and with it the
// weights that are packed now; only modules of a class of your own are used
// where they are, and must live as long. Results equal the model's but for the
// order of additions.
std::unique_ptr<Module> optimize_for_inference(Sequential& model,
                                               const Shape& input);

}  // namespace tinytorch

#endif  // TINYTORCH_ACCELERATION_INFERENCE_H_
