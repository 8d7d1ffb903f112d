#include "tools/plots/plots.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/text.h"
#include "tools/plots/labels.h"
#include "tools/portfolio/html.h"
#include "tools/text/text.h"

namespace olympics {
namespace {

constexpr double kWidth = 380, kRight = 8, kTop = 26, kBottom = 226,
                 kTicksAt = 244, kCaptionAt = 264, kHeight = 270;
constexpr double kInset = 12;  // dots stay that far from the axes' ends
constexpr size_t kNamed = 12;  // beside those on the frontier
constexpr size_t kLines = 6;
constexpr size_t kNameLength = 24;

// A linear scale from [low, high] to the picture.
struct Scale {
  double low, high, from, to;
  double operator()(double value) const {
    return from + (to - from) * (value - low) / (high - low);
  }
  double Back(double at) const {
    return low + (high - low) * (at - from) / (to - from);
  }
};

std::string Open(const std::string& title, double height) {
  return absl::StrFormat(
      "<svg class=\"plot\" viewBox=\"0 0 %g %g\" role=\"img\" "
      "aria-label=\"%s\">\n",
      kWidth, height, EscapeHtml(title));
}

enum class Anchor { kStart, kMiddle, kEnd };

std::string Text(double x, double y, Anchor anchor, const std::string& text,
                 const char* kind = "") {
  static constexpr const char* kNames[] = {"start", "middle", "end"};
  return absl::StrFormat(
      "<text%s x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", kind, x,
      y, kNames[static_cast<int>(anchor)], EscapeHtml(text));
}

std::string Rule(double x1, double y1, double x2, double y2) {
  return absl::StrFormat(
      "<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" "
      "y2=\"%.1f\"/>\n",
      x1, y1, x2, y2);
}

bool Usable(double gain) { return std::isfinite(gain) && gain > 0; }

struct Range {
  double low = INFINITY, high = -INFINITY;
  void Hold(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
};

std::string GainText(double gain) { return absl::StrFormat("%g×", gain); }
std::string ShareText(double share) { return absl::StrFormat("%g %%", share); }

// Where the middle of a line of text stands, above its baseline.
constexpr double kMiddle = 0.35 * kPlotFont;

// What the labels of a vertical axis may take: between the words above and
// below.
constexpr Span kRows = {20, 230};

// The part of a vertical axis that the label of a tick takes.
Span RowAt(double y) { return {y - 0.6 * kPlotFont, y + 0.6 * kPlotFont}; }

// Rules and labels of a vertical axis, and how wide its labels are.
struct Axis {
  std::vector<double> ticks;
  std::vector<std::string> labels;
  double width = 0;
};

template <typename Label>
Axis AxisOf(std::vector<double> ticks, const Label& label) {
  Axis axis = {std::move(ticks), {}, 0};
  for (const double t : axis.ticks) {
    axis.labels.push_back(label(t));
    axis.width = std::max(axis.width, TextWidth(axis.labels.back(), kPlotFont));
  }
  return axis;
}

// Gains on a vertical axis; `y` is of their logarithms.
Axis GainAxis(const Scale& y) {
  return AxisOf(LogTicks(std::exp(y.Back(kBottom)), std::exp(y.Back(kTop)),
                         kRows, kPlotFont,
                         [&](double gain) { return RowAt(y(std::log(gain))); }),
                GainText);
}

template <typename At>
std::string Drawn(const Axis& axis, double left, const At& at) {
  std::string svg;
  for (size_t i = 0; i < axis.ticks.size(); ++i) {
    const double y = at(axis.ticks[i]);
    svg += Rule(left, y, kWidth - kRight, y);
    svg += Text(left - 6, y + kMiddle, Anchor::kEnd, axis.labels[i]);
  }
  return svg;
}

// The scale's ends, which have some room between them.
Scale GainScale(const Range& gain, double from, double to) {
  const double room =
      std::max(0.0, std::log(1.25) - std::log(gain.high / gain.low)) / 2;
  return {std::log(gain.low) - room, std::log(gain.high) + room, from, to};
}

// The names of points at their dots, the frontier's first.
std::string NamesOf(const std::vector<const PlotPoint*>& frontier,
                    const std::vector<const PlotPoint*>& others,
                    const std::vector<Segment>& grid, const Scale& x,
                    const Scale& y) {
  Labels labels({x.from - kInset, kTop, kWidth - 2, kBottom});
  for (const Segment& s : grid) labels.AvoidIfPossible(s);
  const auto at = [&](const PlotPoint& p) {
    return std::pair(x(std::log(p.gain)), y(100 * p.accuracy));
  };
  for (const auto* some : {&frontier, &others}) {
    for (const PlotPoint* p : *some) {
      const auto [px, py] = at(*p);
      labels.Avoid(Box{px - 5.5, py - 5.5, px + 5.5, py + 5.5});
    }
  }
  for (size_t i = 1; i < frontier.size(); ++i) {
    const auto [x1, y1] = at(*frontier[i - 1]);
    const auto [x2, y2] = at(*frontier[i]);
    // The line has a width of its own.
    labels.Avoid(Segment{x1, y1 - 1.5, x2, y2 - 1.5});
    labels.Avoid(Segment{x1, y1 + 1.5, x2, y2 + 1.5});
  }
  std::string svg;
  const auto name = [&](const PlotPoint& p) {
    const auto [px, py] = at(p);
    const std::string text = base::Shortened(p.name, kNameLength);
    const std::optional<Box> box = labels.Place(px, py, 5, text, kPlotFont);
    if (!box.has_value()) return;
    svg += Text(box->left, BaselineOf(*box, kPlotFont), Anchor::kStart, text,
                " class=\"name\"");
  };
  for (auto it = frontier.rbegin(); it != frontier.rend(); ++it) name(**it);
  for (size_t i = 0; i < others.size() && i < kNamed; ++i) name(*others[i]);
  return svg;
}

std::string Dot(const PlotPoint& p, bool best, const Scale& x, const Scale& y) {
  return absl::StrFormat(
      "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%d\"><title>%s: "
      "%.2f×, %.1f %%</title></circle>\n",
      best ? "dot best" : "dot", x(std::log(p.gain)), y(100 * p.accuracy),
      best ? 5 : 4, EscapeHtml(p.name), p.gain, 100 * p.accuracy);
}

}  // namespace

std::vector<bool> OnFrontier(const std::vector<PlotPoint>& points) {
  std::vector<size_t> order;
  for (size_t i = 0; i < points.size(); ++i) {
    if (!std::isnan(points[i].gain) && !std::isnan(points[i].accuracy)) {
      order.push_back(i);
    }
  }
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    if (points[a].gain != points[b].gain)
      return points[a].gain > points[b].gain;
    return points[a].accuracy > points[b].accuracy;
  });
  std::vector<bool> on(points.size(), false);
  double best = -INFINITY;
  for (size_t k = 0; k < order.size(); ++k) {
    const PlotPoint& p = points[order[k]];
    const bool equal = k > 0 && on[order[k - 1]] &&
                       points[order[k - 1]].gain == p.gain &&
                       points[order[k - 1]].accuracy == p.accuracy;
    on[order[k]] = p.accuracy > best || equal;
    best = std::max(best, p.accuracy);
  }
  return on;
}

