// How operations and modules tell a profiler (module 14) what they do.
#ifndef TINYTORCH_TENSOR_OBSERVER_H_
#define TINYTORCH_TENSOR_OBSERVER_H_

#include <cstdint>
#include <string>
#include <vector>

namespace tinytorch {

class Module;
class Tensor;

// A layer that was made of several and is no Module any more: what the models
// of modules 15 and 16 run.
struct FusedLayer {
  // The layers it was made of, as state_dict() of their model names them:
  // "3+4+5", "features.0+1".
  std::string name;
  std::string type;                  // "Conv2d+BatchNorm2d+ReLU"
  int64_t parameters = 0;            // numbers that it keeps,
  int64_t parameter_bytes = 0;       // and what they take
  std::vector<int64_t> output = {};  // of one example
  int64_t value_bytes = 4;           // of each number of its output
};

class Observer {
 public:
  virtual ~Observer() = default;
  // An operation has run: `flops` floating-point operations (a multiply-add is
  // two), `bytes` of tensors read and written, each counted once.
  virtual void on_op(const char* op, int64_t flops, int64_t bytes) = 0;
  // Around a module's forward().
  virtual void begin_module(const Module& module) = 0;
  virtual void end_module(const Module& module, const Tensor& output) = 0;
  // Around a fused layer's work on `examples` of a batch, once or in parts.
  virtual void begin_fused(const FusedLayer&) {}
  virtual void end_fused(const FusedLayer&, int64_t /*examples*/) {}
  // Around the derivative of what `module` (null for none) recorded.
  virtual void begin_backward(const Module* module) = 0;
  virtual void end_backward(const Module* module) = 0;
};

// What is watching this thread; null for nothing, which is the usual state.
inline thread_local constinit Observer* observer = nullptr;
// The module whose forward() is running, innermost; null for none. Kept only
// while something is watching.
inline thread_local constinit const Module* running_module = nullptr;

inline void observe_op(const char* op, int64_t flops, int64_t bytes) {
  if (observer != nullptr) observer->on_op(op, flops, bytes);
}

// A fused layer at work in this scope. Costs a look at `observer` while nothing
// is watching; a layer without a name is never told of.
class FusedScope {
 public:
  FusedScope(const FusedLayer& layer, int64_t examples)
      : layer_(observer != nullptr && !layer.name.empty() ? &layer : nullptr),
        examples_(examples) {
    if (layer_ != nullptr) observer->begin_fused(*layer_);
  }
  ~FusedScope() {
    if (layer_ != nullptr) observer->end_fused(*layer_, examples_);
  }
  FusedScope(const FusedScope&) = delete;
  FusedScope& operator=(const FusedScope&) = delete;

 private:
  const FusedLayer* layer_;
  int64_t examples_;
};

}  // namespace tinytorch

#endif  // TINYTORCH_TENSOR_OBSERVER_H_
