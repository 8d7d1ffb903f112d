// Which samples are asked when, and what it came to: MLPerf's load generator
// (MLPerf Inference rules, "Load generator") without a clock and without
// processes. Whoever runs it asks what Next says, and tells Complete when:
//
//   LoadGenerator load(settings, test_set_size);
//   while (std::optional<Query> query = load.Next()) {
//     // wait until query->scheduled_ns (Server), ask query->samples ...
//     load.Complete(*query, issued_ns, completed_ns);
//   }
//   Summary summary = load.Summarize();
//
// Scenarios:
//   SingleStream  one sample a query, the next as soon as it is answered; the
//                 90th percentile of the latency, by its early-stopping
//                 estimate
//   MultiStream   samples_per_query samples a query, likewise; the 99th
//   Server        queries of one sample arrive as a Poisson process of
//                 target_qps, whether or not earlier ones are answered; valid
//                 if the 99th percentile of the latency, from arrival, is
//                 within target_latency_ns
//   Offline       one query of all samples; samples a second
#ifndef GRADER_LOADGEN_LOADGEN_H_
#define GRADER_LOADGEN_LOADGEN_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grader/loadgen/schedule.h"

namespace olympics {

enum class Scenario { kSingleStream, kMultiStream, kServer, kOffline };
const char* ScenarioName(Scenario scenario);  // "SingleStream", ...

// Compliance runs ask the same sample always, or no sample twice.
enum class SampleChoice { kWithReplacement, kSame, kUnique };

// Names and meanings are MLPerf's.
struct TestSettings {
  Scenario scenario = Scenario::kSingleStream;
  bool accuracy_mode = false;  // every sample of the set once, in its order
  int64_t min_query_count = 1024;
  int64_t min_duration_ms = 600;
  int64_t max_query_count = 0;    // 0: no bound
  int64_t samples_per_query = 8;  // MultiStream
  int64_t offline_samples = 4096;
  double target_qps = 0;             // Server
  int64_t target_latency_ns = 0;     // Server
  double latency_percentile = 0.99;  // Server
  // Samples that are in memory during a performance run.
  int64_t performance_sample_count = 1024;
  SampleChoice choice = SampleChoice::kWithReplacement;
  int64_t same_index = 0;  // of kSame
  uint32_t qsl_rng_seed = 0;
  uint32_t sample_index_rng_seed = 0;
  uint32_t schedule_rng_seed = 0;
};

// InvalidArgument, one sentence, where a run could not come to a result.
absl::Status ValidateSettings(const TestSettings& settings, int64_t set_size);

struct Query {
  int64_t id = 0;
  std::vector<int64_t> samples;  // indices into the test set
  // Since the run's start; Server only, else 0: as soon as the last is
  // answered.
  int64_t scheduled_ns = 0;
};

struct Summary {
  TestSettings settings;
  int64_t queries = 0, samples = 0;
  double duration_seconds = 0;
  bool valid = false;
  bool min_duration_met = false;
  bool min_queries_met = false;
  bool early_stopping_met = false;
  // SingleStream and MultiStream: the early-stopping estimate of their
  // percentile, and how many of the highest latencies it disregards. Nullopt:
  // too few queries.
  std::optional<int64_t> estimate_ns;
  int64_t discarded = 0;
  // Server: queries beyond the latency bound.
  int64_t over_latency = 0;
  double qps = 0;  // queries a second; Offline: samples
  // Sorted; of queries, Offline's one included.
  std::vector<int64_t> latencies_ns;

  // The percentile that the scenario is judged by: 0.9, 0.99, or the settings'.
  double percentile() const;
  // What the scenario is measured by: nanoseconds, or samples or queries a
  // second.
  double result() const;
};

// A completed query, for the detail log.
struct Completed {
  int64_t id = 0;
  int64_t scheduled_ns = 0, issued_ns = 0, completed_ns = 0;
  std::vector<int64_t> samples;
};

class LoadGenerator {
 public:
  // `settings` are valid for a set of this size.
  LoadGenerator(const TestSettings& settings, int64_t set_size);

  // The samples in memory, drawn without replacement by qsl_rng_seed.
  const std::vector<int64_t>& loaded() const { return loaded_; }

  // Nullopt once the run has all it needs. Of a query at a time the last one
  // must be complete; Server's may be ahead.
  std::optional<Query> Next();
  // Times since the run's start, or on any axis on which durations add up.
  void Complete(const Query& query, int64_t issued_ns, int64_t completed_ns);

  Summary Summarize() const;
  const std::vector<Completed>& completed() const { return completed_; }

 private:
  std::vector<int64_t> Draw(int64_t count);
  bool HasEnough() const;

  const TestSettings settings_;
  const int64_t set_size_;
  std::vector<int64_t> loaded_;
  Random index_random_, schedule_random_;
  size_t unique_at_ = 0;
  int64_t issued_ = 0;
  double arrival_ns_ = 0;
  int64_t last_completed_ns_ = 0;
  std::vector<Completed> completed_;
};

}  // namespace olympics

#endif  // GRADER_LOADGEN_LOADGEN_H_
