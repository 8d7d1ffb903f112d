#include "grader/judge/turns_csv.h"

#include "gtest/gtest.h"

namespace olympics {
namespace {

TEST(TurnsCsvTest, HasALineForEachTurn) {
  Evidence evidence;
  evidence.tasks.resize(2);
  evidence.tasks[0].task.set_name("digits");
  evidence.tasks[1].task.set_name("images");
  TurnPair pair;
  pair.baseline = {100, 3, 0.025, 0.024, 0};
  pair.candidate = {400, 9, 0.026, 0.025, 1.5e-3};
  evidence.tasks[0].pairs = {pair};
  evidence.tasks[1].offline = {pair};
  EXPECT_EQ(
      TurnsCsv(evidence),
      "task,scenario,pair,who,samples,wrong,seconds,cpu_seconds,joules\n"
      "digits,timed,0,baseline,100,3,0.025000000,0.024000000,0\n"
      "digits,timed,0,submission,400,9,0.026000000,0.025000000,0.0015\n"
      "images,Offline,0,baseline,100,3,0.025000000,0.024000000,0\n"
      "images,Offline,0,submission,400,9,0.026000000,0.025000000,0.0015\n");
}

TEST(TurnsCsvTest, IsEmptyWithoutATurn) { EXPECT_EQ(TurnsCsv(Evidence()), ""); }

}  // namespace
}  // namespace olympics
