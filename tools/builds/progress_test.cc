#include "tools/builds/progress.h"

#include <random>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST(ProgressTest, SaysNothingBeforeThereIsAnything) {
  Progress progress;
  EXPECT_EQ(progress.Status(0), "");
  progress.ReadLine("Loading: 0 packages loaded", 1);
  EXPECT_EQ(progress.Status(1), "Reading what is to be built");
}

TEST(ProgressTest, CountsStepsAndSaysHowLong) {
  Progress progress;
  progress.ReadLine("[0 / 1,100] [Prepa] BazelWorkspaceStatusAction", 10);
  progress.ReadLine("[100 / 1,100] Compiling a.cc; 3s linux-sandbox", 20);
  EXPECT_THAT(progress.Status(20), HasSubstr("Building, 100 of 1100 steps"));
  // A thousand steps left at ten a second.
  EXPECT_DOUBLE_EQ(progress.Left(20), 100);
  EXPECT_THAT(progress.Status(20), HasSubstr("about 2 min left"));
}

TEST(ProgressTest, ATrainingHasItsOwnLineAndEnd) {
  Progress progress;
  progress.ReadLine("[90 / 91] Training eve; 20s linux-sandbox", 30);
  EXPECT_THAT(progress.Training(), ElementsAre("eve"));
  EXPECT_THAT(progress.Status(30), HasSubstr("training eve (20 s)"));
  progress.TrainingSaid("eve", "epoch 2/10 loss 0.5");
  EXPECT_THAT(progress.Status(30), HasSubstr("training eve (epoch 2/10"));
  progress.TrainingSaid("bob", "is not in training");
  EXPECT_THAT(progress.Status(30), Not(HasSubstr("bob")));
}

TEST(ProgressTest, WhatATrainingSaysTellsHowLong) {
  Progress progress;
  progress.ReadLine("[1 / 91] Compiling a.cc", 0);
  progress.ReadLine("[90 / 91] Training eve; 20s linux-sandbox", 30);
  progress.TrainingSaid("eve", "epoch 2/10 loss 0.5");
  // A fifth took 20 s.
  EXPECT_DOUBLE_EQ(progress.Left(30), 80);
  // A submission may print what it likes.
  progress.TrainingSaid("eve", "epoch 99999999/0");
  progress.TrainingSaid("eve", "epoch 7/3");
  EXPECT_LT(progress.Left(30), 80);
}

TEST(ProgressTest, TestsAreMeasuredOneAfterTheOther) {
  Progress progress;
  progress.ReadLine(
      "[400 / 403] 0 / 3 tests; Testing //submissions/eve:eve_speed_demon; 5s "
      "local",
      100);
  EXPECT_THAT(
      progress.Status(100),
      StartsWith("Measuring eve_speed_demon, 0 of 3 done; about 2 min"));
  progress.ReadLine(
      "[402 / 403] 2 / 3 tests; Testing //submissions/eve:eve_memory_miser; 1s",
      120);
  EXPECT_DOUBLE_EQ(progress.Left(120), 10);
}

TEST(ProgressTest, KeepsWhatTheCompilerSaidInTheStudentsWords) {
  Progress progress;
  progress.ReadLine("[3 / 9] Compiling", 1);
  progress.ReadLine(
      "ERROR: /home/x/t/submissions/eve/BUILD:3:20: Compiling "
      "submissions/eve/model.cc failed: (Exit 1)",
      2);
  progress.ReadLine(
      "bazel-out/k8-opt/bin/submissions/eve/eve_inspected/model.cc:7:3: error: "
      "'x' was not declared",
      2);
  progress.ReadLine("    7 |   x = 1;", 2);
  progress.ReadLine("[4 / 9] Compiling", 3);
  progress.ReadLine("not of it", 3);
  ASSERT_EQ(progress.failures().size(), 1u);
  EXPECT_THAT(progress.failures()[0],
              HasSubstr("\nsubmissions/eve/model.cc:7:3: error: 'x'"));
  EXPECT_THAT(progress.failures()[0], HasSubstr("7 |   x = 1;"));
  EXPECT_THAT(progress.failures()[0], Not(HasSubstr("not of it")));
}

TEST(ProgressTest, WhatIsSaidOfSeveralTargetsIsSaidOnce) {
  Progress progress;
  for (const char* target : {"model", "train"}) {
    progress.ReadLine(
        "ERROR: /home/x/submissions/eve/BUILD:3:20: no such package 'a'", 1);
    progress.ReadLine(std::string(" - referenced by ") + target, 1);
  }
  ASSERT_EQ(progress.failures().size(), 1u);
  EXPECT_THAT(progress.failures()[0],
              StartsWith("ERROR: submissions/eve/BUILD:3:20: no such"));
}

TEST(ProgressTest, AFailureIsBounded) {
  Progress progress;
  for (int e = 0; e < 100; ++e) {
    progress.ReadLine("ERROR: something " + std::to_string(e), 1);
    for (int i = 0; i < 1000; ++i) progress.ReadLine("note: in file", 1);
  }
  size_t bytes = 0;
  for (const std::string& f : progress.failures()) bytes += f.size();
  EXPECT_LT(bytes, 8000u);
}

TEST(ProgressTest, AnyLineIsTaken) {
  std::mt19937 random(7);
  const std::string alphabet =
      "[] /,;0123456789sTraining esting//submissions:epoch\x1b\xff";
  for (int round = 0; round < 2000; ++round) {
    Progress progress;
    for (int l = 0; l < 5; ++l) {
      std::string line = random() % 2 == 0 ? "[9" : "";
      for (unsigned i = random() % 40; i > 0; --i) {
        line += alphabet[random() % alphabet.size()];
      }
      progress.ReadLine(line, l);
      progress.Status(l);
    }
  }
}

TEST(ProgressTest, RoundsUp) {
  EXPECT_EQ(AboutSeconds(1), "about 10 s");
  EXPECT_EQ(AboutSeconds(31), "about 40 s");
  EXPECT_EQ(AboutSeconds(61), "about 2 min");
}

}  // namespace
}  // namespace olympics
