#include "grader/referee/match.h"

#include <optional>
#include <string>

#include "grader/referee/fixtures.h"
#include "gtest/gtest.h"
#include "tinytorch/layers/safetensors.h"

namespace olympics {
namespace {

// Whoever gives back what it reads, to read it again, has used it all the same.
TEST(MeasurePeaksTest, CountsConstantsThatAreDroppedAfterEachUse) {
  const std::string weights = testing::TempDir() + "/weights";
  ASSERT_TRUE(tinytorch::save_safetensors({}, weights).ok());
  DataSet data;
  data.task.set_height(28);
  data.task.set_width(28);
  data.task.set_outputs(10);
  data.samples = tinytorch::Tensor::zeros({4, 1, 28, 28});
  data.labels.resize(4);
  Questions questions(data, 1);
  questions.Take({0, 1, 2, 3});
  Entry entry;
  entry.set_worker("grader/worker/drops_worker");
  entry.set_baseline_worker("grader/worker/echo_worker");
  entry.set_weights(weights);
  entry.set_baseline_weights(weights);
  Answers answers;
  std::optional<Ending> ending;
  const auto pair = MeasurePeaks(entry, TestLimits(), data.task, ChooseCores(),
                                 questions, true, answers, ending);
  ASSERT_TRUE(pair.ok()) << pair.status();
  ASSERT_FALSE(ending.has_value()) << ending->message;
  EXPECT_GE(pair->candidate_bytes, 8 << 20);
  EXPECT_LT(pair->baseline_bytes, 4 << 20);
}

}  // namespace
}  // namespace olympics
