#include "grader/referee/handoff.h"

#include <unistd.h>

#include "grader/referee/fixtures.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

Questions Ask(const DataSet& data, int batch, int queries) {
  Questions questions(data, batch);
  std::vector<int64_t> indices;
  for (int i = 0; i < batch * queries; ++i) indices.push_back(i % 100);
  questions.Take(indices);
  return questions;
}

TEST(HandoffTest, IsMeasuredAgainAndAgainAtAnyBatch) {
  const DataSet data = BlackImages();
  Handoff handoff(ChooseCores(), {28, 28, 10});
  for (const int batch : {1, 7, kMaxBatch}) {
    for (const int queries : {1, 3, 100}) {
      EXPECT_GT(handoff.Seconds(Ask(data, batch, queries)), 0) << batch;
    }
  }
}

TEST(HandoffTest, OfNoQuestionsIsNothing) {
  const DataSet data = BlackImages();
  Handoff handoff(ChooseCores(), {28, 28, 10});
  EXPECT_EQ(handoff.Seconds(Questions(data, 1)), 0);
}

// What is asked next has the core for itself.
TEST(HandoffTest, SleepsOnceItWasAsked) {
  const DataSet data = BlackImages();
  Handoff handoff(ChooseCores(), {28, 28, 10});
  const Questions questions = Ask(data, 1, 100);
  handoff.Seconds(questions);
  usleep(1000);
  const double used = handoff.CpuSeconds();
  EXPECT_GT(used, 0);
  usleep(100'000);
  EXPECT_LT(handoff.CpuSeconds() - used, 0.01);
}

TEST(HandoffTest, WorksOnOneCore) {
  Cores cores = ChooseCores();
  cores.referee = cores.worker;
  cores.spin = false;
  const DataSet data = BlackImages();
  Handoff handoff(cores, {28, 28, 10});
  EXPECT_GT(handoff.Seconds(Ask(data, 1, 10)), 0);
}

TEST(HandoffTest, NobodyNeedsToAsk) { Handoff(ChooseCores(), Shape()); }

}  // namespace
}  // namespace olympics
