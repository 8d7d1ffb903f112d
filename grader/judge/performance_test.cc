#include "grader/judge/performance.h"

#include <cmath>
#include <string>
#include <vector>

#include "categories/spec.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

CategorySpec Spec(const std::string& name) {
  return *LoadSpec("categories/" + name + "/spec.textproto");
}

Turn MakeTurn(int64_t samples, int64_t wrong, double seconds, double joules,
              double latency = 0) {
  Turn turn = {samples, {}, seconds, seconds, joules, latency};
  turn.of[kTestSample] = {samples, wrong, seconds};
  return turn;
}

// Turns whose speeds wander together by a tenth, the candidate's twice the
// baseline's, with half of its errors and a quarter of its energy.
Evidence Wandering() {
  Evidence e;
  TaskEvidence t;
  t.task.set_name("image_classification");
  for (int i = 0; i < 60; ++i) {
    const double slow = 1 + 0.1 * std::sin(i);
    t.pairs.push_back({MakeTurn(100, 10, 0.1 * slow, 1 * slow),
                       MakeTurn(200, 10, 0.1 * slow, 0.5 * slow)});
    t.memory.push_back({6'000'000 + 4096 * (i % 3), 4'000'000});
    t.single_stream.push_back({MakeTurn(100, 0, 1, 0, 1e-3 * slow),
                               MakeTurn(100, 0, 1, 0, 0.25e-3 * slow)});
    t.offline.push_back(
        {MakeTurn(1000, 0, slow, 0), MakeTurn(4000, 0, slow, 0)});
  }
  e.tasks.push_back(t);
  return e;
}

TEST(PerformanceTest, GainsOfPairsDoNotSeeWhatSlowsBoth) {
  const CategorySpec spec = Spec("edge_expert");
  const Performance p = PerformanceOf(spec, Wandering());
  ASSERT_EQ(p.terms.size(), 3u);
  EXPECT_NEAR(p.terms[0].gain.value, 2, 1e-9);
  EXPECT_LT(p.terms[0].gain.width(), 1e-9);
  EXPECT_GT(p.terms[0].candidate.width(), 0.01);
  // 10 % wrong against 5 %, with the half answer more.
  EXPECT_NEAR(p.terms[1].gain.value, 600.5 / 6000 / (600.5 / 12000), 1e-9);
  // A hundredth of a joule against a quarter of that.
  EXPECT_NEAR(p.terms[2].baseline.value, 0.01, 0.001);
  EXPECT_NEAR(p.terms[2].gain.value, 4, 1e-9);
  EXPECT_NEAR(p.figure.value,
              0.4 * 100 * std::log10(2) + 0.3 * 100 + 0.3 * 100 * std::log10(4),
              1e-6);
  EXPECT_NEAR(p.points.value, p.figure.value, 1e-12);
}

TEST(PerformanceTest, MemoryIsShownInMegabytesWithTheGainOverTheBaseline) {
  const Performance p = PerformanceOf(Spec("memory_miser"), Wandering());
  EXPECT_NEAR(p.figure.value, 4.0, 1e-9);
  EXPECT_NEAR(p.gain.value, 1.5, 0.01);
  EXPECT_LE(p.gain.low, p.gain.value);
  EXPECT_GE(p.gain.high, p.gain.value);
}

TEST(PerformanceTest, ASuiteIsTheGeometricMeanOfItsTasksAndScenarios) {
  const CategorySpec spec = Spec("tinymlperf");
  Evidence e = Wandering();
  Performance p = PerformanceOf(spec, e);
  ASSERT_EQ(p.terms.size(), 2u);
  EXPECT_NEAR(p.gain.value, std::pow(4, 0.25), 1e-9);
  for (int i = 1; i < spec.suite().tasks_size(); ++i) {
    e.tasks.push_back(e.tasks[0]);
  }
  p = PerformanceOf(spec, e);
  ASSERT_EQ(p.terms.size(), 8u);
  EXPECT_NEAR(p.gain.value, 4, 1e-9);
  EXPECT_NEAR(p.figure.value, 4, 1e-9);
  EXPECT_NEAR(p.points.value, 100 * std::log10(4), 1e-9);
}

