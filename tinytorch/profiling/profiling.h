// Module 14: profiling, or where the time, the work and the memory go.
//
//   Profile profile = Profiler(model).profile(images, {.backward = true});
//   std::puts(to_table(profile).c_str());
//   profile.bottleneck().name;                     // "0.conv"
//
// Work is counted as it is done: every operation reports its floating-point
// operations (a multiply-add is two) and the bytes of the tensors that it reads
// and writes, each once; what it does is credited to the innermost layer that
// is running. Figures of a layer are its own, without the layers inside it, so
// that they add up to the model's.
#ifndef TINYTORCH_PROFILING_PROFILING_H_
#define TINYTORCH_PROFILING_PROFILING_H_

#include <cstdint>
#include <string>
#include <vector>

#include "tinytorch/layers/module.h"
#include "tinytorch/tensor/tensor.h"

namespace tinytorch {

struct LayerProfile {
  std::string name;        // "0", "blocks.1.mlp.up"; "" is the model itself
  std::string type;        // "Linear"
  Shape output;            // of its last call
  int64_t parameters = 0;  // numbers in its own parameters
  int64_t activation_bytes = 0;  // of its output

  // One forward pass.
  int64_t flops = 0, bytes = 0;
  double seconds = 0;  // the median over the runs
  // One backward pass, if asked for.
  int64_t backward_flops = 0, backward_bytes = 0;
  double backward_seconds = 0;
};

struct Profile {
  std::vector<LayerProfile> layers;  // depth first, those that did nothing too
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
  explicit Profiler(Module& model) : model_(model) {}
  // In the mode (training or evaluation) that the model is in; without
  // `backward` nothing is recorded. Gradients of the model are cleared.
  Profile profile(const Tensor& input, const ProfileOptions& options = {});

 private:
  Module& model_;
};

// What a forward pass over `input` does, without timing it.
int64_t count_flops(Module& model, const Tensor& input);

// A table that a person reads, and JSON for a script.
std::string to_table(const Profile& profile);
std::string to_json(const Profile& profile);

}  // namespace tinytorch

#endif  // TINYTORCH_PROFILING_PROFILING_H_
