// Module 6: optimizers. Each holds the parameters it trains, and step() moves
// them along their gradients; parameters without a gradient stay.
//
//   AdamW optimizer(model.parameters(), {.lr = 1e-3f, .weight_decay = 1e-2f});
//   model.zero_grad(); loss.backward(); optimizer.step();
#ifndef TINYTORCH_OPTIMIZERS_OPTIMIZERS_H_
#define TINYTORCH_OPTIMIZERS_OPTIMIZERS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "tinytorch/tensor/tensor.h"

namespace tinytorch {

class Optimizer {
 public:
  virtual ~Optimizer() = default;
  virtual void step() = 0;
  void zero_grad();
  float lr() const { return lr_; }
  void set_lr(float lr) { lr_ = lr; }
  std::vector<Tensor>& parameters() { return parameters_; }

  // What step() has to remember, for checkpoints; shares storage. Loading wants
  // the same names and shapes, and changes nothing on an error.
  virtual std::map<std::string, Tensor> state_dict() const = 0;
  absl::Status load_state_dict(const std::map<std::string, Tensor>& state);

 protected:
  Optimizer(std::vector<Tensor> parameters, float lr);
  std::vector<Tensor> parameters_;
  float lr_;
};

struct SGDOptions {
  float lr = 0.01f;
  float momentum = 0;      // v = momentum·v + g;  p -= lr·v
  float weight_decay = 0;  // g += weight_decay·p
};
class SGD : public Optimizer {
 public:
  SGD(std::vector<Tensor> parameters, SGDOptions options);
  void step() override;
  std::map<std::string, Tensor> state_dict() const override;

 private:
  SGDOptions options_;
  std::vector<Tensor> velocity_;
};

struct AdamOptions {
  float lr = 1e-3f;
  float beta1 = 0.9f;
  float beta2 = 0.999f;
  float eps = 1e-8f;
  float weight_decay = 0;  // Adam: g += weight_decay·p; AdamW: p -= lr·wd·p
};

// Kingma and Ba, "Adam", 2015, algorithm 1.
class Adam : public Optimizer {
 public:
  Adam(std::vector<Tensor> parameters, AdamOptions options)
      : Adam(std::move(parameters), options, /*decoupled=*/false) {}
  void step() override;
  std::map<std::string, Tensor> state_dict() const override;

 protected:
  Adam(std::vector<Tensor> parameters, AdamOptions options, bool decoupled);

 private:
  AdamOptions options_;
  bool decoupled_;
  Tensor steps_ = Tensor::zeros({1});  // a count, kept where checkpoints see it
  std::vector<Tensor> mean_, square_;
};

// Loshchilov and Hutter, "Decoupled Weight Decay Regularization", 2019.
class AdamW : public Adam {
 public:
  AdamW(std::vector<Tensor> parameters, AdamOptions options)
      : Adam(std::move(parameters), options, /*decoupled=*/true) {}
};

}  // namespace tinytorch

#endif  // TINYTORCH_OPTIMIZERS_OPTIMIZERS_H_
