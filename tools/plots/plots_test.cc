#include "tools/plots/plots.h"

#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/text.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "pugixml.hpp"
#include "tools/plots/labels.h"

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

TEST(FrontierTest, WhatIsNoNumberIsOnNoneAndChangesNoOther) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  std::vector<PlotPoint> points;
  for (int i = 0; i < 100; ++i) {
    points.push_back({"sound", 1.0 + i % 10, 0.9 - i % 10 / 100.0});
    points.push_back({"nan", i % 2 == 0 ? kNan : 5, kNan});
    points.push_back({"nan", kNan, 0.99});
  }
  const std::vector<bool> on = OnFrontier(points);
  ASSERT_EQ(on.size(), points.size());
  for (size_t i = 0; i < points.size(); ++i) {
    EXPECT_EQ(on[i], points[i].name == "sound") << i;
  }
}

// Cut between letters, however many bytes each has.
TEST(PlotTest, LongNamesStayText) {
  for (const std::string letter : {"a", "ë", "陳", "😀", "e\xcc\x81"}) {
    for (int length = 1; length < 40; ++length) {
      std::string name;
      for (int i = 0; i < length; ++i) name += letter;
      const std::string shown = ">" + base::Shortened(name, 24) + "<";
      // Wide ones may find no room beside their dot.
      const std::string svg = ParetoPlot("t", {{name, 1, 0.5}});
      EXPECT_EQ(absl::StrContains(svg, "class=\"name\""),
                absl::StrContains(svg, shown))
          << svg;
      EXPECT_THAT(HistoryPlot("t", {{name, {{0, 2}, {120000, 3}}}}),
                  HasSubstr(shown));
    }
  }
}

TEST(PlotTest, HistoryTakesTwoStepsOfTwoMinutes) {
  EXPECT_EQ(HistoryPlot("t", {{"a", {{1, 2}}}}), "");
  EXPECT_EQ(HistoryPlot("t", {{"a", {{1000, 1.2}, {2000, 3}}}}), "");
  const std::string svg = HistoryPlot(
      "t", {{"a", {{0, 1.2}, {120000, 3}}}, {"b", {{1500, 2}}}, {"c", {}}});
  EXPECT_TRUE(WellFormed(svg));
  EXPECT_THAT(svg, HasSubstr(">1970-01-01 00:00<"));
  EXPECT_THAT(svg, HasSubstr(">00:02 UTC<"));
  EXPECT_THAT(HistoryPlot("t", {{"a", {{0, 1.2}, {100000000, 3}}}}),
              HasSubstr(">1970-01-02<"));
}

TEST(PlotTest, RunByRunHasIntervals) {
  const std::string svg = HistoryPlot(
      "t", {{"a", {{0, 2, 1.5, 2.5}, {0, 3, 2, 4}}}}, PlotAlong::kRuns);
  EXPECT_TRUE(WellFormed(svg));
  EXPECT_THAT(svg, HasSubstr("run 2"));
  EXPECT_THAT(svg, HasSubstr("interval"));
}

// A picture's words, lines and dots, read back from it.
struct Picture {
  Box view;
  std::vector<Box> texts;
  std::vector<std::string> words, titles;
  std::vector<Segment> lines;
  std::vector<Box> dots;
};

Picture Read(const std::string& svg) {
  pugi::xml_document document;
  Picture picture;
  if (!document.load_string(svg.c_str())) {
    ADD_FAILURE() << svg;
    return picture;
  }
  const pugi::xml_node root = document.child("svg");
  const std::vector<std::string> box =
      absl::StrSplit(root.attribute("viewBox").value(), ' ');
  picture.view = {0, 0, std::stod(box.at(2)), std::stod(box.at(3))};
  for (const pugi::xml_node text : root.children("text")) {
    const std::string word = text.text().get();
    const std::string anchor = text.attribute("text-anchor").value();
    const double width = TextWidth(word, kPlotFont);
    double x = text.attribute("x").as_double();
    x -= anchor == "end" ? width : anchor == "middle" ? width / 2 : 0;
    picture.words.push_back(word);
    picture.texts.push_back(
        TextBox(x, text.attribute("y").as_double(), word, kPlotFont));
  }
  for (const pugi::xml_node line : root.children("polyline")) {
    std::vector<std::pair<double, double>> points;
    for (const absl::string_view at : absl::StrSplit(
             line.attribute("points").value(), ' ', absl::SkipEmpty())) {
      const std::vector<std::string> xy = absl::StrSplit(at, ',');
      points.emplace_back(std::stod(xy.at(0)), std::stod(xy.at(1)));
      if (points.size() < 2) continue;
      const auto& from = points[points.size() - 2];
      picture.lines.push_back(
          {from.first, from.second, points.back().first, points.back().second});
    }
  }
  for (const pugi::xml_node dot : root.children("circle")) {
    const double x = dot.attribute("cx").as_double(),
                 y = dot.attribute("cy").as_double(),
                 r = dot.attribute("r").as_double();
    picture.dots.push_back({x - r, y - r, x + r, y + r});
    if (dot.child("title")) {
      picture.titles.emplace_back(dot.child("title").text().get());
    }
  }
  return picture;
}

