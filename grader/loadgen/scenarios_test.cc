// The scenarios on a clock of the test's own.
#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "grader/loadgen/drive.h"
#include "grader/loadgen/loadgen.h"
#include "grader/loadgen/logs.h"
#include "grader/loadgen/statistics.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace olympics {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct MinPassing {
  int64_t over;
  double percentile, confidence;
  int64_t under;
};
#include "grader/loadgen/golden.inc"

class TestClock : public RunClock {
 public:
  int64_t NowNs() override { return now; }
  void SleepUntilNs(int64_t when) override { now = std::max(now, when); }

  int64_t now = 123'456'789;  // a run may start at any time
};

// Takes `ns_per_sample` for each sample.
SystemUnderTest Takes(TestClock& clock, int64_t ns_per_sample) {
  return [&clock, ns_per_sample](const std::vector<int64_t>& samples) {
    clock.now += ns_per_sample * static_cast<int64_t>(samples.size());
    return absl::OkStatus();
  };
}

TestSettings Settings(Scenario scenario) {
  TestSettings s;
  s.scenario = scenario;
  s.min_query_count = 1024;
  s.min_duration_ms = 600;
  s.performance_sample_count = 100;
  s.qsl_rng_seed = 1;
  s.sample_index_rng_seed = 2;
  s.schedule_rng_seed = 3;
  return s;
}

Summary RunOn(LoadGenerator& load, int64_t ns_per_sample) {
  TestClock clock;
  const auto summary = Drive(load, Takes(clock, ns_per_sample), clock);
  EXPECT_TRUE(summary.ok()) << summary.status();
  return *summary;
}

TEST(LoadedTest, IsDrawnWithoutReplacementAsNumpyWould) {
  TestSettings s = Settings(Scenario::kSingleStream);
  s.performance_sample_count = 50;
  const auto check = [&](uint32_t seed, const int64_t(&golden)[5]) {
    s.qsl_rng_seed = seed;
    const LoadGenerator load(s, 1000);
    const std::vector<int64_t>& l = load.loaded();
    ASSERT_EQ(l.size(), 50u);
    EXPECT_EQ(std::set<int64_t>(l.begin(), l.end()).size(), 50u);
    EXPECT_THAT((std::vector<int64_t>{l[0], l[1], l[2], l[48], l[49]}),
                ::testing::ElementsAreArray(golden));
  };
  check(0, kLoaded0);
  check(20260101, kLoaded20260101);
  s.performance_sample_count = 5000;
  EXPECT_EQ(LoadGenerator(s, 1000).loaded().size(), 1000u);
}

