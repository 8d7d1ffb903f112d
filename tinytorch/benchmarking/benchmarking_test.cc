#include "tinytorch/benchmarking/benchmarking.h"

#include <cmath>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tinytorch/layers/layers.h"

namespace tinytorch {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(PercentileTest, TakesTheNearestRank) {
  const std::vector<double> v = {15, 20, 35, 40, 50};  // Wikipedia's example
  EXPECT_EQ(percentile(v, 0.05), 15);
  EXPECT_EQ(percentile(v, 0.3), 20);
  EXPECT_EQ(percentile(v, 0.4), 20);
  EXPECT_EQ(percentile(v, 0.5), 35);
  EXPECT_EQ(percentile(v, 1), 50);
  EXPECT_EQ(percentile({}, 0.5), 0);
}

TEST(SummarizeTest, GivesTheUsualFigures) {
  const Statistics s = summarize(std::vector<double>{2, 4, 4, 4, 5, 5, 7, 9});
  EXPECT_EQ(s.count, 8);
  EXPECT_EQ(s.mean, 5);
  EXPECT_NEAR(s.deviation, std::sqrt(32.0 / 7), 1e-12);
  EXPECT_EQ(s.least, 2);
  EXPECT_EQ(s.median, 4);
  EXPECT_EQ(s.most, 9);
  EXPECT_EQ(summarize({}).count, 0);
  EXPECT_EQ(summarize(std::vector<double>{3}).deviation, 0);
}

// A clock that calls move on: no test waits for a real one.
struct FakeClock {
  double now = 0;
  SecondsClock Get() {
    return [this] { return now; };
  }
};

TEST(BenchmarkSuiteTest, RatiosAreTakenWithinTurnsWhateverTheMachineDoes) {
  FakeClock clock;
  double slowness = 1;
  int calls = 0;
  BenchmarkSuite suite({.turns = 9, .turn_seconds = 1, .clock = clock.Get()});
  suite.add("one", [&] {
    clock.now += 0.5 * slowness;
    if (++calls % 7 == 0) slowness *= 1.5;  // ever slower
  });
  suite.add("two", [&] { clock.now += 0.25 * slowness; });
  suite.add(
      "batch", [&] { clock.now += slowness; }, 8);
  const auto results = suite.run();
  EXPECT_EQ(results[0].ratio, 1);
  EXPECT_NEAR(results[1].ratio, 2, 0.8);
  EXPECT_NEAR(results[2].ratio, 4, 1.6);
  EXPECT_EQ(results[2].seconds.count, 9);
}

TEST(BenchmarkTest, CallsAreRepeatedUntilATurnLastsLongEnough) {
  FakeClock clock;
  int calls = 0;
  const BenchmarkResult r = benchmark(
      "quick",
      [&] {
        clock.now += 0.001;
        ++calls;
      },
      {.warmup = 0, .turns = 2, .turn_seconds = 0.02, .clock = clock.Get()});
  EXPECT_NEAR(r.seconds.median, 0.001, 1e-9);
  EXPECT_NEAR(r.throughput(), 1000, 1e-3);
  EXPECT_GE(calls, 1 + 2 + 4 + 8 + 16 + 2 * 32);
}

TEST(BenchmarkSuiteTest, ModelsAndTables) {
  Linear model(4, 2);
  BenchmarkSuite suite({.turns = 1, .turn_seconds = 0});
  suite.add("linear", model, Tensor::ones({5, 4}));
  const auto results = suite.run();
  EXPECT_EQ(results[0].items, 5);
  EXPECT_FALSE(model.is_training());
  EXPECT_THAT(to_table(results), HasSubstr("linear"));
}

TEST(ParetoTest, KeepsWhatNothingElseBeats) {
  std::vector<std::string> names;
  for (const TradeOff& t : pareto_frontier({{"large", 10, 0.95},
                                            {"dominated", 5, 0.80},
                                            {"small", 1, 0.70},
                                            {"middle", 4, 0.90},
                                            {"same as middle", 4, 0.90},
                                            {"middle but worse", 4, 0.85},
                                            {"nan", std::nan(""), 1}})) {
    names.push_back(t.name);
  }
  EXPECT_THAT(names, ElementsAre("small", "middle", "large"));
  EXPECT_TRUE(pareto_frontier({}).empty());
}

// Answers class 1 for every image, and takes a known time for each.
class Constant : public Module {
 public:
  explicit Constant(FakeClock& clock) : clock_(clock) {}
  Tensor forward(const Tensor& x) override {
    clock_.now += 0.01 * static_cast<double>(x.size(0));
    Tensor y = Tensor::zeros({x.size(0), 2});
    y.slice(1, 1, 2).fill_(1);
    return y;
  }

 private:
  FakeClock& clock_;
};

TEST(TinyMLPerfTest, MeasuresWhatTheClockSaysAndHoldsTheQualityTarget) {
  FakeClock clock;
  Constant model(clock);
  const TensorDataset data(Tensor::zeros({4, 1, 2, 2}), {1, 1, 1, 0});
  TinyMLPerfOptions options = {.quality_target = 0.75,
                               .min_queries = 20,
                               .min_seconds = 1,
                               .clock = clock.Get()};
  TinyMLPerfResult r = tiny_mlperf(model, data, options);
  EXPECT_TRUE(r.valid);
  EXPECT_FLOAT_EQ(static_cast<float>(r.accuracy), 0.75f);
  EXPECT_GE(r.single_stream_seconds.count, 100);  // a second of 10 ms each
  EXPECT_NEAR(r.single_stream_seconds.p90, 0.01, 1e-9);
  EXPECT_NEAR(r.offline_samples_per_second, 100, 1e-6);
  options.quality_target = 0.8;
  r = tiny_mlperf(model, data, options);
  EXPECT_FALSE(r.valid);
  EXPECT_THAT(r.reason, HasSubstr("0.7500 is below the target 0.8000"));
}

}  // namespace
}  // namespace tinytorch
