#include "grader/train/training_log.h"

#include <cstdio>
#include <string>

#include "base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

class TrainingLogTest : public ::testing::Test {
 protected:
  ~TrainingLogTest() override { std::fclose(file_); }
  // As somebody else reads it now.
  std::string Now() { return *base::ReadFile(path_); }

  const std::string path_ = ::testing::TempDir() + "/training.log";
  std::FILE* const file_ = std::fopen(path_.c_str(), "w");
};

TEST_F(TrainingLogTest, EachLineIsThereAsSoonAsItEnds) {
  TrainingLog log(file_, 900);
  log.Add("epoch 1/2  lo", 9.7);
  EXPECT_EQ(Now(), "");
  log.Add("ss 0.5\nepoch 2", 10.2);
  EXPECT_EQ(Now(), "[  10 of 900 CPU s] epoch 1/2  loss 0.5\n");
  log.Add("\n\nbye", 20);
  log.End(21);
  EXPECT_EQ(Now(),
            "[  10 of 900 CPU s] epoch 1/2  loss 0.5\n"
            "[  20 of 900 CPU s] epoch 2\n"
            "[  21 of 900 CPU s] bye\n");
}

TEST_F(TrainingLogTest, IsPlainAndBounded) {
  TrainingLog log(file_, 900);
  log.Add("\x1b[2J\xff\n" + std::string(1000, 'x') + "\n", 1);
  EXPECT_EQ(Now(), "[   1 of 900 CPU s] ?[2J?\n[   1 of 900 CPU s] " +
                       std::string(200, 'x') + "\n");
  for (int i = 0; i < 100'000; ++i) log.Add("epoch and epoch\n", 2);
  EXPECT_LT(Now().size(), (1u << 20) + 100);
  EXPECT_THAT(Now(), EndsWith("\n[no more is kept]\n"));
}

sandbox::Outcome Ended(sandbox::Verdict verdict, const std::string& output) {
  sandbox::Outcome outcome;
  outcome.verdict = verdict;
  outcome.exit_code = 1;
  outcome.user_seconds = 12;
  outcome.output = output;
  return outcome;
}

TEST(TrainingFailureTest, SaysWhatWentOfTheBudgetAndTheLastEpoch) {
  EXPECT_EQ(TrainingFailure(Ended(sandbox::Verdict::kCpuLimit,
                                  "epoch 8/14  loss 1\nepoch 9/14  loss 1\n"),
                            12),
            "it was stopped at its CPU time limit, after 12.0 s of CPU: all of "
            "its 12 s; the last epoch that it told of was 9 of 14");
  EXPECT_EQ(TrainingFailure(Ended(sandbox::Verdict::kExited, "no"), 900),
            "it ended with exit code 1, after 12.0 of its 900 s of CPU time");
  for (const char* line :
       {"Epoch 3 of 5", "EPOCH: 3 / 5:", "\x1b[1mepoch 3/5"}) {
    EXPECT_THAT(TrainingFailure(Ended(sandbox::Verdict::kExited, line), 900),
                EndsWith("told of was 3 of 5"));
  }
  EXPECT_THAT(
      TrainingFailure(Ended(sandbox::Verdict::kExited, "epoch 3, loss"), 900),
      EndsWith("told of was 3"));
  // Its own words do not come into ours.
  EXPECT_THAT(
      TrainingFailure(
          Ended(sandbox::Verdict::kExited, "epoch 3/5</b>\nepochs 9"), 900),
      AllOf(EndsWith("told of was 3 of 5"), Not(HasSubstr("<"))));
}

}  // namespace
}  // namespace olympics