TEST(SingleStreamTest, GoesOnUntilBothQueriesAndDurationAreReached) {
  LoadGenerator fast(Settings(Scenario::kSingleStream), 1000);
  Summary s = RunOn(fast, 100'000);  // 0.1 ms: the duration decides
  EXPECT_EQ(s.queries, 6000);
  EXPECT_TRUE(s.valid);
  EXPECT_EQ(s.estimate_ns, 100'000);
  EXPECT_EQ(s.result(), 100'000);
  LoadGenerator slow(Settings(Scenario::kSingleStream), 1000);
  s = RunOn(slow, 10'000'000);  // 10 ms: the count decides
  EXPECT_EQ(s.queries, 1024);
  EXPECT_TRUE(s.valid);
  EXPECT_NEAR(s.duration_seconds, 10.24, 1e-9);
}

TEST(SingleStreamTest, ASeedIsASequenceAndOnlyLoadedSamplesCome) {
  const auto samples = [](uint32_t seed) {
    TestSettings t = Settings(Scenario::kSingleStream);
    t.sample_index_rng_seed = seed;
    LoadGenerator load(t, 1000);
    const std::set<int64_t> loaded(load.loaded().begin(), load.loaded().end());
    RunOn(load, 1'000'000);
    std::vector<int64_t> asked;
    for (const Completed& c : load.completed()) {
      EXPECT_TRUE(loaded.count(c.samples[0]));
      asked.push_back(c.samples[0]);
    }
    return asked;
  };
  EXPECT_EQ(samples(5), samples(5));
  EXPECT_NE(samples(5), samples(6));
}

TEST(SingleStreamTest, CutShortItIsInvalidAndSaysWhy) {
  TestSettings t = Settings(Scenario::kSingleStream);
  LoadGenerator load(t, 10);
  for (int i = 0; i < 63; ++i) {
    load.Complete(*load.Next(), i * 1000, i * 1000 + 1000);
  }
  const Summary s = load.Summarize();
  EXPECT_FALSE(s.valid);
  EXPECT_FALSE(s.min_duration_met);
  EXPECT_FALSE(s.min_queries_met);
  EXPECT_FALSE(s.early_stopping_met);
  EXPECT_EQ(s.estimate_ns, std::nullopt);
  const std::string log = SummaryLog(s, "x");
  EXPECT_THAT(log, HasSubstr("Result is : INVALID"));
  EXPECT_THAT(log, HasSubstr("Min queries satisfied : NO"));
  EXPECT_THAT(log, HasSubstr("Need to process at least 64 queries"));
  EXPECT_THAT(log, HasSubstr("1 ERROR encountered"));
}

TEST(MultiStreamTest, AsksEightAtATimeAndIsJudgedByThe99th) {
  TestSettings t = Settings(Scenario::kMultiStream);
  LoadGenerator load(t, 1000);
  const Summary s = RunOn(load, 100'000);
  EXPECT_EQ(s.queries, 1024);
  EXPECT_EQ(s.samples, 8 * 1024);
  EXPECT_EQ(s.estimate_ns, 800'000);
  EXPECT_EQ(s.percentile(), 0.99);
  t.min_query_count = 661;
  t.min_duration_ms = 0;
  LoadGenerator few(t, 1000);
  EXPECT_FALSE(RunOn(few, 100'000).valid);
  t.min_query_count = 662;
  LoadGenerator enough(t, 1000);
  EXPECT_TRUE(RunOn(enough, 100'000).valid);
}

TEST(OfflineTest, AsksAllSamplesAtOnceAndCoversTheLoadedOnesEvenly) {
  TestSettings t = Settings(Scenario::kOffline);
  t.offline_samples = 1000;
  LoadGenerator load(t, 5000);
  const Summary s = RunOn(load, 1'000'000);
  EXPECT_TRUE(s.valid);
  EXPECT_EQ(s.queries, 1);
  EXPECT_EQ(s.samples, 1000);
  EXPECT_NEAR(s.result(), 1000, 1e-6);
  std::map<int64_t, int> times;
  for (const int64_t i : load.completed()[0].samples) ++times[i];
  EXPECT_EQ(times.size(), 100u);
  for (const auto& [sample, n] : times) EXPECT_EQ(n, 10) << sample;
}

TEST(OfflineTest, TooShortIsInvalid) {
  LoadGenerator load(Settings(Scenario::kOffline), 5000);
  const Summary s = RunOn(load, 1000);
  EXPECT_FALSE(s.valid);
  EXPECT_FALSE(s.min_duration_met);
  EXPECT_TRUE(s.min_queries_met);
}

TestSettings Server() {
  TestSettings t = Settings(Scenario::kServer);
  t.min_query_count = 2000;
  t.min_duration_ms = 0;
  t.target_qps = 250;
  t.target_latency_ns = 15'000'000;
  t.schedule_rng_seed = 7;
  return t;
}

TEST(ServerTest, LatencyCountsFromArrivalAsLindleysRecursionSays) {
  LoadGenerator load(Server(), 1000);
  const Summary s = RunOn(load, 3'000'000);
  ASSERT_EQ(s.queries, 2000);
  std::vector<int64_t> at;
  for (const int i : {0, 1000, 1800, 1980, 1999}) {
    at.push_back(s.latencies_ns[i]);
  }
  EXPECT_THAT(at, ::testing::ElementsAreArray(kServerLatencies));
  // The run is as good as its share within the bound.
  const auto within = std::upper_bound(s.latencies_ns.begin(),
                                       s.latencies_ns.end(), 15'000'000) -
                      s.latencies_ns.begin();
  EXPECT_EQ(s.over_latency, 2000 - within);
  EXPECT_EQ(s.valid, PassesEarlyStopping(2000, s.over_latency, 0.99));
}

TEST(ServerTest, AFastServerIsValidAndASlowOneIsNot) {
  LoadGenerator fast(Server(), 1000);
  EXPECT_TRUE(RunOn(fast, 100'000).valid);
  LoadGenerator slow(Server(), 1000);
  const Summary s = RunOn(slow, 5'000'000);  // more than it can ever do
  EXPECT_FALSE(s.valid);
  EXPECT_THAT(SummaryLog(s, "x"),
              HasSubstr("Performance constraints satisfied : NO"));
}

TEST(ServerTest, ThePeakIsBelowWhatTheServerCanDoAtAll) {
  const auto run = [](double qps) -> absl::StatusOr<Summary> {
    TestSettings t = Server();
    t.target_qps = qps;
    LoadGenerator load(t, 1000);
    return RunOn(load, 1'000'000);  // 1000 a second, with no waiting at all
  };
  const auto peak = FindPeakQps(run, 10, 0.02);
  ASSERT_TRUE(peak.ok()) << peak.status();
  EXPECT_GT(*peak, 300);
  EXPECT_LT(*peak, 1000);
  EXPECT_TRUE(run(*peak)->valid);
  EXPECT_FALSE(run(*peak * 1.05)->valid);
  EXPECT_FALSE(FindPeakQps(run, 5000).ok());
}

TEST(AccuracyTest, AsksEverySampleOnceInOrder) {
  for (const Scenario scenario :
       {Scenario::kSingleStream, Scenario::kServer, Scenario::kOffline}) {
    TestSettings t = Settings(scenario);
    t.accuracy_mode = true;
    LoadGenerator load(t, 300);
    const Summary s = RunOn(load, 1000);
    EXPECT_EQ(s.samples, 300);
    for (int64_t i = 0; i < 300; ++i) {
      EXPECT_THAT(load.completed()[i].samples, ElementsAre(i));
    }
    EXPECT_FALSE(s.valid);  // no performance comes from it
    EXPECT_THAT(SummaryLog(s, "x"), HasSubstr("AccuracyOnly"));
  }
}

TEST(ComplianceTest, TheSameSampleOrNoneTwice) {
  TestSettings t = Settings(Scenario::kSingleStream);
  t.min_query_count = 100;
  t.min_duration_ms = 0;
  t.choice = SampleChoice::kSame;
  t.same_index = 17;
  LoadGenerator same(t, 1000);
  RunOn(same, 1000);
  for (const Completed& c : same.completed()) {
    EXPECT_THAT(c.samples, ElementsAre(17));
  }
  t.choice = SampleChoice::kUnique;
  LoadGenerator unique(t, 1000);
  RunOn(unique, 1000);
  std::set<int64_t> seen;
  for (const Completed& c : unique.completed()) {
    EXPECT_TRUE(seen.insert(c.samples[0]).second);
  }
  EXPECT_EQ(seen.size(), 100u);
}

TEST(SettingsTest, WhatMakesNoSenseIsNamed) {
  const struct {
    void (*change)(TestSettings&);
    const char* message;
  } kCases[] = {
      {[](TestSettings& t) { t.min_query_count = 0; }, "min_query_count is 0"},
      {[](TestSettings& t) { t.min_duration_ms = -1; },
       "min_duration_ms is -1"},
      {[](TestSettings& t) { t.max_query_count = 5; }, "max_query_count is 5"},
      {[](TestSettings& t) { t.performance_sample_count = 0; },
       "performance_sample_count is 0"},
      {[](TestSettings& t) {
         t.choice = SampleChoice::kSame;
         t.same_index = 1000;
       },
       "same_index is 1000"},
      {[](TestSettings& t) { t.scenario = Scenario::kServer; },
       "target_qps is 0"},
      {[](TestSettings& t) {
         t.scenario = Scenario::kServer;
         t.target_qps = 5;
       },
       "target_latency_ns is 0"},
  };
  for (const auto& c : kCases) {
    TestSettings t = Settings(Scenario::kSingleStream);
    EXPECT_TRUE(ValidateSettings(t, 1000).ok());
    c.change(t);
    EXPECT_THAT(std::string(ValidateSettings(t, 1000).message()),
                HasSubstr(c.message));
  }
}

TEST(DriveTest, ASystemThatFailsEndsTheRun) {
  TestClock clock;
  LoadGenerator load(Settings(Scenario::kSingleStream), 10);
  int left = 5;
  const auto summary = Drive(
      load,
      [&](const std::vector<int64_t>&) {
        return --left > 0 ? absl::OkStatus() : absl::AbortedError("it died");
      },
      clock);
  EXPECT_EQ(std::string(summary.status().message()), "it died");
}

TEST(LogsTest, TheSummaryHasMlperfsLines) {
  LoadGenerator load(Settings(Scenario::kSingleStream), 1000);
  const std::string log = SummaryLog(RunOn(load, 100'000), "alice");
  for (const char* line :
       {"MLPerf Results Summary\n", "SUT name : alice\n",
        "Scenario : SingleStream\n", "Mode     : PerformanceOnly\n",
        "90th percentile latency (ns) : 100000\n", "Result is : VALID\n",
        "  Min duration satisfied : Yes\n", "  Min queries satisfied : Yes\n",
        "  Early stopping satisfied: Yes\n",
        " * Processed at least 64 queries (6000).\n",
        " * Early stopping 90th percentile estimate: 100000\n",
        "Additional Stats\n", "99.90 percentile latency (ns)   : 100000\n",
        "Test Parameters Used\n", "qsl_rng_seed : 1\n",
        "sample_index_rng_seed : 2\n", "schedule_rng_seed : 3\n",
        "No errors encountered during test.\n"}) {
    EXPECT_THAT(log, HasSubstr(line));
  }
}

TEST(LogsTest, EveryLineOfTheDetailIsAnMllogEvent) {
  LoadGenerator load(Server(), 1000);
  const Summary s = RunOn(load, 1'000'000);
  std::istringstream log(
      DetailLog(s, load.completed(), "bob\"\n\xff", 1'700'000'000'000, 100));
  std::string line;
  std::map<std::string, int> keys;
  while (std::getline(log, line)) {
    ASSERT_EQ(line.rfind(":::MLLOG ", 0), 0u) << line;
    const auto event = nlohmann::json::parse(line.substr(9));
    EXPECT_EQ(event.at("namespace"), "mlperf::logging");
    EXPECT_EQ(event.at("event_type"), "POINT_IN_TIME");
    EXPECT_TRUE(event.at("metadata").contains("is_error"));
    ++keys[event.at("key")];
  }
  EXPECT_EQ(keys["query_completed"], 100);
  for (const char* key :
       {"loadgen_version", "effective_scenario", "result_validity",
        "result_overlatency_query_count", "result_99.90_percentile_latency_ns",
        "effective_target_qps"}) {
    EXPECT_EQ(keys[key], 1) << key;
  }
}

}  // namespace
}  // namespace olympics
