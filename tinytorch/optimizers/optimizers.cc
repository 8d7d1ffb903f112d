#include "tinytorch/optimizers/optimizers.h"

#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tinytorch/acceleration/simd.h"
#include "tinytorch/base/check.h"

namespace tinytorch {
namespace {

std::vector<Tensor> ZerosLike(const std::vector<Tensor>& tensors) {
  std::vector<Tensor> zeros;
  for (const Tensor& t : tensors) zeros.push_back(Tensor::zeros(t.sizes()));
  return zeros;
}

void AddNumbered(const std::string& name, const std::vector<Tensor>& tensors,
                 std::map<std::string, Tensor>& state) {
  for (size_t i = 0; i < tensors.size(); ++i) {
    state[absl::StrCat(name, ".", i)] = tensors[i];
  }
}

TT_SIMD void SgdStep(float* p, const float* g, float* v, int64_t n, float lr,
                     float momentum, float decay) {
  for (int64_t i = 0; i < n; ++i) {
    v[i] = momentum * v[i] + (g[i] + decay * p[i]);
    p[i] -= lr * v[i];
  }
}

// The bias corrections are folded into lr and eps.
TT_SIMD void AdamStep(float* p, const float* g, float* m, float* v, int64_t n,
                      float step, float eps, float beta1, float beta2, float l2,
                      float shrink) {
  for (int64_t i = 0; i < n; ++i) {
    const float gi = g[i] + l2 * p[i];
    m[i] = beta1 * m[i] + (1 - beta1) * gi;
    v[i] = beta2 * v[i] + (1 - beta2) * gi * gi;
    p[i] = p[i] * shrink - step * m[i] / (std::sqrt(v[i]) + eps);
  }
}

}  // namespace

Optimizer::Optimizer(std::vector<Tensor> parameters, float lr)
    : parameters_(std::move(parameters)), lr_(lr) {
  for (const Tensor& p : parameters_) {
    TT_CHECK(p.is_contiguous()) << "optimizers train contiguous parameters";
  }
}

void Optimizer::zero_grad() {
  for (Tensor& p : parameters_) p.zero_grad();
}

absl::Status Optimizer::load_state_dict(
    const std::map<std::string, Tensor>& state) {
  std::map<std::string, Tensor> own = state_dict();
  for (const auto& [name, tensor] : own) {
    const auto found = state.find(name);
    if (found == state.end() || found->second.sizes() != tensor.sizes()) {
      return absl::InvalidArgumentError(
          absl::StrCat("the optimizer's state has no \"", name, "\" of shape ",
                       to_string(tensor.sizes())));
    }
  }
  if (state.size() != own.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("the optimizer's state has ", state.size(),
                     " tensors where ", own.size(), " are expected"));
  }
  for (auto& [name, tensor] : own) tensor.copy_(state.at(name));
  return absl::OkStatus();
}

SGD::SGD(std::vector<Tensor> parameters, SGDOptions options)
    : Optimizer(std::move(parameters), options.lr),
      options_(options),
      velocity_(ZerosLike(parameters_)) {}

void SGD::step() {
  for (size_t i = 0; i < parameters_.size(); ++i) {
    Tensor& p = parameters_[i];
    if (!p.grad().defined()) continue;
    const Tensor g = p.grad().contiguous();
    SgdStep(p.data(), g.data(), velocity_[i].data(), p.numel(), lr_,
            options_.momentum, options_.weight_decay);
  }
}

Adam::Adam(std::vector<Tensor> parameters, AdamOptions options, bool decoupled)
    : Optimizer(std::move(parameters), options.lr),
      options_(options),
      decoupled_(decoupled),
      mean_(ZerosLike(parameters_)),
      square_(ZerosLike(parameters_)) {}

void Adam::step() {
  const float t = ++*steps_.data();
  const float correct1 = 1 - std::pow(options_.beta1, t);
  const float correct2 = std::sqrt(1 - std::pow(options_.beta2, t));
  for (size_t i = 0; i < parameters_.size(); ++i) {
    Tensor& p = parameters_[i];
    if (!p.grad().defined()) continue;
    const Tensor g = p.grad().contiguous();
    AdamStep(p.data(), g.data(), mean_[i].data(), square_[i].data(), p.numel(),
             lr_ * correct2 / correct1, options_.eps * correct2, options_.beta1,
             options_.beta2, decoupled_ ? 0 : options_.weight_decay,
             decoupled_ ? 1 - lr_ * options_.weight_decay : 1);
  }
}

std::map<std::string, Tensor> SGD::state_dict() const {
  std::map<std::string, Tensor> state;
  AddNumbered("velocity", velocity_, state);
  return state;
}

std::map<std::string, Tensor> Adam::state_dict() const {
  std::map<std::string, Tensor> state = {{"steps", steps_}};
  AddNumbered("mean", mean_, state);
  AddNumbered("square", square_, state);
  return state;
}

}  // namespace tinytorch
