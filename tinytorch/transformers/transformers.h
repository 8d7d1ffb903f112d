// Module 13: transformers.
//
//   GPT model({.vocab_size = 100, .max_length = 64, .dim = 64, .heads = 4,
//              .layers = 2});
//   Tensor logits = model(indices(ids, {batch, time}));   // [batch, time,
//   vocab] std::vector<int32_t> more = generate(model, prompt, {.tokens =
//   100});
#ifndef TINYTORCH_TRANSFORMERS_TRANSFORMERS_H_
#define TINYTORCH_TRANSFORMERS_TRANSFORMERS_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "absl/types/span.h"
#include "tinytorch/attention/attention.h"
#include "tinytorch/embeddings/embeddings.h"
#include "tinytorch/layers/layers.h"
#include "tinytorch/layers/module.h"
#include "tinytorch/tensor/random.h"
#include "tinytorch/tensor/tensor.h"

namespace tinytorch {

// (x - mean) / √(var + eps) · weight + bias over the last axis, of size dim;
// the variance is the biased one (Ba et al., 2016).
Tensor layer_norm(const Tensor& x, const Tensor& weight, const Tensor& bias,
                  float eps = 1e-5f);

class LayerNorm : public Module {
 public:
  explicit LayerNorm(int64_t dim, float eps = 1e-5f);
  Tensor forward(const Tensor& x) override;

  Tensor weight, bias;  // [dim], 1 and 0 at first

 private:
  float eps_;
};

// dim to hidden, GELU, and back.
class MLP : public Module {
 public:
  MLP(int64_t dim, int64_t hidden);
  Tensor forward(const Tensor& x) override;

  Linear up, down;
  GELU gelu;
};

// x + attention(norm(x)), then x + mlp(norm(x)): the norm comes first, as in
// GPT-2. Causal, with a hidden layer of 4·dim.
class TransformerBlock : public Module {
 public:
  TransformerBlock(int64_t dim, int64_t heads, float dropout = 0);
  Tensor forward(const Tensor& x) override { return forward_from(x, nullptr); }
  Tensor forward_from(const Tensor& x, KeyValueStore* past);

  LayerNorm norm1;
  MultiHeadAttention attention;
  LayerNorm norm2;
  MLP mlp;
  Dropout dropout;
};

struct GPTOptions {
  int64_t vocab_size = 0;
  int64_t max_length = 0;  // the longest sequence it sees at once
  int64_t dim = 64;
  int64_t heads = 4;
  int64_t layers = 2;
  float dropout = 0;
};

// Token and learned position embeddings, blocks, a norm, and a linear layer to
// one logit for each token of the vocabulary.
class GPT : public Module {
 public:
  explicit GPT(const GPTOptions& options);

  // tokens [batch, time] of whole numbers; time <= max_length. Gives, at each
  // position, the logits [batch, time, vocab] of the token that follows.
  Tensor forward(const Tensor& tokens) override;
  // The same for tokens that follow on `start` earlier ones, whose keys and
  // values each layer's store in `past` holds.
  Tensor forward_from(const Tensor& tokens, int64_t start,
                      absl::Span<KeyValueStore* const> past);

  const GPTOptions& options() const { return options_; }

 private:
  GPTOptions options_;
  Embedding tokens_;
  PositionalEncoding positions_;
  std::vector<std::unique_ptr<TransformerBlock>> blocks_;
  LayerNorm norm_;
  Linear head_;
};

struct GenerateOptions {
  int64_t tokens = 0;     // how many to add
  float temperature = 1;  // logits are divided by it; 0 takes the largest
  int64_t top_k = 0;      // only the k most likely are drawn from; 0: all
  uint64_t seed = 0;
};

// The token that `logits` [vocab] and the options lead to.
int32_t sample(absl::Span<const float> logits, const GenerateOptions& options,
               Generator& generator);

// `prompt` (at least one token) and options.tokens more, each drawn from the
// last position of next(all ids so far), logits [1, time, vocab]. The model is
// in evaluation mode meanwhile, and nothing is recorded: what generate() and
// module 18 share.
std::vector<int32_t> generate_with(
    GPT& model, absl::Span<const int32_t> prompt,
    const GenerateOptions& options,
    const std::function<Tensor(absl::Span<const int32_t> ids)>& next);

// `prompt` (at least one token) and what the model adds to it, each time
// running over the last max_length tokens: time grows with the square of the
// length. Module 18 does the same in linear time. The model is put in
// evaluation mode for the call.
std::vector<int32_t> generate(GPT& model, absl::Span<const int32_t> prompt,
                              const GenerateOptions& options);

}  // namespace tinytorch

#endif  // TINYTORCH_TRANSFORMERS_TRANSFORMERS_H_
