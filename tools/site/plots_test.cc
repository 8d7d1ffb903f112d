#include "tools/site/plots.h"

#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "pugixml.hpp"

namespace olympics {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(FrontierTest, IsWhatNoOtherBeatsInBoth) {
  EXPECT_THAT(OnFrontier({{"a", 1, 0.95},
                          {"b", 2, 0.93},
                          {"c", 1.5, 0.92},
                          {"d", 2, 0.91},
                          {"e", 1, 0.94},
                          {"f", 3, 0.90}}),
              ElementsAre(true, true, false, false, false, true));
  EXPECT_THAT(OnFrontier({{"a", 1, 0.9}, {"twin", 1, 0.9}}),
              ElementsAre(true, true));
}

TEST(FrontierTest, AgreesWithTheDefinition) {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    std::vector<PlotPoint> points(1 + random() % 12);
    for (PlotPoint& p : points) {
      p.gain = 1 + static_cast<double>(random() % 5);
      p.accuracy = static_cast<double>(random() % 5) / 5;
    }
    const std::vector<bool> on = OnFrontier(points);
    for (size_t i = 0; i < points.size(); ++i) {
      bool beaten = false;
      for (const PlotPoint& q : points) {
        beaten =
            beaten ||
            (q.gain >= points[i].gain && q.accuracy >= points[i].accuracy &&
             (q.gain > points[i].gain || q.accuracy > points[i].accuracy));
      }
      EXPECT_EQ(on[i], !beaten);
    }
  }
}

bool WellFormed(const std::string& svg) {
  pugi::xml_document document;
  return document.load_string(svg.c_str());
}

TEST(PlotTest, HoldsWhateverIsPutIn) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  const std::string svg = ParetoPlot("a <plot>", {{"<b>&", 2, 0.9},
                                                  {"nan", kNan, 0.9},
                                                  {"zero", 0, 0.9},
                                                  {"inf", INFINITY, kNan},
                                                  {"one", 1e5, 0.0}});
  EXPECT_TRUE(WellFormed(svg));
  EXPECT_THAT(svg, HasSubstr("&lt;b&gt;&amp;"));
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
  EXPECT_EQ(ParetoPlot("t", {}), "");
  EXPECT_EQ(ParetoPlot("t", {{"x", kNan, 1}}), "");
  EXPECT_TRUE(WellFormed(ParetoPlot("t", {{"alone", 1, 0.5}})));
}

TEST(PlotTest, HistoryTakesTwoSteps) {
  EXPECT_EQ(HistoryPlot("t", {{"a", {{1, 2}}}}), "");
  const std::string svg = HistoryPlot(
      "t", {{"a", {{1000, 1.2}, {2000, 3}}}, {"b", {{1500, 2}}}, {"c", {}}});
  EXPECT_TRUE(WellFormed(svg));
  EXPECT_THAT(svg, HasSubstr("1970-01-01"));
}

}  // namespace
}  // namespace olympics
