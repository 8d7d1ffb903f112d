#include "grader/report/figures.h"

#include <cmath>

#include "gtest/gtest.h"

namespace olympics {
namespace {

TEST(FiguresTest, HaveThousandsSeparated) {
  EXPECT_EQ(FigureText(152763.7), "152,764");
  EXPECT_EQ(FigureText(1000), "1,000");
  EXPECT_EQ(FigureText(999.96), "1,000");
  EXPECT_EQ(FigureText(1234567.2), "1,234,567");
  EXPECT_EQ(FigureText(123456789), "123,456,789");
  EXPECT_EQ(FigureText(-1234), "-1,234");
  EXPECT_EQ(FigureText(-123456), "-123,456");
}

TEST(FiguresTest, HaveDigitsThatTellThemApart) {
  EXPECT_EQ(FigureText(0), "0.00");
  EXPECT_EQ(FigureText(0.0341), "0.034");
  EXPECT_EQ(FigureText(0.0999), "0.10");
  EXPECT_EQ(FigureText(3.4321), "3.43");
  EXPECT_EQ(FigureText(99.994), "99.99");
  EXPECT_EQ(FigureText(99.996), "100.0");
  EXPECT_EQ(FigureText(152.76), "152.8");
  EXPECT_EQ(FigureText(999.94), "999.9");
}

TEST(FiguresTest, HaveTheirUnits) {
  EXPECT_EQ(FigureText(12165.9, "inf/s"), "12,166 inf/s");
  EXPECT_EQ(FigureText(2, ""), "2.00");
}

TEST(FiguresTest, HoldWhatIsNoNumber) {
  EXPECT_EQ(FigureText(NAN), "nan");
  EXPECT_EQ(FigureText(-INFINITY, "MB"), "-inf MB");
}

}  // namespace
}  // namespace olympics
