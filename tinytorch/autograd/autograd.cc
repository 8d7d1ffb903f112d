#include "tinytorch/autograd/autograd.h"

#include <cmath>
#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "tinytorch/base/check.h"
#include "tinytorch/tensor/observer.h"

namespace tinytorch {
namespace {

// Every tensor that led to `root`, each after the tensors it was made from.
std::vector<Tensor> TopologicalOrder(const Tensor& root) {
  std::vector<Tensor> order;
  std::unordered_set<const TensorImpl*> seen = {root.impl().get()};
  std::vector<std::pair<Tensor, size_t>> stack = {{root, 0}};
  while (!stack.empty()) {
    auto& [tensor, next] = stack.back();
    const Node* node = tensor.impl()->node.get();
    if (node == nullptr || next == node->inputs.size()) {
      order.push_back(tensor);
      stack.pop_back();
      continue;
    }
    const Tensor& input = node->inputs[next++];
    if (input.requires_grad() && seen.insert(input.impl().get()).second) {
      stack.emplace_back(input, 0);
    }
  }
  return order;
}

}  // namespace

void Tensor::backward(const Tensor& gradient) {
  TT_CHECK(requires_grad()) << "backward: nothing here requires a gradient";
  Tensor seed = gradient;
  if (!seed.defined()) {
    TT_CHECK(numel() == 1) << "backward: a tensor of shape "
                           << to_string(sizes()) << " needs a gradient";
    seed = ones(sizes());
  }
  TT_CHECK(seed.sizes() == sizes())
      << "backward: gradient of shape " << to_string(seed.sizes())
      << " for a tensor of shape " << to_string(sizes());
  NoGradGuard no_grad;
  std::vector<Tensor> order = TopologicalOrder(*this);
  std::unordered_map<const TensorImpl*, Tensor> gradients;
  gradients[impl().get()] = seed;
  while (!order.empty()) {
    const Tensor tensor = std::move(order.back());
    order.pop_back();
    const auto found = gradients.find(tensor.impl().get());
    if (found == gradients.end()) continue;
    const Tensor arrived = found->second;
    gradients.erase(found);
    Node* node = tensor.impl()->node.get();
    if (node == nullptr) {
      // A leaf owns its gradient: what arrived may be a view of another's.
      tensor.impl()->grad =
          tensor.grad().defined() ? tensor.grad() + arrived : arrived.clone();
      continue;
    }
    TT_CHECK(node->backward != nullptr)
        << "backward: a second time through " << node->op;
    if (observer != nullptr) observer->begin_backward(node->module);
    std::vector<Tensor> to_inputs = node->backward(arrived);
    if (observer != nullptr) observer->end_backward(node->module);
    TT_CHECK(to_inputs.size() == node->inputs.size()) << node->op;
    for (size_t i = 0; i < to_inputs.size(); ++i) {
      const Tensor& input = node->inputs[i];
      if (!input.requires_grad() || !to_inputs[i].defined()) continue;
      TT_CHECK(to_inputs[i].sizes() == input.sizes())
          << "backward of " << node->op << ": gradient of shape "
          << to_string(to_inputs[i].sizes()) << " for an input of shape "
          << to_string(input.sizes());
      Tensor& sum = gradients[input.impl().get()];
      sum = sum.defined() ? sum + to_inputs[i] : std::move(to_inputs[i]);
    }
    node->backward = nullptr;
    node->inputs.clear();
  }
}

std::string check_gradients(
    const std::function<Tensor(const std::vector<Tensor>&)>& f,
    std::vector<Tensor> inputs, float h, float absolute, float relative) {
  Tensor weights;
  const auto weighted = [&](const std::vector<Tensor>& at) {
    const Tensor y = f(at);
    if (!weights.defined()) {
      Generator generator(7);
      weights = Tensor::randn(y.sizes(), generator);
    }
    return (y * weights).sum();
  };
  for (Tensor& x : inputs) {
    if (!x.requires_grad()) x.set_requires_grad(true);
    x.zero_grad();
  }
  weighted(inputs).backward();
  NoGradGuard no_grad;
  for (size_t i = 0; i < inputs.size(); ++i) {
    Tensor& x = inputs[i];
    if (!x.grad().defined()) {
      return "input " + std::to_string(i) + " received no gradient";
    }
    const Tensor grad = x.grad().contiguous();
    TT_CHECK(x.is_contiguous()) << "check_gradients: inputs are contiguous";
    for (int64_t j = 0; j < x.numel(); ++j) {
      const float before = x.data()[j];
      x.data()[j] = before + h;
      const float above = weighted(inputs).item();
      x.data()[j] = before - h;
      const float below = weighted(inputs).item();
      x.data()[j] = before;
      const float numeric = (above - below) / (2 * h);
      const float ours = grad.data()[j];
      // Written so that NaN fails.
      if (!(std::fabs(numeric - ours) <=
            absolute + relative * std::fabs(numeric))) {
        return "input " + std::to_string(i) + " entry " + std::to_string(j) +
               ": backward gives " + std::to_string(ours) +
               ", central differences " + std::to_string(numeric);
      }
    }
  }
  return "";
}

}  // namespace tinytorch
