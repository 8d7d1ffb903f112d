#include "grader/channel/channel.h"

#include <atomic>
#include <thread>

#include "gtest/gtest.h"

namespace olympics {
namespace {

// Two threads hand a number back and forth; a lost wake-up would show as the
// whole long sleep.
void PingPong(uint32_t spins, int rounds) {
  std::atomic<uint32_t> ping{0}, pong{0}, a{0}, b{0};
  constexpr int64_t kLong = 60'000'000'000;
  std::thread other([&] {
    for (uint32_t i = 0; i < static_cast<uint32_t>(rounds); ++i) {
      EXPECT_EQ(AwaitChange(ping, i, a, spins, kLong), i + 1);
      Publish(pong, i + 1, b);
    }
  });
  for (uint32_t i = 0; i < static_cast<uint32_t>(rounds); ++i) {
    Publish(ping, i + 1, a);
    EXPECT_EQ(AwaitChange(pong, i, b, spins, kLong), i + 1);
  }
  other.join();
}

TEST(ChannelTest, HandsOverBySleeping) { PingPong(0, 2000); }
TEST(ChannelTest, HandsOverByLooking) { PingPong(1000, 2000); }

TEST(ChannelTest, GivesUpWhenTheTimeIsOver) {
  std::atomic<uint32_t> counter{7}, sleeps{0};
  EXPECT_EQ(AwaitChange(counter, 7, sleeps, 10, 1'000'000), 7);
  EXPECT_EQ(sleeps, 0);
}

}  // namespace
}  // namespace olympics
