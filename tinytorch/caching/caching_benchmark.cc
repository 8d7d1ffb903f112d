// Generation with the KV cache against running over the whole text each time.
#include <vector>

#include "benchmark/benchmark.h"
#include "tinytorch/base/ratio.h"
#include "tinytorch/caching/caching.h"

namespace tinytorch {
namespace {

void BM_Generate(benchmark::State& state) {
  const int64_t tokens = state.range(0);
  GPT model({.vocab_size = 96,
             .max_length = 257,
             .dim = 64,
             .heads = 4,
             .layers = 2});
  const std::vector<int32_t> prompt = {1};
  RunRatio(
      state, 1, static_cast<double>(tokens),
      [&] { generate_cached(model, prompt, {.tokens = tokens}); },
      [&] { generate(model, prompt, {.tokens = tokens}); });
}
BENCHMARK(BM_Generate)->Arg(16)->Arg(64)->Arg(256)->UseManualTime();

}  // namespace
}  // namespace tinytorch
