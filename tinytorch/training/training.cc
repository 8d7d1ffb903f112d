#include "tinytorch/training/training.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "tinytorch/autograd/autograd.h"
#include "tinytorch/base/check.h"
#include "tinytorch/layers/safetensors.h"
#include "tinytorch/losses/losses.h"

namespace tinytorch {
namespace {

// How many of a batch have their label's score as the largest.
int64_t CountRight(const Tensor& scores, const std::vector<int32_t>& labels) {
  const std::vector<int64_t> best = scores.argmax(1);
  int64_t right = 0;
  for (size_t i = 0; i < labels.size(); ++i) right += best[i] == labels[i];
  return right;
}

}  // namespace

Schedule CosineSchedule(float highest, float lowest, int64_t steps,
                        int64_t warmup) {
  TT_CHECK(steps > 0 && warmup >= 0 && warmup < steps)
      << "CosineSchedule: " << warmup << " of " << steps << " steps of warm-up";
  return [=](int64_t step) {
    if (step < warmup) {
      return highest * static_cast<float>(step + 1) /
             static_cast<float>(warmup + 1);
    }
    if (step >= steps) return lowest;
    const float share =
        static_cast<float>(step - warmup) / static_cast<float>(steps - warmup);
    return lowest + 0.5f * (highest - lowest) *
                        (1 + std::cos(std::numbers::pi_v<float> * share));
  };
}

float clip_grad_norm(std::vector<Tensor> parameters, float max_norm) {
  NoGradGuard no_grad;
  double square = 0;
  for (const Tensor& p : parameters) {
    if (p.grad().defined()) square += (p.grad() * p.grad()).sum().item();
  }
  const float norm = static_cast<float>(std::sqrt(square));
  if (norm > max_norm) {
    for (Tensor& p : parameters) {
      if (p.grad().defined()) p.set_grad(p.grad() * (max_norm / norm));
    }
  }
  return norm;
}

Trainer::Trainer(Module& model, Optimizer& optimizer, TrainerOptions options)
    : model_(model), optimizer_(optimizer), options_(std::move(options)) {
  TT_CHECK(options_.accumulate > 0)
      << "Trainer: steps of " << options_.accumulate << " batches";
}

void Trainer::fit(const DataLoader& loader) {
  model_.train();
  for (; epoch_ < options_.epochs; ++epoch_) {
    double total = 0;
    int64_t seen = 0, right = 0, batches = 0;
    optimizer_.zero_grad();
    for (const Batch& batch : loader.epoch(epoch_)) {
      const Tensor scores = model_.forward(batch.images);
      const Tensor loss =
          cross_entropy(scores, batch.labels, options_.label_smoothing);
      right += CountRight(scores, batch.labels);
      // The mean over the batches that make one step.
      (loss / static_cast<float>(options_.accumulate)).backward();
      total += loss.item() * static_cast<double>(batch.labels.size());
      seen += static_cast<int64_t>(batch.labels.size());
      ++batches;
      if (batches % options_.accumulate != 0 && batches != loader.batches()) {
        continue;
      }
      if (options_.schedule) optimizer_.set_lr(options_.schedule(step_));
      if (options_.max_grad_norm > 0) {
        clip_grad_norm(optimizer_.parameters(), options_.max_grad_norm);
      }
      optimizer_.step();
      optimizer_.zero_grad();
      ++step_;
    }
    const double count = std::max<double>(1, static_cast<double>(seen));
    const auto mean = static_cast<float>(total / count);
    if (options_.on_epoch) {
      options_.on_epoch(epoch_, mean);
    } else {
      std::printf("epoch %d/%d  loss %.4f  accuracy %.1f %%\n",
                  static_cast<int>(epoch_) + 1,
                  static_cast<int>(options_.epochs), mean,
                  100 * static_cast<double>(right) / count);
      std::fflush(stdout);
    }
  }
}

absl::Status Trainer::save_checkpoint(const std::string& path) const {
  StateDict all;
  for (const auto& [name, tensor] : model_.state_dict()) {
    all["model." + name] = tensor;
  }
  for (const auto& [name, tensor] : optimizer_.state_dict()) {
    all["optimizer." + name] = tensor;
  }
  // A float counts exactly to 2^24: split, so that longer runs are kept too.
  const auto split = [](int64_t n) {
    return Tensor::from(
        {static_cast<float>(n >> 20), static_cast<float>(n & ((1 << 20) - 1))},
        {2});
  };
  all["trainer.epoch"] = split(epoch_);
  all["trainer.step"] = split(step_);
  return save_safetensors(all, path);
}

absl::Status Trainer::load_checkpoint(const std::string& path) {
  absl::StatusOr<StateDict> all = load_safetensors(path);
  if (!all.ok()) return all.status();
  const auto part = [&](const std::string& prefix) {
    StateDict state;
    for (const auto& [name, tensor] : *all) {
      if (name.starts_with(prefix)) state[name.substr(prefix.size())] = tensor;
    }
    return state;
  };
  const StateDict position = part("trainer.");
  for (const char* name : {"epoch", "step"}) {
    const auto found = position.find(name);
    if (found == position.end() || found->second.sizes() != Shape{2}) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, ": no checkpoint: it lacks trainer.", name));
    }
  }
  // The optimizer is tried first on a copy of its state, so that a failure in
  // either leaves both as they were.
  StateDict before;
  for (const auto& [name, tensor] : optimizer_.state_dict()) {
    before[name] = tensor.clone();
  }
  absl::Status status = optimizer_.load_state_dict(part("optimizer."));
  if (status.ok()) {
    status = model_.load_state_dict(part("model."));
    if (!status.ok()) TT_CHECK(optimizer_.load_state_dict(before).ok());
  }
  if (!status.ok()) {
    return absl::Status(
        status.code(), absl::StrCat(path, ": ", std::string(status.message())));
  }
  const auto join = [&](const char* name) {
    const Tensor& t = position.at(name);
    return static_cast<int64_t>(t.at({0})) * (1 << 20) +
           static_cast<int64_t>(t.at({1}));
  };
  epoch_ = join("epoch");
  step_ = join("step");
  return absl::OkStatus();
}

Evaluation evaluate(Module& model, const DataLoader& loader) {
  NoGradGuard no_grad;
  const bool was_training = model.is_training();
  model.eval();
  double loss = 0;
  int64_t right = 0, seen = 0;
  for (const Batch& batch : loader.epoch(0)) {
    const Tensor logits = model.forward(batch.images);
    const auto n = static_cast<int64_t>(batch.labels.size());
    loss += cross_entropy(logits, batch.labels).item() * static_cast<double>(n);
    right += CountRight(logits, batch.labels);
    seen += n;
  }
  model.train(was_training);
  if (seen == 0) return {};
  const auto count = static_cast<double>(seen);
  return {static_cast<float>(loss / count),
          static_cast<float>(static_cast<double>(right) / count)};
}

}  // namespace tinytorch
