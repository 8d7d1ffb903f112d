#include "grader/referee/worker_process.h"

#include <unistd.h>

#include <fstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "grader/referee/fixtures.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;

// An empty, valid safetensors file.
std::string Weights() {
  const std::string path = ::testing::TempDir() + "/weights";
  std::ofstream(path, std::ios::binary)
      << std::string("\x02\0\0\0\0\0\0\0{}", 10);
  return path;
}

constexpr char kEcho[] = "grader/worker/echo_worker";

class WorkerProcessTest : public ::testing::TestWithParam<bool> {};

TEST_P(WorkerProcessTest, AnswersQuestionsOfAnySize) {
  Cores cores = ChooseCores();
  cores.spin = GetParam() && cores.spin;
  auto worker = WorkerProcess::Start(kEcho, Weights(), TestLimits(), cores);
  ASSERT_TRUE(worker.ok()) << worker.status();
  ASSERT_FALSE((*worker)->ending().has_value()) << (*worker)->ending()->message;
  std::vector<float> images(kMaxBatch * kMaxSampleFloats, 0.5f);
  for (const int batch : {1, 64, 1, kMaxBatch}) {
    std::vector<float> scores(batch * 10, -1.0f);
    EXPECT_GT((*worker)->Ask(images.data(), batch, scores.data()), 0);
    EXPECT_THAT(scores, ::testing::Each(0.0f));
  }
  EXPECT_TRUE((*worker)->ReadUsage().ok());
  EXPECT_EQ((*worker)->Finish().verdict, sandbox::Verdict::kKilled);
}

INSTANTIATE_TEST_SUITE_P(SleepingAndSpinning, WorkerProcessTest,
                         ::testing::Bool());

TEST(CoresTest, TheRefereeIsNoSiblingOfTheWorkerWhereThereIsAChoice) {
  const struct {
    const char* what;
    std::vector<int> allowed;
    int threads;  // of a core: 0 and 1, 2 and 3, ...
    int worker, referee;
    std::vector<int> others;
  } kCases[] = {
      {"one core", {3}, 2, 3, 3, {}},
      {"two threads of one core", {0, 1}, 2, 1, 0, {}},
      {"two cores of two threads", {0, 1, 2, 3}, 2, 3, 1, {0}},
      {"the sibling is not ours", {1, 3}, 2, 3, 1, {}},
      {"the last two are siblings", {0, 2, 3}, 2, 3, 0, {2}},
      {"no threads", {0, 1, 2}, 1, 2, 1, {0}},
  };
  for (const auto& c : kCases) {
    const Cores cores = ChooseCores(c.allowed, [&](int a, int b) {
      return a / c.threads == b / c.threads;
    });
    EXPECT_EQ(cores.worker, c.worker) << c.what;
    EXPECT_EQ(cores.referee, c.referee) << c.what;
    EXPECT_EQ(cores.others, c.others) << c.what;
    EXPECT_EQ(cores.spin, c.allowed.size() > 1) << c.what;
  }
  EXPECT_EQ(ChooseCores({}, [](int, int) { return false; }).worker, -1);
}

TEST(WorkerProcessTest, AnAnswerThatChangesOnceItWasGivenIsNone) {
  auto worker = WorkerProcess::Start("grader/worker/early_worker", Weights(),
                                     TestLimits(), ChooseCores());
  ASSERT_TRUE(worker.ok()) << worker.status();
  std::vector<float> image(784), scores(10);
  EXPECT_GT((*worker)->Ask(image.data(), 1, scores.data()), 0);
  usleep(200'000);
  EXPECT_LT((*worker)->Ask(image.data(), 1, scores.data()), 0);
  ASSERT_TRUE((*worker)->ending().has_value());
  EXPECT_EQ((*worker)->ending()->kind, Ending::Kind::kContract);
  EXPECT_THAT((*worker)->ending()->message, HasSubstr("changed its answer"));
}

TEST(WorkerProcessTest, WhoIsPausedGoesOnWhenItIsAsked) {
  auto worker =
      WorkerProcess::Start(kEcho, Weights(), TestLimits(), ChooseCores());
  ASSERT_TRUE(worker.ok()) << worker.status();
  std::vector<float> image(784), scores(10);
  for (int i = 0; i < 20; ++i) {
    EXPECT_GT((*worker)->Ask(image.data(), 1, scores.data()), 0);
    (*worker)->Pause();
    const double before = (*worker)->CpuSeconds();
    usleep(2000);
    EXPECT_EQ((*worker)->CpuSeconds(), before);
  }
}

TEST(WorkerProcessTest, AWallLimitThatTheGradingRanIntoIsTheGradersPatience) {
  WorkerLimits limits = TestLimits();
  limits.set_wall_seconds(1);
  auto worker = WorkerProcess::Start(kEcho, Weights(), limits, ChooseCores());
  ASSERT_TRUE(worker.ok()) << worker.status();
  std::vector<float> image(784), scores(10);
  EXPECT_GT((*worker)->Ask(image.data(), 1, scores.data()), 0);
  usleep(1'300'000);
  EXPECT_LT((*worker)->Ask(image.data(), 1, scores.data()), 0);
  ASSERT_TRUE((*worker)->ending().has_value());
  EXPECT_EQ((*worker)->ending()->kind, Ending::Kind::kPatience);
}

TEST(WorkerProcessTest, BrokenWeightsAreTheWorkersEnding) {
  const std::string path = ::testing::TempDir() + "/broken";
  std::ofstream(path, std::ios::binary) << "not weights at all";
  auto worker = WorkerProcess::Start(kEcho, path, TestLimits(), ChooseCores());
  ASSERT_TRUE(worker.ok()) << worker.status();
  ASSERT_TRUE((*worker)->ending().has_value());
  EXPECT_EQ((*worker)->ending()->kind, Ending::Kind::kContract);
  EXPECT_THAT((*worker)->ending()->message,
              HasSubstr("not a safetensors file"));
  std::vector<float> image(784), scores(10);
  EXPECT_LT((*worker)->Ask(image.data(), 1, scores.data()), 0);
}

TEST(WorkerProcessTest, WhatIsMissingIsTheGradersError) {
  EXPECT_THAT(std::string(WorkerProcess::Start("no/worker", Weights(),
                                               TestLimits(), ChooseCores())
                              .status()
                              .message()),
              HasSubstr("no/worker"));
  EXPECT_THAT(std::string(WorkerProcess::Start(kEcho, "no/weights",
                                               TestLimits(), ChooseCores())
                              .status()
                              .message()),
              HasSubstr("no/weights"));
}

}  // namespace
}  // namespace olympics
