#include "grader/loadgen/logs.h"

#include <unistd.h>

#include <algorithm>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/statistics.h"
#include "grader/loadgen/statistics.h"
#include "nlohmann/json.hpp"

namespace olympics {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kVersion[] = "TinyTorch Olympics 1";
constexpr char kRule[] = "================================================\n";

std::string Heading(const char* title) {
  return absl::StrCat(kRule, title, "\n", kRule);
}

const char* YesNo(bool yes) { return yes ? "Yes" : "NO"; }

bool IsStream(const Summary& s) {
  return s.settings.scenario == Scenario::kSingleStream ||
         s.settings.scenario == Scenario::kMultiStream;
}

int64_t SamplesPerQuery(const TestSettings& s) {
  return s.scenario == Scenario::kMultiStream ? s.samples_per_query : 1;
}

int64_t Mean(const std::vector<int64_t>& values) {
  if (values.empty()) return 0;
  return static_cast<int64_t>(
      std::accumulate(values.begin(), values.end(), 0.0) /
      static_cast<double>(values.size()));
}

// One line of a log.
class Detail {
 public:
  explicit Detail(int64_t pid) : pid_(pid) {}

  void Add(const std::string& key, const Json& value, double time_ms,
           bool is_error = false) {
    const Json line = {{"key", key},
                       {"value", value},
                       {"time_ms", time_ms},
                       {"namespace", "mlperf::logging"},
                       {"event_type", "POINT_IN_TIME"},
                       {"metadata",
                        {{"is_error", is_error},
                         {"is_warning", false},
                         {"file", "loadgen"},
                         {"line_no", 0},
                         {"pid", pid_},
                         {"tid", pid_}}}};
    absl::StrAppend(&text_, ":::MLLOG ",
                    line.dump(-1, ' ', false, Json::error_handler_t::replace),
                    "\n");
  }
  const std::string& text() const { return text_; }

 private:
  int64_t pid_;
  std::string text_;
};

}  // namespace

std::string SummaryLog(const Summary& s, const std::string& sut) {
  const TestSettings& t = s.settings;
  std::string text = Heading("MLPerf Results Summary");
  absl::StrAppend(&text, "SUT name : ", sut, "\n");
  absl::StrAppend(&text, "Scenario : ", ScenarioName(t.scenario), "\n");
  absl::StrAppend(&text, "Mode     : ",
                  t.accuracy_mode ? "AccuracyOnly" : "PerformanceOnly", "\n");
  if (!t.accuracy_mode) {
    switch (t.scenario) {
      case Scenario::kSingleStream:
      case Scenario::kMultiStream:
        absl::StrAppendFormat(&text, "%.0fth percentile latency (ns) : %d\n",
                              100 * s.percentile(),
                              static_cast<int64_t>(s.result()));
        break;
      case Scenario::kServer:
        absl::StrAppendFormat(&text, "Completed samples per second    : %.2f\n",
                              s.qps);
        break;
      case Scenario::kOffline:
        absl::StrAppendFormat(&text, "Samples per second: %.6g\n", s.qps);
        break;
    }
    absl::StrAppend(&text, "Result is : ", s.valid ? "VALID" : "INVALID", "\n");
    if (t.scenario == Scenario::kServer) {
      absl::StrAppend(&text, "  Performance constraints satisfied : ",
                      YesNo(s.early_stopping_met), "\n");
    }
    absl::StrAppend(
        &text, "  Min duration satisfied : ", YesNo(s.min_duration_met), "\n",
        "  Min queries satisfied : ", YesNo(s.min_queries_met), "\n",
        "  Early stopping satisfied: ", YesNo(s.early_stopping_met), "\n");
    if (!s.min_duration_met) {
      text +=
          " * Increase expected QPS so the loadgen pre-generates a larger "
          "(coalesced) query.\n";
    }
    absl::StrAppend(&text, "Early Stopping Result:\n");
    if (IsStream(s)) {
      const int64_t least = 1 + MinPassingQueries(1, s.percentile());
      if (s.estimate_ns.has_value()) {
        absl::StrAppend(&text, " * Processed at least ", least, " queries (",
                        s.queries, ").\n * Would discard ", s.discarded,
                        " highest latency queries.\n");
        absl::StrAppendFormat(
            &text, " * Early stopping %.0fth percentile estimate: %d\n",
            100 * s.percentile(), *s.estimate_ns);
      } else {
        absl::StrAppend(&text, " * Only processed ", s.queries,
                        " queries.\n * Need to process at least ", least,
                        " queries for early stopping.\n");
      }
    } else if (t.scenario == Scenario::kServer) {
      absl::StrAppend(
          &text, " * ",
          s.early_stopping_met ? "Run successful." : "Run unsuccessful.",
          "\n * Processed ", s.queries, " queries, ", s.over_latency,
          " of them over the latency bound.\n");
    } else {
      text += " * Not applicable: all samples are one query.\n";
    }
  }
  absl::StrAppend(&text, "\n", Heading("Additional Stats"));
  absl::StrAppendFormat(&text, "QPS w/ loadgen overhead         : %.2f\n",
                        s.qps);
  const int64_t mean = Mean(s.latencies_ns);
  absl::StrAppendFormat(&text, "QPS w/o loadgen overhead        : %.2f\n\n",
                        mean > 0 ? 1e9 / static_cast<double>(mean) : 0.0);
  const std::vector<int64_t>& l = s.latencies_ns;
  absl::StrAppend(
      &text, "Min latency (ns)                : ", l.empty() ? 0 : l.front(),
      "\nMax latency (ns)                : ", l.empty() ? 0 : l.back(),
      "\nMean latency (ns)               : ", mean, "\n");
  for (const double p : {0.5, 0.9, 0.95, 0.97, 0.99, 0.999}) {
    absl::StrAppendFormat(&text, "%.2f percentile latency (ns)   : %d\n",
                          100 * p,
                          l.empty() ? 0 : base::QuantileOfSorted(l, p));
  }
  absl::StrAppend(&text, "\n", Heading("Test Parameters Used"));
  absl::StrAppend(
      &text, "samples_per_query : ", SamplesPerQuery(t),
      "\ntarget_qps : ", t.target_qps,
      "\ntarget_latency (ns): ", t.target_latency_ns,
      "\nmax_async_queries : 1\nmin_duration (ms): ", t.min_duration_ms,
      "\nmax_duration (ms): 0\nmin_query_count : ",
      t.scenario == Scenario::kOffline ? 1 : t.min_query_count,
      "\nmax_query_count : ", t.max_query_count,
      "\nqsl_rng_seed : ", t.qsl_rng_seed,
      "\nsample_index_rng_seed : ", t.sample_index_rng_seed,
      "\nschedule_rng_seed : ", t.schedule_rng_seed, "\n");
  absl::StrAppend(
      &text, "accuracy_log_rng_seed : 0\naccuracy_log_probability : 1\n",
      "accuracy_log_sampling_target : 0\nprint_timestamps : 0\n",
      "performance_issue_unique : ",
      t.choice == SampleChoice::kUnique ? "true" : "false",
      "\nperformance_issue_same : ",
      t.choice == SampleChoice::kSame ? "true" : "false",
      "\nperformance_issue_same_index : ", t.same_index,
      "\nperformance_sample_count : ", t.performance_sample_count, "\n\n");
  text += "No warnings encountered during test.\n\n";
  text += s.valid || t.accuracy_mode
              ? "No errors encountered during test.\n"
              : "1 ERROR encountered. See detailed log.\n";
  return text;
}

