// What measuring costs: `ratio` is the share of a suite's time for each call
// that the same calls take in a bare loop.
#include "benchmark/benchmark.h"

#include "tinytorch/base/ratio.h"
#include "tinytorch/benchmarking/benchmarking.h"

namespace tinytorch {
namespace {

void BM_Suite(benchmark::State& state) {
  constexpr int64_t kTurns = 20, kCalls = 64;
  double sum = 0;
  const auto call = [&sum] {
    for (int i = 0; i < 1000; ++i) sum += 1e-9;
    benchmark::DoNotOptimize(sum);
  };
  // A clock on which every turn is long enough at once: calls do not double.
  double now = 0;
  RunRatio(
      state, 1, kTurns,
      [&] {
        for (int64_t i = 0; i < kCalls; ++i) {
          benchmark::DoNotOptimize(
              ::tinytorch::benchmark("call", call,
                                     {.warmup = 0,
                                      .turns = kTurns,
                                      .turn_seconds = 0.5,
                                      .clock = [&now] { return ++now; }})
                  .ratio);
        }
      },
      [&] {
        for (int64_t i = 0; i < kCalls * (kTurns + 1); ++i) call();
      });
}
BENCHMARK(BM_Suite)->UseManualTime();

}  // namespace
}  // namespace tinytorch
