// Trains a character GPT on a text, compares it with a bigram model, and
// generates with and without the KV cache:
//
//   bazel run -c opt //tinytorch/caching:char_gpt -- [steps] [dim] [layers]
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tinytorch/caching/caching.h"
#include "tinytorch/caching/language.h"

using namespace tinytorch;  // NOLINT: a program, not a library

namespace {
double Seconds() {
  return std::chrono::duration<double>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}
}  // namespace

int main(int argc, char** argv) {
  const auto argument = [&](int i, int64_t otherwise) {
    const int64_t value = argc > i ? std::atol(argv[i]) : otherwise;
    if (value <= 0) {
      std::fprintf(stderr, "char_gpt: argument %d must be a positive number\n",
                   i);
      std::exit(2);
    }
    return value;
  };
  LanguageOptions options;
  options.steps = argument(1, 1500);
  options.model = {.max_length = 128,
                   .dim = argument(2, 64),
                   .heads = 4,
                   .layers = argument(3, 3)};
  const char* path = "third_party/jargon_file/jargon.txt";
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  if (!file || !(text << file.rdbuf())) {
    std::fprintf(stderr, "char_gpt: cannot read %s\n", path);
    return 1;
  }
  const Corpus corpus = split_corpus(text.str());
  double start = Seconds();
  options.on_step = [&](int64_t step, float loss) {
    if ((step + 1) % 100 != 0) return;
    std::printf("step %ld  loss %.3f  %.0f s\n", static_cast<long>(step + 1),
                loss, Seconds() - start);
    std::fflush(stdout);
  };
  const std::unique_ptr<GPT> model = train_gpt(corpus, options);
  std::printf(
      "%ld parameters; validation loss %.3f nats a character, a bigram "
      "model's %.3f\n\n",
      static_cast<long>(model->num_parameters()),
      gpt_loss(*model, corpus.validation), bigram_loss(corpus));
  const std::vector<int32_t> prompt = corpus.tokenizer.encode("A hacker ");
  for (int64_t tokens = 29; tokens <= 119; tokens += 30) {
    const GenerateOptions how = {.tokens = tokens, .temperature = 0.8f};
    start = Seconds();
    const auto plain = generate(*model, prompt, how);
    const double slow = Seconds() - start;
    start = Seconds();
    const auto cached = generate_cached(*model, prompt, how);
    const double fast = Seconds() - start;
    std::printf("%3ld tokens: %.1f ms, with the cache %.1f ms, %.1fx; %s\n",
                static_cast<long>(tokens), slow * 1e3, fast * 1e3, slow / fast,
                plain == cached ? "same tokens" : "OTHER TOKENS");
  }
  std::printf("\n%s\n",
              corpus.tokenizer
                  .decode(generate_cached(*model, prompt,
                                          {.tokens = 400, .temperature = 0.8f}))
                  .c_str());
  return 0;
}
