#include "grader/judge/compliance.h"

#include <cstddef>
#include <random>
#include <string>
#include <vector>

#include "base/statistics.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

// Rounds of nine turns with 5 % of noise; `performance` of each round's
// compliance run as a multiple of the performance run's.
Compared Rounds(const std::string& test, const std::vector<double>& performance,
                int seed = 1) {
  Compared c = {test, {}, {}, {}};
  std::mt19937_64 random(seed);
  std::normal_distribution<double> noise(1, 0.05);
  for (size_t round = 0; round < performance.size(); ++round) {
    for (int i = 0; i < 9; ++i) {
      c.plain.push_back(noise(random));
      c.compared.push_back(noise(random) / performance[round]);
      c.rounds.push_back(static_cast<int>(round));
    }
  }
  return c;
}

TEST(ComplianceTest, WhatIsAlikeIsHeld) {
  for (const char* test : {"TEST01", "TEST04", "TEST05"}) {
    EXPECT_EQ(ComplianceOf(Rounds(test, {1, 1, 1}), 0.2), Compliance::kHeld);
  }
}

TEST(ComplianceTest, WhatEveryRoundShowsIsBroken) {
  EXPECT_EQ(ComplianceOf(Rounds("TEST04", {1.5, 1.5, 1.5}), 0.2),
            Compliance::kBroken);
  EXPECT_EQ(ComplianceOf(Rounds("TEST01", {0.6, 0.6, 0.6}), 0.2),
            Compliance::kBroken);
}

TEST(ComplianceTest, OneOddPairOfProcessesBreaksNothing) {
  EXPECT_EQ(ComplianceOf(Rounds("TEST04", {1, 1.5, 1}), 0.2),
            Compliance::kUndecided);
  // As more rounds are alike, it is forgotten.
  EXPECT_EQ(
      ComplianceOf(Rounds("TEST04", {1, 1.5, 1, 1, 1, 1, 1, 1, 1, 1}), 0.2),
      Compliance::kHeld);
}

TEST(ComplianceTest, OneHonestRoundHidesNothing) {
  EXPECT_EQ(ComplianceOf(Rounds("TEST04", {1, 3, 3}), 0.2),
            Compliance::kUndecided);
  EXPECT_EQ(ComplianceOf(Rounds("TEST04", {1, 3, 3, 3, 3, 3, 3, 3, 3, 3}), 0.2),
            Compliance::kBroken);
}

TEST(ComplianceTest, OnlyTheDirectionOfTheTestCounts) {
  EXPECT_EQ(ComplianceOf(Rounds("TEST04", {0.5, 0.5, 0.5}), 0.2),
            Compliance::kHeld);
  EXPECT_EQ(ComplianceOf(Rounds("TEST05", {2, 2, 2}), 0.2), Compliance::kHeld);
}

// What differs by
// the machine's noise alone must not be called broken in a thousand of them.
TEST(ComplianceTest, NoiseBetweenProcessesIsNotCalledBroken) {
  std::mt19937_64 random(7);
  std::normal_distribution<double> process(1, 0.08);
  int broken = 0;
  for (int i = 0; i < 1000; ++i) {
    const Compared c = Rounds(
        "TEST04", {process(random), process(random), process(random)}, i);
    if (ComplianceOf(c, 0.2) == Compliance::kBroken) ++broken;
  }
  EXPECT_EQ(broken, 0);
}

TEST(ComplianceTest, WithoutFiguresNothingIsHeld) {
  const Compared broken[] = {
      {"TEST05", {}, {}, {}},
      {"TEST05", {1}, {}, {0}},
      {"TEST05", {1}, {1}, {}},
      {"TEST05", {0}, {1}, {0}},
      {"TEST05", {1}, {0.0 / 0.0}, {0}},
  };
  for (const Compared& c : broken) {
    EXPECT_EQ(ComplianceOf(c, 0.2), Compliance::kNoFigures);
  }
}

TEST(ComplianceTest, TheIntervalHoldsTheValue) {
  const base::Estimate kept = PerformanceKept(Rounds("TEST01", {0.9, 1, 1.1}));
  EXPECT_LE(kept.low, kept.value);
  EXPECT_GE(kept.high, kept.value);
  EXPECT_NEAR(kept.value, 1, 0.05);
}

TEST(ComplianceTest, ShortLatenciesHaveTheWiderBound) {
  Suite suite;
  suite.set_tolerance(0.1);
  suite.set_short_tolerance(0.2);
  suite.set_short_latency_ns(200'000);
  EXPECT_EQ(ComplianceTolerance(suite, 199'999), 0.2);
  EXPECT_EQ(ComplianceTolerance(suite, 200'000), 0.1);
}

}  // namespace
}  // namespace olympics