std::string ParetoPlot(const std::string& title,
                       const std::vector<PlotPoint>& all) {
  std::vector<PlotPoint> points = all;
  std::erase_if(points, [](const PlotPoint& p) {
    return !Usable(p.gain) || !std::isfinite(p.accuracy);
  });
  if (points.empty()) return "";
  Range gain, accuracy;
  for (const PlotPoint& p : points) {
    gain.Hold(p.gain);
    accuracy.Hold(100 * p.accuracy);
  }
  gain.Hold(1);
  const double room = std::max(0.0, 1 - (accuracy.high - accuracy.low)) / 2;
  const Scale y = {accuracy.low - room, accuracy.high + room, kBottom - kInset,
                   kTop + kInset};
  const Axis shares =
      AxisOf(LinearTicks(y.Back(kBottom), y.Back(kTop), kRows, kPlotFont,
                         [&](double share) { return RowAt(y(share)); }),
             ShareText);
  const double left = shares.width + 8;
  const Scale x = GainScale(gain, left + kInset, kWidth - kRight - kInset);
  std::string svg = Open(title, kHeight);
  svg += Drawn(shares, left, y);
  std::vector<Segment> grid;
  for (const double tick : shares.ticks) {
    grid.push_back({left, y(tick), kWidth, y(tick)});
  }
  const auto column = [&](double tick) {
    const double at = x(std::log(tick));
    const double half = TextWidth(GainText(tick), kPlotFont) / 2;
    return Span{at - half, at + half};
  };
  for (const double tick :
       LogTicks(std::exp(x.Back(left)), std::exp(x.Back(kWidth - kRight)),
                {0, kWidth}, 12, column)) {
    const double at = x(std::log(tick));
    grid.push_back({at, kTop, at, kBottom});
    svg += Rule(at, kTop, at, kBottom);
    svg += Text(at, kTicksAt, Anchor::kMiddle, GainText(tick));
  }
  svg += Text(2, 16, Anchor::kStart, "accuracy");
  svg += Text(kWidth - 2, kCaptionAt, Anchor::kEnd, "gain over the baseline");

  const std::vector<bool> on = OnFrontier(points);
  std::vector<const PlotPoint*> frontier, others;
  for (size_t i = 0; i < points.size(); ++i) {
    (on[i] ? frontier : others).push_back(&points[i]);
  }
  std::stable_sort(
      frontier.begin(), frontier.end(),
      [](const PlotPoint* a, const PlotPoint* b) { return a->gain < b->gain; });
  std::string line;
  for (const PlotPoint* p : frontier) {
    absl::StrAppendFormat(&line, "%.1f,%.1f ", x(std::log(p->gain)),
                          y(100 * p->accuracy));
  }
  absl::StrAppend(&svg, "<polyline class=\"frontier\" points=\"", line,
                  "\"/>\n");
  for (const PlotPoint* p : others) svg += Dot(*p, false, x, y);
  for (const PlotPoint* p : frontier) svg += Dot(*p, true, x, y);
  return svg + NamesOf(frontier, others, grid, x, y) + "</svg>\n";
}

