#include "grader/referee/load_blocks.h"

#include <array>
#include <cstdint>
#include <vector>

#include "gtest/gtest.h"

namespace olympics {
namespace {

// Samples of one value, which says which they are: the test split's from 0, the
// training split's from 100.
TaskData Data() {
  TaskData data;
  for (DataSet* set : {&data.test, &data.training}) {
    set->task.set_height(1);
    set->task.set_width(1);
    set->task.set_outputs(1);
    set->samples = tinytorch::Tensor::zeros({50, 1, 1, 1});
    set->labels.resize(50);
    for (int i = 0; i < 50; ++i) {
      set->samples.data()[i] = static_cast<float>(i) / 100;
      set->labels[i] = i + (set == &data.training ? 100 : 0);
    }
  }
  return data;
}

class MixTest : public testing::TestWithParam<int> {};

TEST_P(MixTest, OwnSamplesStayInOrderAndAreToldFromTheOthers) {
  const TaskData data = Data();
  const int batch = GetParam();
  Measuring measuring;
  measuring.set_training_share(0.2);
  measuring.set_strong_share(0.2);
  const SecretSeed seed = SecretSeed::Of("1");
  MixedSamples mixed(data, measuring, seed, "mixed", Unchanged);
  SecretStream random = seed.For("waking");
  std::vector<int64_t> own;
  for (int i = 0; i < 400 * batch; ++i) own.push_back(i * 7 % 50);
  MixedBlock block = Mix(data.test, own, batch, mixed, random);
  EXPECT_EQ(block.questions.queries(), block.queries + WakingQueries(batch));
  // Two in five, give or take.
  EXPECT_NEAR(block.queries, 400 / 0.6, 80);
  Answers answers;
  std::vector<double> seconds;
  Turn turn;
  size_t next = 0;
  for (int q = 0; q < block.queries; ++q) {
    seconds.push_back(q);
    for (int i = q * batch; i < (q + 1) * batch; ++i) {
      answers.scores.push_back(static_cast<float>(i));
      const SampleKind kind = block.questions.kinds()[i];
      EXPECT_EQ(kind, block.questions.kinds()[q * batch]);
      const int32_t label = block.questions.labels()[i];
      EXPECT_EQ(label >= 100, kind == kTrainingSample);
      if (kind == kTestSample) {
        ASSERT_LT(next, own.size());
        EXPECT_EQ(label, own[next++]);
      }
    }
  }
  EXPECT_EQ(next, own.size());
  block.Divide(answers, seconds, 1, turn);
  EXPECT_EQ(turn.samples, static_cast<int64_t>(own.size()));
  EXPECT_EQ(block.own_answers.scores.size(), own.size());
  ASSERT_EQ(block.own_seconds.size(), 400u);
  double sum = 0;
  for (size_t i = 0; i < block.own_seconds.size(); ++i) {
    const auto first = static_cast<int64_t>(block.own_seconds[i]) * batch;
    EXPECT_EQ(block.questions.kinds()[first], kTestSample);
    EXPECT_EQ(block.own_answers.scores[i * batch], static_cast<float>(first));
    sum += block.own_seconds[i];
  }
  EXPECT_DOUBLE_EQ(turn.seconds, sum);
}

INSTANTIATE_TEST_SUITE_P(Batches, MixTest, testing::Values(1, 16));

}  // namespace
}  // namespace olympics
