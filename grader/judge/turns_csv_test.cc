#include "grader/judge/turns_csv.h"

#include <string>

#include "gtest/gtest.h"

namespace olympics {
namespace {

TEST(TurnsCsvTest, HasALineForEachTurn) {
  Evidence evidence;
  evidence.tasks.resize(2);
  evidence.tasks[0].task.set_name("digits");
  evidence.tasks[1].task.set_name("images");
  TurnPair pair;
  pair.baseline = {100, {}, 0.025, 0.024, 0};
  pair.baseline.of[kTestSample] = {60, 3, 0.015};
  pair.baseline.of[kStrongSample] = {40, 9, 0.01};
  pair.candidate = {400, {}, 0.026, 0.025, 1.5e-3, 0, 50, 2.5e-6};
  evidence.tasks[0].pairs = {pair};
  evidence.tasks[1].offline = {pair};
  const std::string none = ",0,0,0.000000000";
  const std::string baseline =
      std::string(
          "100,0.025000000,0.024000000,0,0,0.000000000,60,3,0.015000000") +
      none +
      ","
      "40,9,0.010000000" +
      none + "\n";
  const std::string submission =
      "400,0.026000000,0.025000000,0.0015,50,0.000002500" + none + none + none +
      none + "\n";
  EXPECT_EQ(TurnsCsv(evidence),
            "task,scenario,pair,who,samples,seconds,cpu_seconds,joules,"
            "questions,handoff_seconds,"
            "test_samples,test_wrong,test_seconds,"
            "training_samples,training_wrong,training_seconds,"
            "strong_samples,strong_wrong,strong_seconds,"
            "held_out_samples,held_out_wrong,held_out_seconds\n"
            "digits,timed,0,baseline," +
                baseline + "digits,timed,0,submission," + submission +
                "images,Offline,0,baseline," + baseline +
                "images,Offline,0,submission," + submission);
}

TEST(TurnsCsvTest, IsEmptyWithoutATurn) { EXPECT_EQ(TurnsCsv(Evidence()), ""); }

}  // namespace
}  // namespace olympics