// Twenty questions a turn of 100 samples: each has the hand-off's time within.
void AddHandoff(double seconds, Evidence& e) {
  for (std::vector<TurnPair>* pairs :
       {&e.tasks[0].pairs, &e.tasks[0].single_stream, &e.tasks[0].offline}) {
    for (TurnPair& pair : *pairs) {
      for (Turn* turn : {&pair.baseline, &pair.candidate}) {
        turn->questions = turn->samples / 5;
        turn->handoff_seconds = seconds;
        turn->seconds += static_cast<double>(turn->questions) * seconds;
        turn->latency_seconds += seconds;
      }
    }
  }
}

TEST(PerformanceTest, TheHandOffIsTakenOffWhateverItWas) {
  for (const char* name : {"edge_expert", "tinymlperf"}) {
    const CategorySpec spec = Spec(name);
    const Performance plain = PerformanceOf(spec, Wandering());
    for (const double handoff : {0.3e-6, 1.5e-6, 20e-6}) {
      Evidence e = Wandering();
      AddHandoff(handoff, e);
      const Performance p = PerformanceOf(spec, e);
      EXPECT_NEAR(HandoffSeconds(spec, e), handoff, 1e-15);
      EXPECT_NEAR(p.figure.value, plain.figure.value, 1e-6);
      for (size_t i = 0; i < p.terms.size(); ++i) {
        EXPECT_NEAR(p.terms[i].gain.value, plain.terms[i].gain.value, 1e-9);
      }
    }
  }
}

TEST(PerformanceTest, WithoutAHandOffAllTimeCounts) {
  EXPECT_EQ(HandoffSeconds(Spec("edge_expert"), Evidence()), 0);
  EXPECT_EQ(HandoffSeconds(Spec("edge_expert"), Wandering()), 0);
  EXPECT_EQ(OwnSeconds(Turn(), 1e-9, 1), 1e-9);
}

struct LittleLeft {
  double seconds, handoff_seconds, own_seconds;  // of a question
};

class LittleLeftTest : public testing::TestWithParam<LittleLeft> {};

// Two entries that are as quick as asking itself are a tie, however the clock
// fell.
TEST_P(LittleLeftTest, IsTheHandOffOrAMicrosecond) {
  Turn turn;
  turn.handoff_seconds = GetParam().handoff_seconds;
  EXPECT_NEAR(OwnSeconds(turn, 10 * GetParam().seconds, 10),
              10 * GetParam().own_seconds, 1e-15);
}

INSTANTIATE_TEST_SUITE_P(All, LittleLeftTest,
                         testing::Values(LittleLeft{11.3e-6, 0.3e-6, 11e-6},
                                         LittleLeft{1.4e-6, 0.3e-6, 1.1e-6},
                                         LittleLeft{1.2e-6, 0.3e-6, 1e-6},
                                         LittleLeft{0.4e-6, 0.3e-6, 1e-6},
                                         LittleLeft{0.2e-6, 0.3e-6, 1e-6},
                                         LittleLeft{12e-6, 5e-6, 7e-6},
                                         LittleLeft{9e-6, 5e-6, 5e-6},
                                         LittleLeft{4e-6, 5e-6, 5e-6}));

TEST(PerformanceTest, NothingMeasuredIsNoPerformance) {
  EXPECT_FALSE(HasPerformance(Spec("edge_expert"), Evidence()));
  Evidence e = Wandering();
  EXPECT_TRUE(HasPerformance(Spec("tinymlperf"), e));
  EXPECT_EQ(PairsOf(Spec("tinymlperf"), e), 60);
  e.tasks[0].offline.resize(7);
  EXPECT_EQ(PairsOf(Spec("tinymlperf"), e), 7);
  e.tasks[0].memory.clear();
  EXPECT_FALSE(HasPerformance(Spec("memory_miser"), e));
  EXPECT_TRUE(HasPerformance(Spec("edge_expert"), e));
}

TEST(PerformanceTest, TheIntervalIsWhereTheMedianOfManyRunsLies) {
  // Gains of 1.8, 2 and 2.2 in equal parts.
  Evidence e = Wandering();
  for (size_t i = 0; i < e.tasks[0].pairs.size(); ++i) {
    e.tasks[0].pairs[i].candidate.seconds *= i % 3 == 0   ? 2 / 1.8
                                             : i % 3 == 1 ? 1.0
                                                          : 2 / 2.2;
  }
  const Performance p = PerformanceOf(Spec("edge_expert"), e);
  EXPECT_NEAR(p.terms[0].gain.value, 2, 1e-9);
  EXPECT_GE(p.terms[0].gain.low, 1.8 - 1e-9);
  EXPECT_LE(p.terms[0].gain.high, 2.2 + 1e-9);
}

}  // namespace
}  // namespace olympics
