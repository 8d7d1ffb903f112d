#include "grader/fresh/redraw.h"

#include <array>
#include <cmath>
#include <numeric>

#include "categories/spec.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using Digit = std::array<float, 64>;

// A one, two blocks wide, with softer ends.
Digit One() {
  Digit one = {};
  for (int y = 1; y < 7; ++y) {
    for (int x = 3; x < 5; ++x) one[y * 8 + x] = y == 1 || y == 6 ? 0.5f : 1;
  }
  return one;
}

TaskSpec DigitsTask() {
  const auto task = LoadTask("categories/tasks/digits.textproto");
  EXPECT_TRUE(task.ok()) << task.status();
  return task.ok() ? *task : TaskSpec();
}

Digit Drawn(const TaskSpec& task, const Digit& digit, const char* seed) {
  SecretStream random = SecretSeed::Of(seed).For("digits");
  Digit out;
  Redraw(task, digit.data(), random, out.data());
  return out;
}

float Ink(const Digit& digit) {
  return std::accumulate(digit.begin(), digit.end(), 0.0f);
}

float Distance(const Digit& a, const Digit& b) {
  float sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += std::fabs(a[i] - b[i]);
  return sum / static_cast<float>(a.size());
}

TEST(RedrawTest, ByTheSameSeedIsTheSameAndByAnotherIsAnother) {
  const TaskSpec task = DigitsTask();
  EXPECT_EQ(Drawn(task, One(), "1"), Drawn(task, One(), "1"));
  EXPECT_NE(Drawn(task, One(), "1"), Drawn(task, One(), "2"));
  EXPECT_GT(Distance(Drawn(task, One(), "1"), One()), 0.03);
}

TEST(RedrawTest, WithoutAnyChangeIsAboutTheDigit) {
  TaskSpec task = DigitsTask();
  task.clear_strong();
  EXPECT_LT(Distance(Drawn(task, One(), "1"), One()), 0.03);
}

TEST(RedrawTest, InkIsCountedInSixteenths) {
  const TaskSpec task = DigitsTask();
  for (const char* seed : {"1", "2", "3"}) {
    for (const float v : Drawn(task, One(), seed)) {
      ASSERT_GE(v, 0);
      ASSERT_LE(v, 1);
      ASSERT_EQ(v * 16, std::round(v * 16));
    }
  }
}

TEST(RedrawTest, StrokesGetThickerAndThinner) {
  TaskSpec task = DigitsTask();
  task.clear_strong();
  task.mutable_strong()->set_thickness(0.25);
  const float ink = Ink(One());
  int thicker = 0, thinner = 0;
  for (const char* seed : {"1", "2", "3", "4", "5", "6", "7", "8", "9"}) {
    const float drawn = Ink(Drawn(task, One(), seed));
    thicker += drawn > 1.05f * ink;
    thinner += drawn < 0.95f * ink;
    EXPECT_GT(drawn, 0.3f * ink);
    EXPECT_LT(drawn, 2 * ink);
  }
  EXPECT_GT(thicker, 0);
  EXPECT_GT(thinner, 0);
}

TEST(RedrawTest, ADigitThatIsShiftedMovesByBlocks) {
  // Far enough that the middle of its ink lies elsewhere, whatever is drawn.
  TaskSpec task = DigitsTask();
  task.clear_strong();
  task.mutable_strong()->set_shift_x(2);
  const auto middle = [](const Digit& digit) {
    float sum = 0;
    for (int i = 0; i < 64; ++i) sum += digit[i] * static_cast<float>(i % 8);
    return sum / Ink(digit);
  };
  float most = 0;
  for (const char* seed : {"1", "2", "3", "4", "5", "6", "7", "8", "9"}) {
    most = std::fmax(
        most, std::fabs(middle(Drawn(task, One(), seed)) - middle(One())));
  }
  EXPECT_GT(most, 1);
  EXPECT_LE(most, 2.05f);
}

}  // namespace
}  // namespace olympics
