#include "tools/plots/labels.h"

#include <cmath>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::DoubleEq;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(GeometryTest, BoxesThatTouchDoNotOverlap) {
  const Box box = {0, 0, 10, 10};
  EXPECT_TRUE(Overlaps(box, {9, 9, 20, 20}));
  EXPECT_TRUE(Overlaps(box, {2, 2, 3, 3}));
  EXPECT_FALSE(Overlaps(box, {10, 0, 20, 10}));
  EXPECT_FALSE(Overlaps(box, {0, 11, 10, 20}));
}

TEST(GeometryTest, ALineCrossesWhatItGoesThrough) {
  const Box box = {10, 10, 20, 20};
  EXPECT_TRUE(Crosses({0, 15, 30, 15}, box));
  EXPECT_TRUE(Crosses({15, 15, 16, 16}, box));  // within
  EXPECT_TRUE(Crosses({0, 0, 30, 30}, box));
  EXPECT_FALSE(Crosses({0, 15, 9, 15}, box));  // ends before it
  EXPECT_FALSE(Crosses({0, 5, 30, 5}, box));
  EXPECT_FALSE(Crosses({0, 25, 25, 0}, {16, 16, 30, 30}));  // past a corner
}

TEST(GeometryTest, LinesAgreeWithTheirPoints) {
  std::mt19937 random(5);
  std::uniform_real_distribution<double> at(0, 40);
  int crossed = 0;
  for (int round = 0; round < 2000; ++round) {
    const Segment s = {at(random), at(random), at(random), at(random)};
    const Box box = {10, 10, 25, 22};
    bool inside = false;
    for (int i = 0; i <= 2000; ++i) {
      const double t = i / 2000.0;
      const double x = s.x1 + t * (s.x2 - s.x1), y = s.y1 + t * (s.y2 - s.y1);
      inside = inside ||
               (x > box.left && x < box.right && y > box.top && y < box.bottom);
    }
    // What goes through a corner alone may pass between two points.
    if (!inside) continue;
    EXPECT_TRUE(Crosses(s, box)) << round;
    ++crossed;
  }
  EXPECT_GT(crossed, 200);
  EXPECT_LT(crossed, 1800);
}

TEST(LabelsTest, FindRoomOrNone) {
  Labels labels({0, 0, 100, 40});
  const std::optional<Box> first = labels.Place(50, 20, 4, "name", 10);
  ASSERT_TRUE(first.has_value());
  EXPECT_TRUE(Within(*first, {0, 0, 100, 40}));
  const std::optional<Box> second = labels.Place(50, 20, 4, "name", 10);
  ASSERT_TRUE(second.has_value());
  EXPECT_FALSE(Overlaps(*first, *second));
  EXPECT_FALSE(labels.Place(50, 20, 4, std::string(40, 'w'), 10).has_value());
  labels.Avoid(Box{0, 0, 100, 40});
  EXPECT_FALSE(labels.Place(10, 20, 4, "a", 10).has_value());
}

TEST(LabelsTest, KeepOffLines) {
  Labels labels({0, 0, 200, 200});
  for (double y = 0; y <= 200; y += 8) labels.Avoid(Segment{0, y, 200, y});
  EXPECT_FALSE(labels.Place(100, 100, 4, "name", 10).has_value());
}

TEST(LabelsTest, LieOnWhatIsSoftOnlyWhereTheyMust) {
  const Segment below = {0, 60, 200, 60}, above = {0, 40, 200, 40};
  Labels labels({0, 0, 200, 100});
  labels.AvoidIfPossible(above);
  const std::optional<Box> first = labels.Place(100, 50, 4, "name", 10);
  ASSERT_TRUE(first.has_value());
  EXPECT_FALSE(Crosses(above, *first));
  for (double y = 0; y <= 100; y += 5) {
    labels.AvoidIfPossible(Segment{0, y, 200, y});
  }
  labels.AvoidIfPossible(below);
  const std::optional<Box> second = labels.Place(100, 50, 4, "name", 10);
  ASSERT_TRUE(second.has_value());
  EXPECT_FALSE(Overlaps(*first, *second));
}

TEST(TextTest, WidthsAreOfCharactersNotOfBytes) {
  EXPECT_GT(TextWidth("mmm", 10), TextWidth("iii", 10));
  EXPECT_DOUBLE_EQ(TextWidth("ë", 10), 10);
  EXPECT_DOUBLE_EQ(TextWidth("", 10), 0);
}

Span At(double middle, double half) { return {middle - half, middle + half}; }

TEST(TicksTest, AreRoundFigures) {
  const auto at = [](double share) { return At(3 * share, 6); };
  EXPECT_THAT(
      LinearTicks(89.9, 93.2, {0, 500}, 2,
                  [](double v) { return At(60 * (v - 89), 10); }),
      ElementsAre(DoubleEq(90), DoubleEq(90.5), DoubleEq(91), DoubleEq(91.5),
                  DoubleEq(92), DoubleEq(92.5), DoubleEq(93)));
  EXPECT_THAT(LinearTicks(0, 100, {-10, 400}, 2, at),
              ElementsAre(0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65,
                          70, 75, 80, 85, 90, 95, 100));
  EXPECT_THAT(
      LogTicks(0.9, 12, {0, 500}, 10,
               [](double v) { return At(30 + 150 * std::log10(v), 10); }),
      ElementsAre(1, 2, 5, 10));
  EXPECT_THAT(LinearTicks(0, 100, {0, 5}, 2, at), IsEmpty());  // no room
}

TEST(TicksTest, AreTwoAtLeastOnAnyAxis) {
  std::mt19937 random(11);
  std::uniform_real_distribution<double> unit(0, 1);
  for (int round = 0; round < 20000; ++round) {
    const double low = std::pow(10, 6 * unit(random) - 3);
    const double high = low * std::pow(10, 0.09 + 5 * unit(random));
    const auto span = [&](double v) {
      return At(50 + 300 * std::log(v / low) / std::log(high / low), 22);
    };
    const std::vector<double> ticks = LogTicks(low, high, {0, 380}, 8, span);
    ASSERT_GE(ticks.size(), 2) << low << " " << high;
    ASSERT_LE(ticks.size(), 9) << low << " " << high;
    for (size_t i = 1; i < ticks.size(); ++i) {
      ASSERT_GE(span(ticks[i]).from, span(ticks[i - 1]).to + 8 - 1e-9);
    }
  }
}

}  // namespace
}  // namespace olympics
