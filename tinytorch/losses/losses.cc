#include "tinytorch/losses/losses.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "tinytorch/acceleration/rows.h"
#include "tinytorch/activations/activations.h"
#include "tinytorch/base/check.h"

namespace tinytorch {

Tensor mse_loss(const Tensor& prediction, const Tensor& target) {
  TT_CHECK(prediction.sizes() == target.sizes())
      << "mse_loss: shapes " << to_string(prediction.sizes()) << " and "
      << to_string(target.sizes());
  const Tensor difference = prediction - target;
  return (difference * difference).mean();
}

Tensor cross_entropy(const Tensor& logits, const Tensor& target) {
  TT_CHECK(logits.dim() == 2 && logits.sizes() == target.sizes())
      << "cross_entropy: logits " << to_string(logits.sizes()) << " and target "
      << to_string(target.sizes());
  const int64_t batch = logits.size(0);
  TT_CHECK(batch > 0) << "cross_entropy: an empty batch";
  const Tensor log_p = log_softmax(logits.detach());
  double loss = 0;
  const Tensor t = target.contiguous();
  for (int64_t i = 0; i < log_p.numel(); ++i) {
    // 0 · -inf is 0 here: a class without weight costs nothing.
    if (t.data()[i] != 0) loss -= t.data()[i] * log_p.data()[i];
  }
  Tensor out =
      Tensor::scalar(static_cast<float>(loss / static_cast<double>(batch)));
  if (needs_grad({&logits})) {
    // d/dlogits = (softmax · Σt - t) / batch, and Σt = 1.
    record(out, "cross_entropy", {logits},
           [log_p, t, batch](const Tensor& g) -> std::vector<Tensor> {
             return {(exp(log_p) - t) * (g.item() / static_cast<float>(batch))};
           });
  }
  return out;
}

Tensor cross_entropy(const Tensor& logits, absl::Span<const int32_t> labels,
                     float label_smoothing) {
  TT_CHECK(logits.dim() == 2 &&
           logits.size(0) == static_cast<int64_t>(labels.size()))
      << "cross_entropy: logits " << to_string(logits.sizes()) << " for "
      << labels.size() << " labels";
  const int64_t batch = logits.size(0), classes = logits.size(1);
  TT_CHECK(batch > 0) << "cross_entropy: an empty batch";
  for (const int32_t label : labels) {
    TT_CHECK(label >= 0 && label < classes)
        << "cross_entropy: label " << label << " of " << classes << " classes";
  }
  // The target is `rest` everywhere and `hit` more at the label.
  const float rest = label_smoothing / static_cast<float>(classes);
  const float hit = 1 - label_smoothing;
  const Tensor log_p = log_softmax(logits.detach());
  double loss = 0;
  for (int64_t i = 0; i < batch; ++i) {
    const float* row = log_p.data() + i * classes;
    loss -= hit * row[labels[i]];
    if (rest != 0) loss -= rest * SumRow(row, classes);
  }
  Tensor out =
      Tensor::scalar(static_cast<float>(loss / static_cast<double>(batch)));
  if (needs_grad({&logits})) {
    // d/dlogits = (softmax - target) / batch.
    record(out, "cross_entropy", {logits},
           [log_p, rest, hit, batch, classes,
            labels = std::vector<int32_t>(labels.begin(), labels.end())](
               const Tensor& g) -> std::vector<Tensor> {
             const float scale = g.item() / static_cast<float>(batch);
             Tensor dx = Tensor::empty(log_p.sizes());
             ExpRow(log_p.data(), log_p.numel(), 0, dx.data());
             for (int64_t i = 0; i < batch; ++i) {
               float* row = dx.data() + i * classes;
               for (int64_t c = 0; c < classes; ++c) {
                 row[c] = (row[c] - rest) * scale;
               }
               row[labels[i]] -= hit * scale;
             }
             return {dx};
           });
  }
  return out;
}

Tensor binary_cross_entropy(const Tensor& probability, const Tensor& target) {
  TT_CHECK(probability.sizes() == target.sizes())
      << "binary_cross_entropy: shapes " << to_string(probability.sizes())
      << " and " << to_string(target.sizes());
  const int64_t n = probability.numel();
  TT_CHECK(n > 0) << "binary_cross_entropy: an empty batch";
  const Tensor p = probability.contiguous().detach(), t = target.contiguous();
  double loss = 0;
  for (int64_t i = 0; i < n; ++i) {
    const float x = p.data()[i], y = t.data()[i];
    loss -= y * std::max(std::log(x), -100.0f) +
            (1 - y) * std::max(std::log1p(-x), -100.0f);
  }
  Tensor out =
      Tensor::scalar(static_cast<float>(loss / static_cast<double>(n)));
  if (needs_grad({&probability})) {
    record(out, "binary_cross_entropy", {probability},
           [p, t, n](const Tensor& g) -> std::vector<Tensor> {
             Tensor dx = Tensor::empty(p.sizes());
             const float scale = g.item() / static_cast<float>(n);
             for (int64_t i = 0; i < n; ++i) {
               const float x = p.data()[i];
               dx.data()[i] =
                   scale * (x - t.data()[i]) / std::max(x * (1 - x), 1e-12f);
             }
             return {dx};
           });
  }
  return out;
}

}  // namespace tinytorch
