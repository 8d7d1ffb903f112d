// Byte-pair encoding beside one id a character; items are bytes of text.
#include <string>
#include <vector>

#include "benchmark/benchmark.h"
#include "tinytorch/base/ratio.h"
#include "tinytorch/tokenization/tokenization.h"

namespace tinytorch {
namespace {

void BM_Encode(benchmark::State& state) {
  std::string text;
  while (text.size() < (1 << 16)) {
    text +=
        "It is a truth universally acknowledged, that a single man in "
        "possession of a good fortune, must be in want of a wife.\n";
  }
  const BPETokenizer bpe = BPETokenizer::train(text, 400);
  const CharTokenizer chars = CharTokenizer::train(text);
  RunRatio(
      state, 1, static_cast<double>(text.size()),
      [&] { benchmark::DoNotOptimize(bpe.encode(text).data()); },
      [&] { benchmark::DoNotOptimize(chars.encode(text).data()); });
}
BENCHMARK(BM_Encode)->UseManualTime();

}  // namespace
}  // namespace tinytorch
