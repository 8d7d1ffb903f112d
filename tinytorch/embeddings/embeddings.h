// Module 11: embeddings, rows of a table looked up by index, and positions.
//
//   Embedding tokens(vocab_size, 64);
//   PositionalEncoding positions(PositionalEncoding::kSinusoidal, 128, 64);
//   Tensor x = positions(tokens(ids));     // ids [batch, time] -> [.., .., 64]
//
// Indices are tensors too: whole numbers held as floats, exact up to 2^24.
#ifndef TINYTORCH_EMBEDDINGS_EMBEDDINGS_H_
#define TINYTORCH_EMBEDDINGS_EMBEDDINGS_H_

#include <cstdint>

#include "absl/types/span.h"
#include "tinytorch/layers/module.h"
#include "tinytorch/tensor/tensor.h"

namespace tinytorch {

// The tensor of these indices, of a shape that holds as many.
Tensor indices(absl::Span<const int32_t> values, Shape shape);

// out[..., :] = weight[index[...], :] for weight [count, dim]: shape of the
// indices, and dim. An index that is no whole number in [0, count) ends the
// program. The gradient of a row is the sum over its uses.
Tensor embedding(const Tensor& index, const Tensor& weight);

// Rows start normal with variance 1, as in PyTorch.
class Embedding : public Module {
 public:
  Embedding(int64_t num_embeddings, int64_t embedding_dim);
  Tensor forward(const Tensor& index) override;

  Tensor weight;  // [num_embeddings, embedding_dim]
};

// Adds to each position of x [..., time, dim] a vector of its own.
class PositionalEncoding : public Module {
 public:
  enum Kind {
    // p[t][2i] = sin(t / 10000^(2i/dim)), p[t][2i+1] = cos of the same
    // (Vaswani et al., 2017, section 3.5).
    kSinusoidal,
    kLearned,  // a parameter, normal with deviation 0.02 at first
  };
  PositionalEncoding(Kind kind, int64_t max_length, int64_t dim);

  Tensor forward(const Tensor& x) override { return forward_from(x, 0); }
  // The same where x's first position is number `start` of the sequence.
  Tensor forward_from(const Tensor& x, int64_t start);

  Tensor table;  // [max_length, dim]
};

}  // namespace tinytorch

#endif  // TINYTORCH_EMBEDDINGS_EMBEDDINGS_H_