namespace {

// The names of the lines in rows below the plot, and how high it is with them.
std::pair<std::string, double> Legend(const std::vector<PlotLine>& lines) {
  constexpr double kRow = 22, kMark = 14, kApart = 16;
  std::string svg;
  double x = 6, y = kHeight + 18;
  int number = 0;
  for (const PlotLine& line : lines) {
    const std::string name = base::Shortened(line.name, kNameLength);
    const double width = kMark + TextWidth(name, kPlotFont);
    if (x > 6 && x + width > kWidth) {
      x = 6;
      y += kRow;
    }
    absl::StrAppendFormat(
        &svg, "<circle class=\"c%d fill\" cx=\"%g\" cy=\"%g\" r=\"4\"/>\n",
        number, x + 2, y - kMiddle);
    svg += Text(x + kMark, y, Anchor::kStart, name);
    x += width + kApart;
    ++number;
  }
  return {svg, y + 10};
}

// The two ends of the horizontal axis in words; none where they are the same.
std::optional<std::pair<std::string, std::string>> EndsOf(const Range& at,
                                                          PlotAlong along) {
  if (!(at.high > at.low)) return std::nullopt;
  if (along == PlotAlong::kRuns) {
    return std::pair(absl::StrFormat("run %g", at.low),
                     absl::StrFormat("run %g", at.high));
  }
  std::string first = TimeText(static_cast<int64_t>(at.low));
  std::string last = TimeText(static_cast<int64_t>(at.high));
  if (first == last) return std::nullopt;
  const bool one_day = first.substr(0, 10) == last.substr(0, 10);
  return one_day ? std::pair(first.substr(0, 16), last.substr(11))
                 : std::pair(first.substr(0, 10), last.substr(0, 10));
}

// One line with its dots and their intervals.
std::string Drawn(const PlotLine& line, int number, PlotAlong along,
                  const Scale& x, const Scale& y) {
  std::string points, dots, intervals;
  double run = 0;
  for (const PlotLine::Step& s : line.steps) {
    const double px = x(
        along == PlotAlong::kRuns ? ++run : static_cast<double>(s.at_unix_ms));
    const double py = y(std::log(s.gain));
    absl::StrAppendFormat(&points, "%.1f,%.1f ", px, py);
    absl::StrAppendFormat(&dots,
                          "<circle class=\"c%d fill\" cx=\"%.1f\" "
                          "cy=\"%.1f\" r=\"3\"><title>%s: %.2f×, "
                          "%s</title></circle>\n",
                          number, px, py, EscapeHtml(line.name), s.gain,
                          TimeText(s.at_unix_ms));
    if (Usable(s.low) && Usable(s.high)) {
      absl::StrAppendFormat(
          &intervals,
          "<line class=\"c%d interval\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" "
          "y2=\"%.1f\"/>\n",
          number, px, y(std::log(s.low)), px, y(std::log(s.high)));
    }
  }
  return absl::StrFormat("%s<polyline class=\"c%d\" points=\"%s\"/>\n%s",
                         intervals, number, points, dots);
}

}  // namespace

