// How operations and modules tell a profiler (module 14) what they do.
#ifndef TINYTORCH_TENSOR_OBSERVER_H_
#define TINYTORCH_TENSOR_OBSERVER_H_

#include <cstdint>

namespace tinytorch {

class Module;
class Tensor;

class Observer {
 public:
  virtual ~Observer() = default;
  // An operation has run: `flops` floating-point operations (a multiply-add is
  // two), `bytes` of tensors read and written, each counted once.
  virtual void on_op(const char* op, int64_t flops, int64_t bytes) = 0;
  // Around a module's forward().
  virtual void begin_module(const Module& module) = 0;
  virtual void end_module(const Module& module, const Tensor& output) = 0;
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

}  // namespace tinytorch

#endif  // TINYTORCH_TENSOR_OBSERVER_H_
