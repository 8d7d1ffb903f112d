#include "grader/clock/board_timer.h"

#include <chrono>
#include <thread>

#include "gtest/gtest.h"

namespace olympics {
namespace {

TEST(BoardTimerTest, WhereNoCachesAreModelledTimeIsTheMachines) {
  EXPECT_FALSE(JoinBoard());
  const BoardTimer timer;
  std::this_thread::sleep_for(std::chrono::milliseconds(3));
  EXPECT_EQ(timer.Read().stall_nanoseconds, 0);
  EXPECT_GE(timer.Read().nanoseconds, 3'000'000);
  EXPECT_EQ(ReadModelledMisses().stall_seconds, 0);
  EXPECT_EQ(ReadModelledMisses().data, 0);
}

}  // namespace
}  // namespace olympics
