#include "tinytorch/benchmarking/benchmarking.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <utility>

#include "absl/strings/str_format.h"
#include "tinytorch/autograd/autograd.h"
#include "tinytorch/base/check.h"
#include "tinytorch/tensor/random.h"
#include "tinytorch/training/training.h"

namespace tinytorch {
namespace {

std::string Duration(double seconds) {
  if (seconds < 1e-3) return absl::StrFormat("%.2f us", seconds * 1e6);
  if (seconds < 1) return absl::StrFormat("%.2f ms", seconds * 1e3);
  return absl::StrFormat("%.2f s", seconds);
}

}  // namespace

// --- Statistics --------------------------------------------------------------

double percentile(absl::Span<const double> values, double p) {
  TT_CHECK(p > 0 && p <= 1) << "percentile: share " << p;
  if (values.empty()) return 0;
  std::vector<double> sorted(values.begin(), values.end());
  const size_t rank =
      static_cast<size_t>(std::ceil(p * static_cast<double>(sorted.size())));
  const auto at =
      sorted.begin() +
      static_cast<ptrdiff_t>(std::clamp<size_t>(rank, 1, sorted.size()) - 1);
  std::nth_element(sorted.begin(), at, sorted.end());
  return *at;
}

Statistics summarize(absl::Span<const double> values) {
  Statistics s;
  s.count = static_cast<int64_t>(values.size());
  if (values.empty()) return s;
  for (const double v : values) s.mean += v;
  s.mean /= static_cast<double>(values.size());
  double squares = 0;
  for (const double v : values) squares += (v - s.mean) * (v - s.mean);
  if (values.size() > 1) {
    s.deviation = std::sqrt(squares / static_cast<double>(values.size() - 1));
  }
  s.least = *std::min_element(values.begin(), values.end());
  s.most = *std::max_element(values.begin(), values.end());
  s.median = percentile(values, 0.5);
  s.p90 = percentile(values, 0.9);
  s.p99 = percentile(values, 0.99);
  return s;
}

// --- Timing ------------------------------------------------------------------

double steady_seconds() {
  return std::chrono::duration<double>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

void BenchmarkSuite::add(std::string name, std::function<void()> call,
                         double items) {
  entries_.push_back({std::move(name), std::move(call), items});
}

void BenchmarkSuite::add(std::string name, Module& model, Tensor input) {
  model.eval();
  const double items = input.dim() > 0 ? static_cast<double>(input.size(0)) : 1;
  add(
      std::move(name),
      [&model, input = std::move(input)] {
        const NoGradGuard no_grad;
        model(input);
      },
      items);
}

std::vector<BenchmarkResult> BenchmarkSuite::run() {
  TT_CHECK(options_.turns > 0) << "benchmark: " << options_.turns << " turns";
  const size_t n = entries_.size();
  std::vector<int64_t> calls(n, 1);
  for (size_t i = 0; i < n; ++i) {
    for (int64_t w = 0; w < options_.warmup; ++w) entries_[i].call();
    // So many calls that a turn lasts as long as it should; they double until
    // it does.
    while (true) {
      const double start = options_.clock();
      for (int64_t c = 0; c < calls[i]; ++c) entries_[i].call();
      if (options_.clock() - start >= options_.turn_seconds ||
          calls[i] >= (int64_t{1} << 30)) {
        break;
      }
      calls[i] *= 2;
    }
  }
  std::vector<std::vector<double>> seconds(n), ratios(n);
  for (int64_t turn = 0; turn < options_.turns; ++turn) {
    for (size_t k = 0; k < n; ++k) {
      const size_t i = turn % 2 == 0 ? k : n - 1 - k;
      const double start = options_.clock();
      for (int64_t c = 0; c < calls[i]; ++c) entries_[i].call();
      seconds[i].push_back((options_.clock() - start) /
                           static_cast<double>(calls[i]));
    }
    for (size_t i = 0; i < n; ++i) {
      // In time for the same items.
      ratios[i].push_back(seconds[0].back() / entries_[0].items /
                          (seconds[i].back() / entries_[i].items));
    }
  }
  std::vector<BenchmarkResult> results;
  for (size_t i = 0; i < n; ++i) {
    results.push_back({entries_[i].name, entries_[i].items,
                       summarize(seconds[i]), percentile(ratios[i], 0.5)});
  }
  return results;
}

BenchmarkResult benchmark(const std::string& name,
                          const std::function<void()>& call,
                          const BenchmarkOptions& options) {
  BenchmarkSuite suite(options);
  suite.add(name, call);
  return suite.run()[0];
}

std::string to_table(absl::Span<const BenchmarkResult> results) {
  size_t width = 4;
  for (const BenchmarkResult& r : results) {
    width = std::max(width, r.name.size());
  }
  std::string text =
      absl::StrFormat("%-*s  %11s  %11s  %14s  %7s\n", width, "name", "median",
                      "p90", "items/s", "ratio");
  for (const BenchmarkResult& r : results) {
    text += absl::StrFormat("%-*s  %11s  %11s  %14.0f  %6.2fx\n", width, r.name,
                            Duration(r.seconds.median), Duration(r.seconds.p90),
                            r.throughput(), r.ratio);
  }
  return text;
}

// --- Trade-offs --------------------------------------------------------------

std::vector<TradeOff> pareto_frontier(std::vector<TradeOff> all) {
  std::erase_if(all, [](const TradeOff& t) {
    return std::isnan(t.cost) || std::isnan(t.value);
  });
  std::stable_sort(
      all.begin(), all.end(), [](const TradeOff& a, const TradeOff& b) {
        return a.cost != b.cost ? a.cost < b.cost : a.value > b.value;
      });
  std::vector<TradeOff> frontier;
  for (TradeOff& t : all) {
    // Cheapest first, so it must be worth more than all before it.
    if (frontier.empty() || t.value > frontier.back().value) {
      frontier.push_back(std::move(t));
    }
  }
  return frontier;
}

// --- TinyMLPerf --------------------------------------------------------------

TinyMLPerfResult tiny_mlperf(Module& model, const TensorDataset& data,
                             const TinyMLPerfOptions& options) {
  TT_CHECK(data.size() > 0) << "tiny_mlperf: no samples";
  const NoGradGuard no_grad;
  const bool training = model.is_training();
  model.eval();
  TinyMLPerfResult result;
  const DataLoader all(data, {.batch_size = options.offline_batch});
  result.accuracy = evaluate(model, all).accuracy;

  Generator generator(options.seed);
  const auto batch_of = [&](int64_t n) {
    std::vector<Tensor> images;
    for (int64_t i = 0; i < n; ++i) {
      images.push_back(
          data.get(generator.below(data.size())).image.unsqueeze(0));
    }
    return cat(images, 0);
  };
  std::vector<double> latencies;
  double busy = 0;
  while (static_cast<int64_t>(latencies.size()) < options.min_queries ||
         busy < options.min_seconds) {
    const Tensor query = batch_of(1);
    const double start = options.clock();
    model(query);
    latencies.push_back(options.clock() - start);
    busy += latencies.back();
  }
  result.single_stream_seconds = summarize(latencies);

  int64_t samples = 0;
  busy = 0;
  while (samples < options.min_queries || busy < options.min_seconds) {
    const Tensor query = batch_of(options.offline_batch);
    const double start = options.clock();
    model(query);
    busy += options.clock() - start;
    samples += options.offline_batch;
  }
  result.offline_samples_per_second =
      busy > 0 ? static_cast<double>(samples) / busy
               : std::numeric_limits<double>::infinity();
  model.train(training);
  result.valid = result.accuracy >= options.quality_target;
  if (!result.valid) {
    result.reason = absl::StrFormat("accuracy %.4f is below the target %.4f",
                                    result.accuracy, options.quality_target);
  }
  return result;
}

}  // namespace tinytorch
