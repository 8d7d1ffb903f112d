// Module 5: reverse-mode differentiation.
//
//   Tensor w = Tensor::randn({3}).set_requires_grad(true);
//   (w * w).sum().backward();
//   w.grad();                       // 2 w
//
// backward() visits the recorded operations (Node, module 1) from the result
// to the leaves, each after everything that was computed from it, and adds
// what arrives at a leaf to its grad(). The history is released as it goes,
// so a second backward() over it ends the program, as in PyTorch.
#ifndef TINYTORCH_AUTOGRAD_AUTOGRAD_H_
#define TINYTORCH_AUTOGRAD_AUTOGRAD_H_

#include <functional>
#include <string>
#include <vector>

#include "tinytorch/tensor/tensor.h"

namespace tinytorch {

// Operations in this scope are not recorded (in this thread).
class NoGradGuard {
 public:
  NoGradGuard() : before_(is_grad_enabled()) { set_grad_enabled(false); }
  ~NoGradGuard() { set_grad_enabled(before_); }
  NoGradGuard(const NoGradGuard&) = delete;
  NoGradGuard& operator=(const NoGradGuard&) = delete;

 private:
  bool before_;
};

// Compares the gradients that backward() finds for f at `inputs` with central
// differences (f(x+h) - f(x-h)) / 2h, after weighting f's outputs with fixed
// random numbers so that errors cannot cancel. Returns "" when every entry
// agrees within absolute + relative · |numeric|, else a sentence that names the
// first entry that does not. Inputs are perturbed in place and restored.
std::string check_gradients(
    const std::function<Tensor(const std::vector<Tensor>&)>& f,
    std::vector<Tensor> inputs, float h = 1e-2f, float absolute = 2e-3f,
    float relative = 2e-2f);

}  // namespace tinytorch

#endif  // TINYTORCH_AUTOGRAD_AUTOGRAD_H_
