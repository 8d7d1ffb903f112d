#include "tinytorch/transformers/transformers.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "tinytorch/acceleration/rows.h"
#include "tinytorch/autograd/autograd.h"
#include "tinytorch/base/check.h"
#include "tinytorch/tensor/observer.h"

namespace tinytorch {

Tensor layer_norm(const Tensor& x, const Tensor& weight, const Tensor& bias,
                  float eps) {
  TT_CHECK(x.dim() >= 1 && x.size(-1) > 0 &&
           weight.sizes() == Shape{x.size(-1)} &&
           bias.sizes() == weight.sizes())
      << "layer_norm: input " << to_string(x.sizes()) << " and weight "
      << to_string(weight.sizes());
  const int64_t dim = x.size(-1), rows = x.numel() / dim;
  const Tensor in = x.detach().contiguous();
  Tensor out = Tensor::empty(x.sizes());
  Tensor normal = Tensor::empty(x.sizes());  // before weight and bias
  Tensor scale = Tensor::empty({rows});      // 1 / √(var + eps)
  const float* w = weight.data();
  const float* b = bias.data();
  for (int64_t r = 0; r < rows; ++r) {
    const float* from = in.data() + r * dim;
    float* n = normal.data() + r * dim;
    float* to = out.data() + r * dim;
    const float mean = SumRow(from, dim) / static_cast<float>(dim);
    const float var = SquareSumRow(from, dim, mean) / static_cast<float>(dim);
    const float s = 1.0f / std::sqrt(var + eps);
    for (int64_t i = 0; i < dim; ++i) {
      n[i] = (from[i] - mean) * s;
      to[i] = n[i] * w[i] + b[i];
    }
    scale.data()[r] = s;
  }
  // Sum, difference, square and sum, scale, weight, bias.
  observe_op("layer_norm", 7 * out.numel(), 8 * out.numel());
  if (needs_grad({&x, &weight, &bias})) {
    // With n the normalised values and u = g·w:
    // dx = (u - mean(u) - n·mean(u·n)) · scale.
    record(out, "layer_norm", {x, weight, bias},
           [normal, scale, weight, dim,
            rows](const Tensor& gradient) -> std::vector<Tensor> {
             const Tensor g = gradient.contiguous();
             Tensor dx = Tensor::empty(normal.sizes());
             Tensor dw = Tensor::zeros({dim}), db = Tensor::zeros({dim});
             const float* w = weight.data();
             for (int64_t r = 0; r < rows; ++r) {
               const float* gr = g.data() + r * dim;
               const float* n = normal.data() + r * dim;
               float* d = dx.data() + r * dim;
               float mean = 0, along = 0;
               for (int64_t i = 0; i < dim; ++i) {
                 dw.data()[i] += gr[i] * n[i];
                 db.data()[i] += gr[i];
                 d[i] = gr[i] * w[i];
                 mean += d[i];
                 along += d[i] * n[i];
               }
               mean /= static_cast<float>(dim);
               along /= static_cast<float>(dim);
               const float s = scale.data()[r];
               for (int64_t i = 0; i < dim; ++i) {
                 d[i] = (d[i] - mean - n[i] * along) * s;
               }
             }
             observe_op("layer_norm backward", 14 * dx.numel(),
                        12 * dx.numel());
             return {dx, dw, db};
           });
  }
  return out;
}

LayerNorm::LayerNorm(int64_t dim, float eps) : eps_(eps) {
  TT_CHECK(dim > 0) << "LayerNorm: " << dim << " features";
  weight = register_parameter("weight", Tensor::ones({dim}));
  bias = register_parameter("bias", Tensor::zeros({dim}));
}

Tensor LayerNorm::forward(const Tensor& x) {
  return layer_norm(x, weight, bias, eps_);
}

MLP::MLP(int64_t dim, int64_t hidden) : up(dim, hidden), down(hidden, dim) {
  register_module("up", &up);
  register_module("gelu", &gelu);
  register_module("down", &down);
}

Tensor MLP::forward(const Tensor& x) { return down(gelu(up(x))); }

TransformerBlock::TransformerBlock(int64_t dim, int64_t heads, float drop)
    : norm1(dim),
      attention(dim, heads, {.causal = true}),
      norm2(dim),
      mlp(dim, 4 * dim),
      dropout(drop) {
  register_module("norm1", &norm1);
  register_module("attention", &attention);
  register_module("norm2", &norm2);
  register_module("mlp", &mlp);
  register_module("dropout", &dropout);
}

Tensor TransformerBlock::forward_from(const Tensor& x, KeyValueStore* past) {
  const Tensor normed = norm1(x);
  const Tensor found =
      past == nullptr ? attention(normed) : attention.attend(normed, past);
  const Tensor h = x + dropout(found);
  return h + dropout(mlp(norm2(h)));
}

GPT::GPT(const GPTOptions& options)
    : options_(options),
      tokens_(options.vocab_size, options.dim),
      positions_(PositionalEncoding::kLearned, options.max_length, options.dim),
      norm_(options.dim),
      head_(options.dim, options.vocab_size, /*bias=*/false) {
  tokens_.weight.copy_(tokens_.weight.detach() * 0.02f);
  register_module("tokens", &tokens_);
  register_module("positions", &positions_);
  for (int64_t i = 0; i < options.layers; ++i) {
    blocks_.push_back(std::make_unique<TransformerBlock>(
        options.dim, options.heads, options.dropout));
    register_module("blocks." + std::to_string(i), blocks_.back().get());
  }
  register_module("norm", &norm_);
  register_module("head", &head_);
}

Tensor GPT::forward(const Tensor& tokens) {
  return forward_from(tokens, 0, {});
}

Tensor GPT::forward_from(const Tensor& tokens, int64_t start,
                         absl::Span<KeyValueStore* const> past) {
  TT_CHECK(tokens.dim() == 2)
      << "GPT: tokens of shape " << to_string(tokens.sizes())
      << " must be [batch, time]";
  TT_CHECK(past.empty() || past.size() == blocks_.size())
      << "GPT: " << past.size() << " stores for " << blocks_.size()
      << " layers";
  const Tensor embedded = tokens_(tokens);
  Tensor x = start == 0 ? positions_(embedded)
                        : positions_.forward_from(embedded, start);
  for (size_t i = 0; i < blocks_.size(); ++i) {
    x = past.empty() ? (*blocks_[i])(x) : blocks_[i]->forward_from(x, past[i]);
  }
  return head_(norm_(x));
}

int32_t sample(absl::Span<const float> logits, const GenerateOptions& options,
               Generator& generator) {
  TT_CHECK(!logits.empty()) << "sample: no logits";
  TT_CHECK(options.temperature >= 0)
      << "sample: temperature " << options.temperature;
  const auto largest = std::max_element(logits.begin(), logits.end());
  if (options.temperature == 0) {
    return static_cast<int32_t>(largest - logits.begin());
  }
  float least = -std::numeric_limits<float>::infinity();
  if (options.top_k > 0 &&
      options.top_k < static_cast<int64_t>(logits.size())) {
    std::vector<float> sorted(logits.begin(), logits.end());
    std::nth_element(sorted.begin(), sorted.begin() + (options.top_k - 1),
                     sorted.end(), std::greater<float>());
    least = sorted[options.top_k - 1];
  }
  std::vector<float> up_to;  // cumulative, not yet divided by their sum
  float sum = 0;
  for (const float x : logits) {
    if (x >= least) sum += std::exp((x - *largest) / options.temperature);
    up_to.push_back(sum);
  }
  const float drawn = generator.uniform() * sum;
  const auto at = std::upper_bound(up_to.begin(), up_to.end(), drawn);
  return static_cast<int32_t>(std::min(at, std::prev(up_to.end())) -
                              up_to.begin());
}

std::vector<int32_t> generate_with(
    GPT& model, absl::Span<const int32_t> prompt,
    const GenerateOptions& options,
    const std::function<Tensor(absl::Span<const int32_t> ids)>& next) {
  TT_CHECK(!prompt.empty()) << "generate: an empty prompt";
  const NoGradGuard no_grad;
  const bool training = model.is_training();
  model.eval();
  Generator generator(options.seed);
  std::vector<int32_t> ids(prompt.begin(), prompt.end());
  for (int64_t i = 0; i < options.tokens; ++i) {
    const Tensor logits = next(ids);
    const int64_t vocab = logits.size(2);
    const float* last = logits.data() + (logits.size(1) - 1) * vocab;
    ids.push_back(
        sample({last, static_cast<size_t>(vocab)}, options, generator));
  }
  model.train(training);
  return ids;
}

std::vector<int32_t> generate(GPT& model, absl::Span<const int32_t> prompt,
                              const GenerateOptions& options) {
  return generate_with(
      model, prompt, options, [&model](absl::Span<const int32_t> ids) {
        const int64_t time = std::min<int64_t>(static_cast<int64_t>(ids.size()),
                                               model.options().max_length);
        return model(indices(ids.last(time), {1, time}));
      });
}

}  // namespace tinytorch