std::string DetailLog(const Summary& s, const std::vector<Completed>& completed,
                      const std::string& sut, int64_t started_unix_ms,
                      int64_t queries) {
  const TestSettings& t = s.settings;
  Detail log(getpid());
  const double end_ms = 1e3 * s.duration_seconds;
  const struct {
    const char* key;
    Json value;
  } kStart[] = {
      {"loadgen_version", kVersion},
      {"test_datetime", started_unix_ms},
      {"sut_name", sut},
      {"requested_scenario", ScenarioName(t.scenario)},
      {"requested_test_mode",
       t.accuracy_mode ? "AccuracyOnly" : "PerformanceOnly"},
      {"effective_scenario", ScenarioName(t.scenario)},
      {"effective_samples_per_query", SamplesPerQuery(t)},
      {"effective_target_qps", t.target_qps},
      {"effective_target_latency_ns", t.target_latency_ns},
      {"effective_min_duration_ms", t.min_duration_ms},
      {"effective_min_query_count",
       t.scenario == Scenario::kOffline ? 1 : t.min_query_count},
      {"effective_max_query_count", t.max_query_count},
      {"effective_qsl_rng_seed", t.qsl_rng_seed},
      {"effective_sample_index_rng_seed", t.sample_index_rng_seed},
      {"effective_schedule_rng_seed", t.schedule_rng_seed},
      {"effective_performance_issue_unique", t.choice == SampleChoice::kUnique},
      {"effective_performance_issue_same", t.choice == SampleChoice::kSame},
      {"effective_performance_issue_same_index", t.same_index},
      {"effective_performance_sample_count", t.performance_sample_count},
  };
  for (const auto& entry : kStart) log.Add(entry.key, entry.value, 0);
  const auto shown = std::min<size_t>(queries, completed.size());
  for (size_t i = 0; i < shown; ++i) {
    const Completed& c = completed[i];
    log.Add("query_completed",
            {{"id", c.id},
             {"samples",
              c.samples.size() <= 8 ? Json(c.samples) : Json(c.samples.size())},
             {"scheduled_ns", c.scheduled_ns},
             {"issued_ns", c.issued_ns},
             {"completed_ns", c.completed_ns}},
            1e-6 * static_cast<double>(c.completed_ns));
  }
  if (!t.accuracy_mode) {
    log.Add("result_validity", s.valid ? "VALID" : "INVALID", end_ms, !s.valid);
    log.Add("result_min_duration_met", s.min_duration_met, end_ms);
    log.Add("result_min_queries_met", s.min_queries_met, end_ms);
    log.Add("early_stopping_met", s.early_stopping_met, end_ms);
    if (IsStream(s)) {
      log.Add(
          absl::StrFormat("early_stopping_latency_%s",
                          t.scenario == Scenario::kSingleStream ? "ss" : "ms"),
          s.estimate_ns.value_or(0), end_ms);
    }
    if (t.scenario == Scenario::kServer) {
      log.Add("result_overlatency_query_count", s.over_latency, end_ms);
      log.Add("result_completed_samples_per_sec", s.qps, end_ms);
    }
    if (t.scenario == Scenario::kOffline) {
      log.Add("result_samples_per_second", s.qps, end_ms);
    }
  }
  const std::vector<int64_t>& l = s.latencies_ns;
  if (!l.empty()) {
    log.Add("result_min_latency_ns", l.front(), end_ms);
    log.Add("result_max_latency_ns", l.back(), end_ms);
    log.Add("result_mean_latency_ns", Mean(l), end_ms);
    for (const double p : {0.5, 0.9, 0.95, 0.97, 0.99, 0.999}) {
      log.Add(absl::StrFormat("result_%.2f_percentile_latency_ns", 100 * p),
              base::QuantileOfSorted(l, p), end_ms);
    }
  }
  log.Add("result_query_count", s.queries, end_ms);
  log.Add("result_sample_count", s.samples, end_ms);
  return log.text();
}

}  // namespace olympics
