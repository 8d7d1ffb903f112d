// A character GPT from a text, and the bigram model it has to beat.
#ifndef TINYTORCH_CACHING_LANGUAGE_H_
#define TINYTORCH_CACHING_LANGUAGE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "tinytorch/tokenization/tokenization.h"
#include "tinytorch/transformers/transformers.h"

namespace tinytorch {

// The text's characters as ids: the first nine tenths to train on, the rest to
// validate.
struct Corpus {
  CharTokenizer tokenizer;
  std::vector<int32_t> train, validation;
};
Corpus split_corpus(const std::string& text);

// Mean -log p(next | current) over `validation`, in nats a character, of
// p = (count of the pair + 1) / (count of the first + vocabulary).
float bigram_loss(const Corpus& corpus);

struct LanguageOptions {
  GPTOptions model;  // vocab_size is the corpus's
  int64_t steps = 400;
  int64_t batch = 16;
  float lr = 3e-3f;
  uint64_t seed = 1;
  std::function<void(int64_t step, float loss)> on_step = {};
};
// Trains a new model on windows of max_length characters. Ends the program when
// the corpus has no more characters to train on than that.
std::unique_ptr<GPT> train_gpt(const Corpus& corpus,
                               const LanguageOptions& options);

// Mean cross entropy over `ids`, in nats a character, in windows of max_length
// whose first characters have the least to go by.
float gpt_loss(GPT& model, absl::Span<const int32_t> ids);

}  // namespace tinytorch

#endif  // TINYTORCH_CACHING_LANGUAGE_H_
