#include "grader/loadgen/loadgen.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/statistics.h"
#include "grader/loadgen/statistics.h"

namespace olympics {

const char* ScenarioName(Scenario scenario) {
  switch (scenario) {
    case Scenario::kSingleStream:
      return "SingleStream";
    case Scenario::kMultiStream:
      return "MultiStream";
    case Scenario::kServer:
      return "Server";
    case Scenario::kOffline:
      return "Offline";
  }
  return "";
}

absl::Status ValidateSettings(const TestSettings& s, int64_t set_size) {
  const auto wrong = [](const char* field, double value, const char* wanted) {
    return absl::InvalidArgumentError(
        absl::StrCat(field, " is ", value, "; it must be ", wanted));
  };
  if (set_size < 1)
    return wrong("the test set's size", double(set_size), "1 or more");
  const struct {
    const char* name;
    int64_t value;
  } kCounts[] = {
      {"min_query_count", s.min_query_count},
      {"samples_per_query", s.samples_per_query},
      {"offline_samples", s.offline_samples},
      {"performance_sample_count", s.performance_sample_count},
  };
  for (const auto& count : kCounts) {
    if (count.value < 1)
      return wrong(count.name, double(count.value), "1 or more");
  }
  if (s.min_duration_ms < 0) {
    return wrong("min_duration_ms", double(s.min_duration_ms), "0 or more");
  }
  if (s.max_query_count != 0 && s.max_query_count < s.min_query_count) {
    return wrong("max_query_count", double(s.max_query_count),
                 "0 or at least min_query_count");
  }
  if (s.choice == SampleChoice::kSame &&
      (s.same_index < 0 || s.same_index >= set_size)) {
    return wrong("same_index", double(s.same_index),
                 "an index of the test set");
  }
  if (s.scenario == Scenario::kServer && !s.accuracy_mode) {
    if (!(s.target_qps > 0) || std::isinf(s.target_qps)) {
      return wrong("target_qps", s.target_qps, "above 0");
    }
    if (s.target_latency_ns < 1) {
      return wrong("target_latency_ns", double(s.target_latency_ns), "above 0");
    }
    if (!(s.latency_percentile > 0 && s.latency_percentile < 1)) {
      return wrong("latency_percentile", s.latency_percentile,
                   "between 0 and 1");
    }
  }
  return absl::OkStatus();
}

double Summary::percentile() const {
  switch (settings.scenario) {
    case Scenario::kSingleStream:
      return 0.9;
    case Scenario::kServer:
      return settings.latency_percentile;
    default:
      return 0.99;
  }
}

double Summary::result() const {
  switch (settings.scenario) {
    case Scenario::kSingleStream:
    case Scenario::kMultiStream:
      return static_cast<double>(estimate_ns.value_or(
          latencies_ns.empty()
              ? 0
              : base::QuantileOfSorted(latencies_ns, percentile())));
    default:
      return qps;
  }
}

LoadGenerator::LoadGenerator(const TestSettings& settings, int64_t set_size)
    : settings_(settings),
      set_size_(set_size),
      index_random_(settings.sample_index_rng_seed),
      schedule_random_(settings.schedule_rng_seed) {
  // The first of a Fisher-Yates shuffle.
  std::vector<int64_t> all(set_size);
  std::iota(all.begin(), all.end(), int64_t{0});
  Random random(settings.qsl_rng_seed);
  const int64_t count = std::min(settings.performance_sample_count, set_size);
  for (int64_t i = 0; i < count; ++i) {
    std::swap(all[i], all[i + random.Below(set_size - i)]);
  }
  all.resize(count);
  loaded_ = std::move(all);
}

std::vector<int64_t> LoadGenerator::Draw(int64_t count) {
  std::vector<int64_t> samples(count);
  const auto size = static_cast<int64_t>(loaded_.size());
  for (int64_t& sample : samples) {
    switch (settings_.choice) {
      case SampleChoice::kWithReplacement:
        sample = loaded_[index_random_.Below(size)];
        break;
      case SampleChoice::kSame:
        sample = settings_.same_index;
        break;
      case SampleChoice::kUnique:
        // Round the loaded set: none comes again before all have come.
        sample = loaded_[unique_at_++ % loaded_.size()];
        break;
    }
  }
  return samples;
}

bool LoadGenerator::HasEnough() const {
  if (settings_.max_query_count > 0 && issued_ >= settings_.max_query_count) {
    return true;
  }
  // Server plans ahead: what counts is when the next query would arrive.
  const double elapsed = settings_.scenario == Scenario::kServer
                             ? arrival_ns_
                             : static_cast<double>(last_completed_ns_);
  return issued_ >= settings_.min_query_count &&
         elapsed >= 1e6 * static_cast<double>(settings_.min_duration_ms);
}

std::optional<Query> LoadGenerator::Next() {
  Query query;
  query.id = issued_;
  if (settings_.accuracy_mode) {
    if (issued_ == set_size_) return std::nullopt;
    query.samples = {issued_};
  } else if (settings_.scenario == Scenario::kOffline) {
    if (issued_ > 0) return std::nullopt;
    // The whole of the loaded set, over and over, as often as it takes.
    query.samples.resize(settings_.offline_samples);
    if (settings_.choice == SampleChoice::kWithReplacement) {
      for (size_t i = 0; i < query.samples.size(); ++i) {
        query.samples[i] = loaded_[i % loaded_.size()];
      }
      for (size_t i = query.samples.size(); i > 1; --i) {
        std::swap(query.samples[i - 1],
                  query.samples[index_random_.Below(static_cast<int64_t>(i))]);
      }
    } else {
      query.samples = Draw(settings_.offline_samples);
    }
  } else {
    if (HasEnough()) return std::nullopt;
    const bool multi = settings_.scenario == Scenario::kMultiStream;
    query.samples = Draw(multi ? settings_.samples_per_query : 1);
    if (settings_.scenario == Scenario::kServer) {
      arrival_ns_ += schedule_random_.Exponential(1e9 / settings_.target_qps);
      query.scheduled_ns = static_cast<int64_t>(arrival_ns_);
    }
  }
  ++issued_;
  return query;
}

void LoadGenerator::Complete(const Query& query, int64_t issued_ns,
                             int64_t completed_ns) {
  last_completed_ns_ = std::max(last_completed_ns_, completed_ns);
  completed_.push_back(
      {query.id, query.scheduled_ns, issued_ns, completed_ns, query.samples});
}

Summary LoadGenerator::Summarize() const {
  Summary s;
  s.settings = settings_;
  s.queries = static_cast<int64_t>(completed_.size());
  for (const Completed& c : completed_) {
    s.samples += static_cast<int64_t>(c.samples.size());
    // Server's clients have waited since the query arrived.
    const int64_t since =
        settings_.scenario == Scenario::kServer ? c.scheduled_ns : c.issued_ns;
    s.latencies_ns.push_back(c.completed_ns - since);
  }
  std::sort(s.latencies_ns.begin(), s.latencies_ns.end());
  s.duration_seconds = 1e-9 * static_cast<double>(last_completed_ns_);
  s.min_duration_met = s.duration_seconds >=
                       1e-3 * static_cast<double>(settings_.min_duration_ms);
  s.min_queries_met = s.queries >= settings_.min_query_count;
  const bool offline = settings_.scenario == Scenario::kOffline;
  if (s.duration_seconds > 0) {
    s.qps = static_cast<double>(offline ? s.samples : s.queries) /
            s.duration_seconds;
  }
  switch (settings_.scenario) {
    case Scenario::kSingleStream:
    case Scenario::kMultiStream:
      s.estimate_ns = EarlyStoppingEstimate(s.latencies_ns, s.percentile());
      s.early_stopping_met = s.estimate_ns.has_value();
      if (s.early_stopping_met) {
        s.discarded = s.latencies_ns.end() -
                      std::upper_bound(s.latencies_ns.begin(),
                                       s.latencies_ns.end(), *s.estimate_ns);
      }
      break;
    case Scenario::kServer:
      s.over_latency =
          s.latencies_ns.end() - std::upper_bound(s.latencies_ns.begin(),
                                                  s.latencies_ns.end(),
                                                  settings_.target_latency_ns);
      s.early_stopping_met =
          s.queries > 0 &&
          PassesEarlyStopping(s.queries, s.over_latency, s.percentile());
      break;
    case Scenario::kOffline:
      // One query, however many are wanted elsewhere.
      s.min_queries_met = s.samples >= settings_.offline_samples;
      s.early_stopping_met = true;
      break;
  }
  s.valid = !settings_.accuracy_mode && s.queries > 0 && s.min_duration_met &&
            s.min_queries_met && s.early_stopping_met;
  return s;
}

}  // namespace olympics
