#include "base/clock.h"

#include <ctime>

#include "gtest/gtest.h"

namespace base {
namespace {

TEST(ClockTest, SteadySecondsNeverGoBack) {
  double last = SteadySeconds();
  for (int i = 0; i < 10000; ++i) {
    const double now = SteadySeconds();
    ASSERT_GE(now, last);
    last = now;
  }
}

TEST(ClockTest, NowIsWhatTheSystemSays) {
  const int64_t before = std::time(nullptr);
  const int64_t now = NowUnixMs();
  EXPECT_GE(now, 1000 * before);
  EXPECT_LE(now, 1000 * (std::time(nullptr) + 1));
}

TEST(ClockTest, TimesAreWrittenAsRfc3339) {
  EXPECT_EQ(Rfc3339(1796083200000), "2026-12-01T00:00:00Z");
  EXPECT_EQ(Rfc3339(0), "1970-01-01T00:00:00Z");
  EXPECT_EQ(Rfc3339(1999), "1970-01-01T00:00:01Z");
  EXPECT_EQ(Rfc3339(-1), "1969-12-31T23:59:59Z");
}

}  // namespace
}  // namespace base
