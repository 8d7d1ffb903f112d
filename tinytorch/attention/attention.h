// Module 12: attention (Vaswani et al., "Attention Is All You Need", 2017).
//
//   MultiHeadAttention attention(64, 4, {.causal = true});
//   Tensor y = attention(x);               // [batch, time, 64] to the same
#ifndef TINYTORCH_ATTENTION_ATTENTION_H_
#define TINYTORCH_ATTENTION_ATTENTION_H_

#include <cstdint>

#include "tinytorch/layers/layers.h"
#include "tinytorch/layers/module.h"
#include "tinytorch/tensor/tensor.h"

namespace tinytorch {

// softmax(q kᵀ / √d + mask) v for q [..., time_q, d], k [..., time_k, d] and
// v [..., time_k, e]; gives [..., time_q, e]. `mask`, where defined, is added
// to the scores [..., time_q, time_k] and broadcast: 0 to look, -inf not to.
Tensor scaled_dot_product_attention(const Tensor& q, const Tensor& k,
                                    const Tensor& v,
                                    const Tensor& mask = Tensor());

// [time_q, time_k]: 0 where a query may look, -inf where a key is later than
// it. The last query stands at the last key.
Tensor causal_mask(int64_t time_q, int64_t time_k);

struct KeyValue {
  Tensor key, value;  // [batch, heads, time, dim / heads]
};

// What an attention layer remembers of the positions before: module 18 has one.
class KeyValueStore {
 public:
  virtual ~KeyValueStore() = default;
  // Adds the keys and values of new positions; returns those of all so far.
  virtual KeyValue append(const KeyValue& next) = 0;
};

struct AttentionOptions {
  bool causal = false;  // no position looks at a later one
  bool bias = true;
};

// Heads of dim/heads features each, with projections of x to queries, keys and
// values in one matrix, and one of what they found back to x's features.
class MultiHeadAttention : public Module {
 public:
  // `heads` divides `dim`.
  MultiHeadAttention(int64_t dim, int64_t heads, AttentionOptions options = {});

  // x [batch, time, dim].
  Tensor forward(const Tensor& x) override { return attend(x, nullptr); }
  // x is what follows on the positions in `past` (null: nothing before), and is
  // added to them. Causal layers only, where the result is then the one that
  // the whole sequence would give.
  Tensor attend(const Tensor& x, KeyValueStore* past);

  int64_t heads() const { return heads_; }
  int64_t dim() const { return dim_; }

  Linear in_proj;   // dim to 3·dim: queries, keys, values
  Linear out_proj;  // dim to dim

 private:
  int64_t dim_, heads_;
  AttentionOptions options_;
};

}  // namespace tinytorch

#endif  // TINYTORCH_ATTENTION_ATTENTION_H_
