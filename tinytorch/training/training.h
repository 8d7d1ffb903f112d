// Module 7: the training loop.
//
//   AdamW optimizer(model.parameters(), {.lr = 2e-3f});
//   Trainer trainer(model, optimizer,
//                   {.epochs = 3, .schedule = CosineSchedule(2e-3f, 0,
//                   steps)});
//   trainer.fit(loader);
//   Evaluation result = evaluate(model, test_loader);    // loss, accuracy
#ifndef TINYTORCH_TRAINING_TRAINING_H_
#define TINYTORCH_TRAINING_TRAINING_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "tinytorch/dataloader/dataloader.h"
#include "tinytorch/layers/module.h"
#include "tinytorch/optimizers/optimizers.h"
#include "tinytorch/tensor/tensor.h"

namespace tinytorch {

// Step number (from 0) to learning rate.
using Schedule = std::function<float(int64_t step)>;

// Rises in a line over `warmup` steps, then falls from `highest` to `lowest`
// along half a cosine until `steps` (Loshchilov and Hutter, "SGDR", 2017), and
// stays there.
Schedule CosineSchedule(float highest, float lowest, int64_t steps,
                        int64_t warmup = 0);

// Scales all gradients so that their joint 2-norm is at most `max_norm`;
// returns the norm before. Parameters without a gradient are left out.
float clip_grad_norm(std::vector<Tensor> parameters, float max_norm);

struct TrainerOptions {
  int64_t epochs = 1;
  Schedule schedule = {};     // none: the optimizer's own rate throughout
  float max_grad_norm = 0;    // 0: gradients are not clipped
  int64_t accumulate = 1;     // batches whose gradients make one step
  float label_smoothing = 0;  // of the cross-entropy loss
  // Called after each epoch with its number (from 0) and mean training loss.
  // None: fit() prints a line for each, so that whoever waits sees how far it
  // is: "epoch 3/14  loss 0.4120  accuracy 85.6 %" (both of the training split,
  // while the weights change).
  std::function<void(int64_t epoch, float loss)> on_epoch = {};
};

class Trainer {
 public:
  // `model` and `optimizer` must outlive the trainer.
  Trainer(Module& model, Optimizer& optimizer, TrainerOptions options);

  // Runs the epochs that remain, minimising cross entropy.
  void fit(const DataLoader& loader);

  // The next epoch to run, and the steps made so far.
  int64_t epoch() const { return epoch_; }
  int64_t step() const { return step_; }

  // Model, optimizer and position in one safetensors file, so that fit() goes
  // on as if it had not been interrupted. Loading changes nothing on an error.
  absl::Status save_checkpoint(const std::string& path) const;
  absl::Status load_checkpoint(const std::string& path);

 private:
  Module& model_;
  Optimizer& optimizer_;
  TrainerOptions options_;
  int64_t epoch_ = 0, step_ = 0;
};

struct Evaluation {
  float loss = 0;      // mean cross entropy
  float accuracy = 0;  // share of examples whose largest logit is the label's
};

// In evaluation mode and without recording; the mode is put back.
Evaluation evaluate(Module& model, const DataLoader& loader);

}  // namespace tinytorch

#endif  // TINYTORCH_TRAINING_TRAINING_H_
