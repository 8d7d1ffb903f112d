// Module 3: what every layer is, a function with parameters and a name for
// each.
//
//   Sequential model;
//   model.add<Linear>(784, 128).add<ReLU>().add<Linear>(128, 10);
//   Tensor logits = model.forward(images);          // [batch, 10]
//   StateDict weights = model.state_dict();         // "0.weight", ...
#ifndef TINYTORCH_LAYERS_MODULE_H_
#define TINYTORCH_LAYERS_MODULE_H_

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "tinytorch/tensor/tensor.h"

namespace tinytorch {

// Names to tensors, in the order of the names.
using StateDict = std::map<std::string, Tensor>;

class Module {
 public:
  virtual ~Module() = default;

  virtual Tensor forward(const Tensor& x) = 0;
  // forward(), seen by a profiler (module 14) if one is watching.
  Tensor operator()(const Tensor& x);

  // What an optimizer trains, this module's own first, then its children's.
  std::vector<Tensor> parameters() const;
  int64_t num_parameters() const;
  // How many numbers this module itself keeps, without its children's, and the
  // bytes that they take: those of its parameters, unless it keeps them in
  // another form than tensors (modules 16 and 17).
  virtual int64_t own_parameters() const;
  virtual int64_t own_parameter_bytes() const;

  // Training mode (the default) turns on dropout and batch statistics.
  void train(bool on = true);
  void eval() { train(false); }
  bool is_training() const { return training_; }

  void zero_grad();

  // What this module is called in the outermost one that it was registered in,
  // as that one's state_dict() has it: "3", "blocks.1.mlp.up". Empty for a
  // module that is registered nowhere.
  const std::string& name() const { return name_; }
  // Its class: "Conv2d".
  std::string type() const;

  // This module under "" and all below it under dotted names, depth first.
  std::vector<std::pair<std::string, Module*>> named_modules();

  // Parameters and buffers under dotted names ("conv.weight"). The tensors
  // share storage with the module, unless the module says otherwise.
  StateDict state_dict() const;
  // Copies values in. Every name must be there with its shape and no other:
  // else InvalidArgument names the first that is missing, extra or of another
  // shape, and nothing is changed.
  virtual absl::Status load_state_dict(const StateDict& state);

 protected:
  // Both return the tensor, which the module then shares.
  Tensor register_parameter(std::string name, Tensor value);
  Tensor register_buffer(std::string name, Tensor value);
  // The child must live as long as this module, usually as a member of it.
  void register_module(std::string name, Module* child);

  // What state_dict() gathers, each name after `prefix`: for a module that
  // keeps its numbers in another form than tensors.
  virtual void CollectState(const std::string& prefix, StateDict& state) const;

 private:
  void SetName(std::string name);
  void CollectModules(const std::string& name,
                      std::vector<std::pair<std::string, Module*>>& modules);

  bool training_ = true;
  std::string name_;
  std::vector<std::pair<std::string, Tensor>> parameters_;
  std::vector<std::pair<std::string, Tensor>> buffers_;
  std::vector<std::pair<std::string, Module*>> children_;
};

// The course's name for a module without children.
using Layer = Module;

}  // namespace tinytorch

#endif  // TINYTORCH_LAYERS_MODULE_H_
