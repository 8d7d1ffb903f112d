// Gemm against the three plain loops, in one run: the counter `ratio` is how
// many times faster Gemm is, GFLOPS its own rate.
#include <chrono>
#include <cstdint>
#include <vector>

#include "benchmark/benchmark.h"
#include "tinytorch/acceleration/gemm.h"

namespace tinytorch {
namespace {

double SecondsOf(void (*gemm)(int64_t, int64_t, int64_t, MatrixView, MatrixView,
                              float*, int64_t, bool),
                 int64_t m, int64_t n, int64_t k, const float* a,
                 const float* b, float* c) {
  const auto start = std::chrono::steady_clock::now();
  gemm(m, n, k, {a, k, 1}, {b, n, 1}, c, n, false);
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
      .count();
}

void BM_Gemm(benchmark::State& state) {
  const int64_t m = state.range(0), n = state.range(1), k = state.range(2);
  std::vector<float> a(m * k, 0.5f), b(k * n, 0.25f), c(m * n);
  double plain = 0, ours = 0;
  for (auto _ : state) {
    ours += SecondsOf(Gemm, m, n, k, a.data(), b.data(), c.data());
    state.PauseTiming();
    plain += SecondsOf(GemmReference, m, n, k, a.data(), b.data(), c.data());
    state.ResumeTiming();
    benchmark::DoNotOptimize(c.data());
  }
  state.counters["ratio"] = plain / ours;
  state.counters["GFLOPS"] = 2e-9 * m * n * k * state.iterations() / ours;
}
BENCHMARK(BM_Gemm)
    ->Args({256, 256, 256})
    ->Args({512, 512, 512})
    ->Args({64, 128, 784})
    ->Args({1, 128, 784})
    ->Args({16, 784, 9})
    ->Args({32, 196, 144});

}  // namespace
}  // namespace tinytorch
