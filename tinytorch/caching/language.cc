#include "tinytorch/caching/language.h"

#include <algorithm>
#include <cmath>

#include "tinytorch/autograd/autograd.h"
#include "tinytorch/base/check.h"
#include "tinytorch/losses/losses.h"
#include "tinytorch/optimizers/optimizers.h"
#include "tinytorch/training/training.h"

namespace tinytorch {
namespace {

// Cross entropy of the model's guesses for ids[1..] from ids[..n-1], `rows`
// sequences of the same length one after another.
Tensor NextTokenLoss(GPT& model, const std::vector<int32_t>& inputs,
                     const std::vector<int32_t>& targets, int64_t rows) {
  const int64_t time = static_cast<int64_t>(inputs.size()) / rows;
  const Tensor logits = model(indices(inputs, {rows, time}));
  return cross_entropy(logits.reshape({rows * time, logits.size(2)}), targets);
}

}  // namespace

Corpus split_corpus(const std::string& text) {
  Corpus corpus{CharTokenizer::train(text), {}, {}};
  corpus.train = corpus.tokenizer.encode(text);
  const auto cut = corpus.train.begin() +
                   static_cast<ptrdiff_t>(corpus.train.size() * 9 / 10);
  corpus.validation.assign(cut, corpus.train.end());
  corpus.train.erase(cut, corpus.train.end());
  return corpus;
}

float bigram_loss(const Corpus& corpus) {
  const int64_t vocab = corpus.tokenizer.vocab_size();
  std::vector<double> pairs(vocab * vocab, 1),
      firsts(vocab, static_cast<double>(vocab));
  for (size_t i = 0; i + 1 < corpus.train.size(); ++i) {
    ++pairs[corpus.train[i] * vocab + corpus.train[i + 1]];
    ++firsts[corpus.train[i]];
  }
  double loss = 0;
  const std::vector<int32_t>& v = corpus.validation;
  for (size_t i = 0; i + 1 < v.size(); ++i) {
    loss -= std::log(pairs[v[i] * vocab + v[i + 1]] / firsts[v[i]]);
  }
  return static_cast<float>(loss / static_cast<double>(v.size() - 1));
}

std::unique_ptr<GPT> train_gpt(const Corpus& corpus,
                               const LanguageOptions& options) {
  GPTOptions shape = options.model;
  TT_CHECK(static_cast<int64_t>(corpus.train.size()) > shape.max_length)
      << "train_gpt: " << corpus.train.size()
      << " characters to train on; a max_length of " << shape.max_length
      << " takes at least " << shape.max_length + 1;
  manual_seed(options.seed);
  shape.vocab_size = corpus.tokenizer.vocab_size();
  auto model = std::make_unique<GPT>(shape);
  AdamW optimizer(model->parameters(), {.lr = options.lr, .beta2 = 0.99f});
  const Schedule schedule =
      CosineSchedule(options.lr, options.lr / 10, options.steps, 20);
  Generator where(options.seed);
  const int64_t time = shape.max_length;
  const int64_t starts = static_cast<int64_t>(corpus.train.size()) - time;
  for (int64_t step = 0; step < options.steps; ++step) {
    std::vector<int32_t> inputs, targets;
    for (int64_t b = 0; b < options.batch; ++b) {
      const auto start = corpus.train.begin() + where.below(starts);
      inputs.insert(inputs.end(), start, start + time);
      targets.insert(targets.end(), start + 1, start + time + 1);
    }
    model->zero_grad();
    Tensor loss = NextTokenLoss(*model, inputs, targets, options.batch);
    loss.backward();
    clip_grad_norm(model->parameters(), 1);
    optimizer.set_lr(schedule(step));
    optimizer.step();
    if (options.on_step) options.on_step(step, loss.item());
  }
  return model;
}

float gpt_loss(GPT& model, absl::Span<const int32_t> ids) {
  const NoGradGuard no_grad;
  const bool training = model.is_training();
  model.eval();
  const int64_t time = model.options().max_length;
  double loss = 0, count = 0;
  for (size_t at = 0; at + 1 < ids.size(); at += time) {
    const size_t n = std::min<size_t>(time, ids.size() - 1 - at);
    const auto part = [&](size_t from) {
      const auto span = ids.subspan(from, n);
      return std::vector<int32_t>(span.begin(), span.end());
    };
    loss += NextTokenLoss(model, part(at), part(at + 1), 1).item() *
            static_cast<double>(n);
    count += static_cast<double>(n);
  }
  model.train(training);
  return static_cast<float>(loss / count);
}

}  // namespace tinytorch
