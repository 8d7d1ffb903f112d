#include "tinytorch/attention/attention.h"

#include <cmath>
#include <limits>

#include "tinytorch/activations/activations.h"
#include "tinytorch/base/check.h"

namespace tinytorch {

Tensor causal_mask(int64_t time_q, int64_t time_k) {
  TT_CHECK(time_q <= time_k)
      << "causal_mask: " << time_q << " queries for " << time_k << " keys";
  Tensor mask = Tensor::zeros({time_q, time_k});
  for (int64_t q = 0; q < time_q; ++q) {
    for (int64_t k = time_k - time_q + q + 1; k < time_k; ++k) {
      mask.data()[q * time_k + k] = -std::numeric_limits<float>::infinity();
    }
  }
  return mask;
}

Tensor scaled_dot_product_attention(const Tensor& q, const Tensor& k,
                                    const Tensor& v, const Tensor& mask) {
  TT_CHECK(q.dim() >= 2 && k.dim() >= 2 && v.dim() >= 2 &&
           q.size(-1) == k.size(-1) && k.size(-2) == v.size(-2))
      << "scaled_dot_product_attention: queries " << to_string(q.sizes())
      << ", keys " << to_string(k.sizes()) << ", values "
      << to_string(v.sizes());
  const float scale = 1.0f / std::sqrt(static_cast<float>(q.size(-1)));
  Tensor scores = matmul(q * scale, k.transpose(-1, -2));
  if (mask.defined()) scores = scores + mask;
  return matmul(softmax(scores), v);
}

MultiHeadAttention::MultiHeadAttention(int64_t dim, int64_t heads,
                                       AttentionOptions options)
    : in_proj(dim, 3 * dim, options.bias),
      out_proj(dim, dim, options.bias),
      dim_(dim),
      heads_(heads),
      options_(options) {
  TT_CHECK(heads > 0 && dim % heads == 0)
      << "MultiHeadAttention: " << dim << " features for " << heads << " heads";
  register_module("in_proj", &in_proj);
  register_module("out_proj", &out_proj);
}

Tensor MultiHeadAttention::attend(const Tensor& x, KeyValueStore* past) {
  TT_CHECK(x.dim() == 3 && x.size(2) == dim_)
      << "MultiHeadAttention: input of shape " << to_string(x.sizes())
      << " for weights of shape " << to_string(out_proj.weight.sizes());
  TT_CHECK(past == nullptr || options_.causal)
      << "MultiHeadAttention: only a causal layer has a past";
  const int64_t batch = x.size(0), time = x.size(1);
  const Tensor projected = in_proj(x);
  // [batch, time, dim] to [batch, heads, time, dim / heads].
  const auto part = [&](int64_t i) {
    return projected.slice(2, i * dim_, (i + 1) * dim_)
        .reshape({batch, time, heads_, dim_ / heads_})
        .transpose(1, 2);
  };
  const Tensor q = part(0);
  KeyValue kv = {part(1), part(2)};
  if (past != nullptr) kv = past->append(kv);
  const Tensor mask = options_.causal && time > 1
                          ? causal_mask(time, kv.key.size(2))
                          : Tensor();
  const Tensor found = scaled_dot_product_attention(q, kv.key, kv.value, mask);
  return out_proj(found.transpose(1, 2).reshape({batch, time, dim_}));
}

}  // namespace tinytorch