std::string HistoryPlot(const std::string& title,
                        const std::vector<PlotLine>& all, PlotAlong along) {
  std::vector<PlotLine> lines = all;
  for (PlotLine& line : lines) {
    std::erase_if(line.steps,
                  [](const PlotLine::Step& s) { return !Usable(s.gain); });
  }
  std::erase_if(lines, [](const PlotLine& l) { return l.steps.empty(); });
  if (lines.size() > kLines) lines.resize(kLines);
  Range gain, at;
  gain.Hold(1);
  bool any = false;
  for (const PlotLine& line : lines) {
    any = any || line.steps.size() > 1;
    at.Hold(1);
    at.Hold(static_cast<double>(line.steps.size()));
    for (const PlotLine::Step& s : line.steps) {
      for (const double g : {s.gain, s.low, s.high}) {
        if (Usable(g)) gain.Hold(g);
      }
    }
  }
  if (along == PlotAlong::kTime) {
    at = Range();
    for (const PlotLine& line : lines) {
      for (const PlotLine::Step& s : line.steps) {
        at.Hold(static_cast<double>(s.at_unix_ms));
      }
    }
  }
  const auto ends = EndsOf(at, along);
  if (!any || !ends.has_value()) return "";
  const Scale y = GainScale(gain, kBottom - kInset, kTop + kInset);
  const Axis gains = GainAxis(y);
  const double left = gains.width + 8;
  const Scale x = {at.low, at.high, left + kInset, kWidth - kRight - kInset};
  const auto [legend, height] = Legend(lines);
  std::string svg = Open(title, height);
  svg += Drawn(gains, left, [&](double tick) { return y(std::log(tick)); });
  svg += Text(2, 16, Anchor::kStart, "gain over the baseline");
  svg += Text(left, kTicksAt, Anchor::kStart, ends->first);
  svg += Text(kWidth - 2, kTicksAt, Anchor::kEnd, ends->second);
  svg += Text(
      kWidth - 2, kCaptionAt, Anchor::kEnd,
      along == PlotAlong::kRuns ? "runs that passed, in their order" : "time");
  for (size_t i = 0; i < lines.size(); ++i) {
    svg += Drawn(lines[i], static_cast<int>(i), along, x, y);
  }
  return svg + legend + "</svg>\n";
}

std::string PlotStyle() {
  return R"(
.plots { display: grid; gap: 1rem 2.5rem; margin-top: 1rem;
  grid-template-columns: repeat(auto-fill, minmax(min(24rem, 100%), 27rem)); }
figure { margin: 0; }
figcaption { color: var(--soft); font-size: .9em; }
.plot { max-width: 27rem; }
.plot text { font-size: 14px; }
.plot .name { fill: var(--ink); paint-order: stroke; stroke: var(--paper);
  stroke-width: 3px; stroke-linejoin: round; }
.plot .grid { stroke: var(--line); stroke-width: 1; }
.plot .dot { fill: var(--soft); opacity: .55; }
.plot .best { fill: var(--accent); opacity: 1; }
.plot .frontier { fill: none; stroke: var(--accent); stroke-width: 1.5;
  stroke-dasharray: 5 4; }
.plot polyline { fill: none; stroke-width: 2; }
.plot .interval { stroke-width: 1.5; opacity: .5; }
.plot .c0 { stroke: #0969da; } .plot .c0.fill { fill: #0969da; }
.plot .c1 { stroke: #bf3989; } .plot .c1.fill { fill: #bf3989; }
.plot .c2 { stroke: #2da44e; } .plot .c2.fill { fill: #2da44e; }
.plot .c3 { stroke: #d4620a; } .plot .c3.fill { fill: #d4620a; }
.plot .c4 { stroke: #8250df; } .plot .c4.fill { fill: #8250df; }
.plot .c5 { stroke: #768390; } .plot .c5.fill { fill: #768390; }
)";
}

}  // namespace olympics
