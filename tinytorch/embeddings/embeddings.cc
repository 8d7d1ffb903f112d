#include "tinytorch/embeddings/embeddings.h"

#include <cmath>
#include <cstring>

#include "tinytorch/base/check.h"
#include "tinytorch/tensor/observer.h"

namespace tinytorch {
namespace {

// The row that an index names.
int64_t Row(float index, const Tensor& weight) {
  // Written so that NaN fails.
  TT_CHECK(index >= 0 && index < static_cast<float>(weight.size(0)) &&
           index == std::floor(index))
      << "embedding: index " << index << " into a weight of shape "
      << to_string(weight.sizes());
  return static_cast<int64_t>(index);
}

}  // namespace

Tensor indices(absl::Span<const int32_t> values, Shape shape) {
  return Tensor::from(std::vector<float>(values.begin(), values.end()),
                      std::move(shape));
}

Tensor embedding(const Tensor& index, const Tensor& weight) {
  TT_CHECK(weight.dim() == 2)
      << "embedding: weight of shape " << to_string(weight.sizes())
      << " must have two axes, for indices " << to_string(index.sizes());
  const Tensor at = index.detach().contiguous();
  const Tensor table = weight.detach().contiguous();
  const int64_t dim = table.size(1);
  Shape shape = index.sizes();
  shape.push_back(dim);
  Tensor out = Tensor::empty(std::move(shape));
  for (int64_t i = 0; i < at.numel(); ++i) {
    std::memcpy(out.data() + i * dim,
                table.data() + Row(at.data()[i], weight) * dim,
                dim * sizeof(float));
  }
  observe_op("embedding", 0, 8 * out.numel() + 4 * at.numel());
  if (needs_grad({&weight})) {
    record(
        out, "embedding", {weight},
        [at, shape = weight.sizes()](const Tensor& g) -> std::vector<Tensor> {
          Tensor dw = Tensor::zeros(shape);
          const Tensor gc = g.contiguous();
          const int64_t dim = shape[1];
          for (int64_t i = 0; i < at.numel(); ++i) {
            float* row = dw.data() + static_cast<int64_t>(at.data()[i]) * dim;
            for (int64_t j = 0; j < dim; ++j) {
              row[j] += gc.data()[i * dim + j];
            }
          }
          return {dw};
        });
  }
  return out;
}

Embedding::Embedding(int64_t num_embeddings, int64_t embedding_dim) {
  TT_CHECK(num_embeddings > 0 && embedding_dim > 0)
      << "Embedding: sizes " << num_embeddings << " and " << embedding_dim;
  weight = register_parameter("weight",
                              Tensor::randn({num_embeddings, embedding_dim}));
}

Tensor Embedding::forward(const Tensor& index) {
  return embedding(index, weight);
}

PositionalEncoding::PositionalEncoding(Kind kind, int64_t max_length,
                                       int64_t dim) {
  TT_CHECK(max_length > 0 && dim > 0)
      << "PositionalEncoding: sizes " << max_length << " and " << dim;
  if (kind == kLearned) {
    table =
        register_parameter("weight", Tensor::randn({max_length, dim}) * 0.02f);
    return;
  }
  table = register_buffer("weight", Tensor::empty({max_length, dim}));
  for (int64_t t = 0; t < max_length; ++t) {
    for (int64_t i = 0; i < dim; ++i) {
      const int64_t even = i - i % 2;  // a sine and its cosine share one
      const double exponent =
          static_cast<double>(even) / static_cast<double>(dim);
      const double angle = static_cast<double>(t) / std::pow(10000.0, exponent);
      table.data()[t * dim + i] =
          static_cast<float>(i % 2 == 0 ? std::sin(angle) : std::cos(angle));
    }
  }
}

Tensor PositionalEncoding::forward_from(const Tensor& x, int64_t start) {
  TT_CHECK(x.dim() >= 2 && x.size(-1) == table.size(1) && start >= 0 &&
           start + x.size(-2) <= table.size(0))
      << "PositionalEncoding: input of shape " << to_string(x.sizes())
      << " from position " << start << " for a table of shape "
      << to_string(table.sizes());
  return x + table.slice(0, start, start + x.size(-2));
}

}  // namespace tinytorch
