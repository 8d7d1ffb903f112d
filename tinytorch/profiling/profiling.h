// Module 14: profiling, or where the time, the work and the memory go.
//
//   Profile profile = Profiler(model).profile(images, {.backward = true});
//   std::puts(to_table(profile).c_str());
//   profile.bottleneck().name;                     // "0.conv"
//
// Work is counted as it is done: every operation reports its floating-point
// operations (a multiply-add is two; one on 8-bit numbers counts as one on
// floats) and the bytes of the tensors that it reads and writes, each once;
// what it does is credited to the innermost layer that is running. Figures of a
// layer are its own, without the layers inside it, so that they add up to the
// model's.
//
// Models that optimize_for_inference and quantize_static made are profiled as
// any other. Their layers are named after those that they were made of:
//
//   auto fast = optimize_for_inference(model, {1, 28, 28});
//   Profiler(*fast).profile(images).layers[1].name;     // "0+1+2", and its
//                                          // type "Conv2d+ReLU+MaxPool2d"
#ifndef TINYTORCH_PROFILING_PROFILING_H_
#define TINYTORCH_PROFILING_PROFILING_H_

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "tinytorch/layers/module.h"
#include "tinytorch/tensor/tensor.h"

namespace tinytorch {

struct LayerProfile {
  // "0", "blocks.1.mlp.up", "3+4+5"; "" is the model itself, or what a function
  // does outside of layers.
  std::string name = {};
  std::string type = {};         // "Linear", "Conv2d+BatchNorm2d+ReLU"
  Shape output = {};             // of its last call
  int64_t parameters = 0;        // numbers that it keeps itself,
  int64_t parameter_bytes = 0;   // and what they take
  int64_t activation_bytes = 0;  // of its output

  // One forward pass.
  int64_t flops = 0, bytes = 0;
  double seconds = 0;  // the median over the runs
  // One backward pass, if asked for.
  int64_t backward_flops = 0, backward_bytes = 0;
  double backward_seconds = 0;
};

struct Profile {
  // The model's, depth first, those that did nothing too; then those that were
  // found as they ran, in order.
  std::vector<LayerProfile> layers;
  int64_t parameters = 0;
  int64_t parameter_bytes = 0;
  int64_t flops = 0, bytes = 0;  // sums over the layers
  int64_t backward_flops = 0, backward_bytes = 0;
  double seconds = 0, backward_seconds = 0;
  // The most memory that tensors held during a pass beyond what they held
  // before it, in bytes.
  int64_t peak_bytes = 0;

  // The layer with the largest share of the time, backward included.
  const LayerProfile& bottleneck() const;
};

struct ProfileOptions {
  int64_t warmup = 2;
  int64_t runs = 10;  // at least 1
  // Also differentiates the sum of the output.
  bool backward = false;
};

class Profiler {
 public:
  // `model` must outlive the profiler.
  explicit Profiler(Module& model);
  // Of whatever layers a function runs, each under Module::name(); one that is
  // registered nowhere is "layer 1", "layer 2", ... in the order of their first
  // calls. Of two of one name the second is "0 (2)".
  //
  //   Profiler([&](const Tensor& x) { return my_model.Predict(x); })
  //       .profile(images);
  explicit Profiler(std::function<Tensor(const Tensor&)> run)
      : run_(std::move(run)) {}
  // In the mode (training or evaluation) that the model is in; without
  // `backward` nothing is recorded. Gradients of the model are cleared.
  // `backward` is for modules: asked of a function it ends the program, as do
  // no runs.
  Profile profile(const Tensor& input, const ProfileOptions& options = {});

 private:
  Module* model_ = nullptr;  // null for a function
  std::function<Tensor(const Tensor&)> run_;
};

// What a forward pass over `input` does, without timing it.
int64_t count_flops(Module& model, const Tensor& input);

// A table that a person reads, and JSON for a script. The table leaves out
// layers that neither keep nor do anything, and code outside of layers that
// takes less than a hundredth of the time; its "memory" is what a layer's
// parameters and output take.
std::string to_table(const Profile& profile);
std::string to_json(const Profile& profile);

}  // namespace tinytorch

#endif  // TINYTORCH_PROFILING_PROFILING_H_
