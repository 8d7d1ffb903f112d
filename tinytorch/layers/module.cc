#include "tinytorch/layers/module.h"

#include <cxxabi.h>

#include <cstdlib>
#include <typeinfo>

#include "absl/strings/str_cat.h"
#include "tinytorch/tensor/observer.h"

namespace tinytorch {

Tensor Module::operator()(const Tensor& x) {
  if (observer == nullptr) return forward(x);
  const Module* outer = std::exchange(running_module, this);
  observer->begin_module(*this);
  Tensor y = forward(x);
  observer->end_module(*this, y);
  running_module = outer;
  return y;
}

std::vector<std::pair<std::string, Module*>> Module::named_modules() {
  std::vector<std::pair<std::string, Module*>> modules;
  CollectModules("", modules);
  return modules;
}

void Module::CollectModules(
    const std::string& name,
    std::vector<std::pair<std::string, Module*>>& modules) {
  modules.emplace_back(name, this);
  for (const auto& [child_name, child] : children_) {
    child->CollectModules(name.empty() ? child_name : name + "." + child_name,
                          modules);
  }
}

std::vector<Tensor> Module::parameters() const {
  std::vector<Tensor> all;
  for (const auto& [name, tensor] : parameters_) all.push_back(tensor);
  for (const auto& [name, child] : children_) {
    const std::vector<Tensor> theirs = child->parameters();
    all.insert(all.end(), theirs.begin(), theirs.end());
  }
  return all;
}

int64_t Module::num_parameters() const {
  int64_t n = 0;
  for (const Tensor& p : parameters()) n += p.numel();
  return n;
}

int64_t Module::own_parameters() const {
  int64_t n = 0;
  for (const auto& [name, tensor] : parameters_) n += tensor.numel();
  return n;
}

int64_t Module::own_parameter_bytes() const {
  return own_parameters() * static_cast<int64_t>(sizeof(float));
}

std::string Module::type() const {
  int status = 0;
  const std::unique_ptr<char, void (*)(void*)> name(
      abi::__cxa_demangle(typeid(*this).name(), nullptr, nullptr, &status),
      std::free);
  const std::string text = status == 0 ? name.get() : typeid(*this).name();
  const size_t colon = text.rfind("::");
  return colon == std::string::npos ? text : text.substr(colon + 2);
}

void Module::train(bool on) {
  training_ = on;
  for (const auto& [name, child] : children_) child->train(on);
}

void Module::zero_grad() {
  for (Tensor& p : parameters()) p.zero_grad();
}

void Module::CollectState(const std::string& prefix, StateDict& state) const {
  for (const auto& [name, tensor] : parameters_) state[prefix + name] = tensor;
  for (const auto& [name, tensor] : buffers_) state[prefix + name] = tensor;
  for (const auto& [name, child] : children_) {
    child->CollectState(prefix + name + ".", state);
  }
}

StateDict Module::state_dict() const {
  StateDict state;
  CollectState("", state);
  return state;
}

absl::Status Module::load_state_dict(const StateDict& state) {
  StateDict own = state_dict();
  for (const auto& [name, tensor] : own) {
    const auto found = state.find(name);
    if (found == state.end()) {
      return absl::InvalidArgumentError(
          absl::StrCat("the weights have no tensor named \"", name, "\""));
    }
    if (found->second.sizes() != tensor.sizes()) {
      return absl::InvalidArgumentError(
          absl::StrCat("the weights' \"", name, "\" has shape ",
                       to_string(found->second.sizes()), ", the model's has ",
                       to_string(tensor.sizes())));
    }
  }
  for (const auto& [name, tensor] : state) {
    if (!own.contains(name)) {
      return absl::InvalidArgumentError(
          absl::StrCat("the weights' \"", name, "\" is not in the model"));
    }
  }
  for (auto& [name, tensor] : own) tensor.copy_(state.at(name));
  return absl::OkStatus();
}

Tensor Module::register_parameter(std::string name, Tensor value) {
  value.set_requires_grad(true);
  parameters_.emplace_back(std::move(name), value);
  return value;
}

Tensor Module::register_buffer(std::string name, Tensor value) {
  buffers_.emplace_back(std::move(name), value);
  return value;
}

void Module::SetName(std::string name) {
  name_ = std::move(name);
  for (const auto& [child_name, child] : children_) {
    child->SetName(absl::StrCat(name_, ".", child_name));
  }
}

void Module::register_module(std::string name, Module* child) {
  child->SetName(name_.empty() ? name : absl::StrCat(name_, ".", name));
  children_.emplace_back(std::move(name), child);
}

}  // namespace tinytorch