// Coordinates are written with one digit.
Box Smaller(const Box& b) {
  return {b.left + 0.2, b.top + 0.2, b.right - 0.2, b.bottom - 0.2};
}

void ExpectReadable(const std::string& svg) {
  const Picture p = Read(svg);
  for (size_t i = 0; i < p.texts.size(); ++i) {
    const Box box = Smaller(p.texts[i]);
    EXPECT_TRUE(Within(box, p.view)) << p.words[i] << "\n" << svg;
    for (size_t k = 0; k < i; ++k) {
      EXPECT_FALSE(Overlaps(box, p.texts[k]))
          << p.words[i] << " on " << p.words[k] << "\n"
          << svg;
    }
    for (const Segment& s : p.lines) {
      EXPECT_FALSE(Crosses(s, box)) << p.words[i] << "\n" << svg;
    }
    for (const Box& dot : p.dots) {
      EXPECT_FALSE(Overlaps(box, dot)) << p.words[i] << "\n" << svg;
    }
  }
}

int Ticks(const Picture& p, const std::string& unit) {
  int ticks = 0;
  for (const std::string& word : p.words) {
    double value = 0;
    if (word.size() > unit.size() &&
        word.substr(word.size() - unit.size()) == unit &&
        absl::SimpleAtod(word.substr(0, word.size() - unit.size()), &value)) {
      ++ticks;
    }
  }
  return ticks;
}

class Seasons {
 public:
  // Clustered or spread, few or many, as seasons are.
  std::vector<PlotPoint> Points() {
    std::vector<PlotPoint> points(1 + random_() % 40);
    const double spread = std::pow(10, 4 * unit_(random_) - 2);
    const double shares = 0.3 * unit_(random_) * unit_(random_);
    for (PlotPoint& p : points) {
      p.name = Name();
      p.gain = std::exp(spread * (unit_(random_) - 0.2));
      p.accuracy = 1 - shares * unit_(random_) - 0.1 * shares;
    }
    return points;
  }

  std::vector<PlotLine> Lines() {
    std::vector<PlotLine> lines(1 + random_() % 7);
    for (PlotLine& line : lines) {
      line.name = Name();
      int64_t at = 1790000000000;
      double gain = 1;
      for (unsigned i = 0; i < 1 + random_() % 20; ++i) {
        at += 1 + static_cast<int64_t>(1e9 * unit_(random_) * unit_(random_));
        gain *= 0.9 + 0.4 * unit_(random_);
        line.steps.push_back({at, gain, gain * 0.97, gain * 1.03});
      }
    }
    return lines;
  }

 private:
  std::string Name() {
    std::string name(1 + random_() % 30, 'a');
    for (char& c : name) c = "abcdefghijklmnopqrstuvwxyz_WM-"[random_() % 30];
    return name;
  }

  std::mt19937 random_{17};
  std::uniform_real_distribution<double> unit_{0, 1};
};

TEST(PlotTest, NoLabelIsCutOrStruckThroughAndAxesHaveTwoTicks) {
  Seasons seasons;
  size_t named = 0;
  for (int round = 0; round < 500 && !HasFailure(); ++round) {
    const std::vector<PlotPoint> points = seasons.Points();
    const std::string svg = ParetoPlot("t", points);
    ExpectReadable(svg);
    const Picture p = Read(svg);
    EXPECT_GE(Ticks(p, " %"), 2) << svg;
    EXPECT_GE(Ticks(p, "×"), 2) << svg;
    EXPECT_EQ(p.dots.size(), points.size());
    EXPECT_EQ(p.titles.size(), points.size());  // each tells its name
    named += p.words.size() - Ticks(p, " %") - Ticks(p, "×") - 2;
  }
  EXPECT_GT(named, 1000);
}

TEST(PlotTest, HistoriesAreReadableToo) {
  Seasons seasons;
  int drawn = 0;
  for (int round = 0; round < 500 && !HasFailure(); ++round) {
    const std::vector<PlotLine> lines = seasons.Lines();
    for (const PlotAlong along : {PlotAlong::kTime, PlotAlong::kRuns}) {
      const std::string svg = HistoryPlot("t", lines, along);
      if (svg.empty()) continue;
      ++drawn;
      ExpectReadable(svg);
      EXPECT_GE(Ticks(Read(svg), "×"), 2) << svg;
    }
  }
  EXPECT_GT(drawn, 400);
}

TEST(PlotTest, TwoDotsAreBothNamed) {
  const std::string svg =
      ParetoPlot("t", {{"Speedy Gonzales", 3.41, 0.912}, {"slow", 1, 0.908}});
  EXPECT_THAT(svg, HasSubstr(">Speedy Gonzales</text>"));
  EXPECT_THAT(svg, HasSubstr(">slow</text>"));
}

}  // namespace
}  // namespace olympics
