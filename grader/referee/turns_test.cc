#include "grader/referee/turns.h"

#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "grader/energy/model.h"
#include "grader/referee/fixtures.h"
#include "gtest/gtest.h"
#include "tinytorch/layers/safetensors.h"

namespace olympics {
namespace {

TEST(TallyTest, CountsTheAnswersThatThereAreToSamplesOfAKind) {
  const DataSet data = BlackImages();
  Questions questions(data, 1);
  const std::vector<float> sample(784);
  questions.Append(sample.data(), 1, kTestSample);
  questions.Append(sample.data(), 1, kStrongSample);
  questions.Append(sample.data(), 0, kTestSample);
  questions.Append(sample.data(), 0, kTestSample);
  // Of the first three, each of which says "1".
  const Answers answers = {{0, 1, 0, 1, 0, 1}};
  EXPECT_EQ(TallyOf(kTestSample, questions, answers, 2).samples, 2);
  EXPECT_EQ(TallyOf(kTestSample, questions, answers, 2).wrong, 1);
  EXPECT_EQ(TallyOf(kStrongSample, questions, answers, 2).samples, 1);
  EXPECT_EQ(TallyOf(kStrongSample, questions, answers, 2).wrong, 0);
  EXPECT_EQ(TallyOf(kTrainingSample, questions, answers, 2).samples, 0);
}

class TurnTest : public testing::Test {
 protected:
  std::unique_ptr<WorkerProcess> Start(const std::string& worker) {
    const std::string weights = testing::TempDir() + "/weights";
    EXPECT_TRUE(tinytorch::save_safetensors({}, weights).ok());
    auto started = WorkerProcess::Start("grader/worker/" + worker, weights,
                                        TestLimits(), ChooseCores());
    EXPECT_TRUE(started.ok()) << started.status();
    return started.ok() ? *std::move(started) : nullptr;
  }
  const DataSet data_ = BlackImages();
};

// Whoever hides its CPU time saves none by it: time on the clock costs as much.
TEST_F(TurnTest, AModelledQuestionCostsTheTimeThatItTook) {
  Energy spec;
  spec.set_idle_watts(10);
  CorePower* core = spec.add_core();
  core->set_mhz(1000);
  core->set_watts(3);
  AboveIdle meter(ModelMeter(spec));
  ASSERT_TRUE(meter.MeasureIdle([] {}).ok());
  const auto worker = Start("sleeps_worker");
  ASSERT_NE(worker, nullptr);
  Questions questions(data_, 1);
  questions.Take({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
  Answers answers;
  Turn turn;
  ASSERT_TRUE(
      RunTurn(*worker, questions, 10, &meter, answers, turn, nullptr).ok());
  EXPECT_GE(turn.seconds, 10 * 2e-3);
  EXPECT_LT(turn.cpu_seconds, turn.seconds);
  EXPECT_GE(turn.joules, 3 * turn.seconds * (1 - 1e-6));
}

TEST_F(TurnTest, AWorkerIsStoppedUntilItIsAskedAgain) {
  const auto worker = Start("echo_worker");
  ASSERT_NE(worker, nullptr);
  Questions questions(data_, 1);
  questions.Take({0, 1, 2, 3, 4, 5, 6});
  for (int i = 0; i < 5; ++i) {
    Answers answers;
    Turn turn;
    ASSERT_TRUE(
        RunTurn(*worker, questions, 4, nullptr, answers, turn, nullptr).ok());
    EXPECT_EQ(turn.samples, 4);
    EXPECT_EQ(turn.of[kTestSample].samples, 4);
    EXPECT_LE(turn.of[kTestSample].seconds, turn.seconds * (1 + 1e-9));
    const double used = worker->CpuSeconds();
    usleep(5000);
    EXPECT_EQ(worker->CpuSeconds(), used);
  }
}

}  // namespace
}  // namespace olympics
