// Module 19: benchmarking, or figures that hold when somebody else looks.
//
//   BenchmarkSuite suite;
//   suite.add("float", model, images);
//   suite.add("int8", *small, images);
//   std::puts(to_table(suite.run()).c_str());
//
// Machines slow down and speed up for minutes, so candidates are never timed
// one after the other: each turn runs all of them, in an order that alternates,
// and ratios are taken within turns.
#ifndef TINYTORCH_BENCHMARKING_BENCHMARKING_H_
#define TINYTORCH_BENCHMARKING_BENCHMARKING_H_

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "tinytorch/dataloader/dataloader.h"
#include "tinytorch/layers/module.h"
#include "tinytorch/tensor/tensor.h"

namespace tinytorch {

// --- Statistics --------------------------------------------------------------

// The value that the share p in (0, 1] of the values does not exceed: the
// nearest rank, ceil(p · n), without interpolation. No values: 0.
double percentile(absl::Span<const double> values, double p);

struct Statistics {
  int64_t count = 0;
  double mean = 0, deviation = 0;  // of a sample: divided by count - 1
  double least = 0, median = 0, p90 = 0, p99 = 0, most = 0;
};
Statistics summarize(absl::Span<const double> values);

// --- Timing ------------------------------------------------------------------

// Seconds that only go forward; tests put their own in place.
using SecondsClock = std::function<double()>;
double steady_seconds();

struct BenchmarkOptions {
  int64_t warmup = 3;          // calls before the clock starts
  int64_t turns = 21;          // at least 1
  double turn_seconds = 0.02;  // calls are repeated until a turn lasts as long
  SecondsClock clock = steady_seconds;
};

struct BenchmarkResult {
  std::string name;
  double items = 1;    // what one call works off
  Statistics seconds;  // a call, over the turns
  double throughput() const {
    return seconds.median > 0 ? items / seconds.median : 0;
  }
  double ratio = 1;  // median over the turns of the first one's time / this'
};

// One function.
BenchmarkResult benchmark(const std::string& name,
                          const std::function<void()>& call,
                          const BenchmarkOptions& options = {});

// Several, turn by turn.
class BenchmarkSuite {
 public:
  explicit BenchmarkSuite(BenchmarkOptions options = {})
      : options_(std::move(options)) {}
  // `items` is what one call works off. What they refer to outlives run().
  void add(std::string name, std::function<void()> call, double items = 1);
  // model(input), without gradients, in evaluation mode; items is the batch.
  void add(std::string name, Module& model, Tensor input);
  std::vector<BenchmarkResult> run();

 private:
  struct Entry {
    std::string name;
    std::function<void()> call;
    double items;
  };
  BenchmarkOptions options_;
  std::vector<Entry> entries_;
};

std::string to_table(absl::Span<const BenchmarkResult> results);

// --- Trade-offs --------------------------------------------------------------

struct TradeOff {
  std::string name;
  double cost = 0;   // less is better: seconds, bytes, joules
  double value = 0;  // more is better: accuracy
};
// Those that no other beats in one without losing in the other, cheapest first.
// Of equals the first counts. NaN is never on the frontier.
std::vector<TradeOff> pareto_frontier(std::vector<TradeOff> all);

// --- TinyMLPerf --------------------------------------------------------------

struct TinyMLPerfOptions {
  double quality_target = 0;  // accuracy, 0..1
  int64_t min_queries = 100;
  double min_seconds = 1;  // of each scenario
  int64_t offline_batch = 64;
  uint64_t seed = 0;  // which samples are asked, in which order
  SecondsClock clock = steady_seconds;
};

struct TinyMLPerfResult {
  double accuracy = 0;               // over the whole set
  Statistics single_stream_seconds;  // one query after another, batch 1
  double offline_samples_per_second = 0;
  bool valid = false;  // quality target, queries and durations all reached
  std::string reason;  // why not
};

// MLPerf's idea in small: accuracy over a whole set, the 90th percentile of a
// single stream's latency, and offline throughput, under rules that say when a
// run counts (MLPerf Inference rules, scenarios). The judge of the competition
// does the same from outside of the process.
TinyMLPerfResult tiny_mlperf(Module& model, const TensorDataset& data,
                             const TinyMLPerfOptions& options);

}  // namespace tinytorch

#endif  // TINYTORCH_BENCHMARKING_BENCHMARKING_H_
