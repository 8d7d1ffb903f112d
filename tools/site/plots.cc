#include "tools/site/plots.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/portfolio/html.h"
#include "tools/text/text.h"

namespace olympics {
namespace {

constexpr double kWidth = 640, kHeight = 300, kLeft = 56, kRight = 16,
                 kTop = 14, kBottom = 44;

// A linear scale from [low, high] to pixels.
struct Scale {
  double low, high, from, to;
  double operator()(double value) const {
    return from + (to - from) * (value - low) / (high - low);
  }
};

std::string Open(const std::string& title, double height = kHeight) {
  return absl::StrFormat(
      "<svg class=\"plot\" viewBox=\"0 0 %g %g\" role=\"img\" "
      "aria-label=\"%s\">\n",
      kWidth, height, EscapeHtml(title));
}

std::string Text(double x, double y, const char* anchor,
                 const std::string& text) {
  return absl::StrFormat(
      "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", x, y,
      anchor, EscapeHtml(text));
}

std::string Rule(double x1, double y1, double x2, double y2) {
  return absl::StrFormat(
      "<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" "
      "y2=\"%.1f\"/>\n",
      x1, y1, x2, y2);
}

// Round figures between low and high, on a logarithmic scale.
std::vector<double> LogTicks(double low, double high) {
  std::vector<double> ticks;
  for (double decade = 1e-3; decade < 1e6; decade *= 10) {
    for (const double m : {1.0, 2.0, 5.0}) {
      const double tick = decade * m;
      if (tick >= low * 0.999 && tick <= high * 1.001) ticks.push_back(tick);
    }
  }
  return ticks;
}

bool Usable(double gain) { return std::isfinite(gain) && gain > 0; }

// Finite, and room around what is shown.
struct Range {
  double low = INFINITY, high = -INFINITY;
  void Hold(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
};

}  // namespace

std::vector<bool> OnFrontier(const std::vector<PlotPoint>& points) {
  std::vector<size_t> order(points.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
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
  const Scale x = {std::log(gain.low / 1.1), std::log(gain.high * 1.35), kLeft,
                   kWidth - kRight};
  const double room = std::max(0.5, 0.15 * (accuracy.high - accuracy.low));
  const Scale y = {accuracy.low - room, accuracy.high + room, kHeight - kBottom,
                   kTop};
  std::string svg = Open(title);
  const double step = y.high - y.low > 8 ? 5 : y.high - y.low > 3 ? 1 : 0.5;
  for (double tick = std::ceil(y.low / step) * step; tick <= y.high;
       tick += step) {
    svg += Rule(kLeft, y(tick), kWidth - kRight, y(tick));
    svg += Text(kLeft - 8, y(tick) + 4, "end", absl::StrFormat("%g %%", tick));
  }
  for (const double tick : LogTicks(std::exp(x.low), std::exp(x.high))) {
    svg += Rule(x(std::log(tick)), kTop, x(std::log(tick)), kHeight - kBottom);
    svg += Text(x(std::log(tick)), kHeight - kBottom + 18, "middle",
                absl::StrFormat("%g×", tick));
  }
  svg += Text(kWidth - kRight, kHeight - 6, "end", "gain over the baseline");
  svg += Text(4, kHeight - 6, "start", "accuracy ↑");
  const std::vector<bool> on = OnFrontier(points);
  std::vector<const PlotPoint*> frontier;
  for (size_t i = 0; i < points.size(); ++i) {
    if (on[i]) frontier.push_back(&points[i]);
  }
  std::sort(
      frontier.begin(), frontier.end(),
      [](const PlotPoint* a, const PlotPoint* b) { return a->gain < b->gain; });
  std::string line;
  for (const PlotPoint* p : frontier) {
    absl::StrAppendFormat(&line, "%.1f,%.1f ", x(std::log(p->gain)),
                          y(100 * p->accuracy));
  }
  absl::StrAppend(&svg, "<polyline class=\"frontier\" points=\"", line,
                  "\"/>\n");
  for (size_t i = 0; i < points.size(); ++i) {
    const PlotPoint& p = points[i];
    absl::StrAppendFormat(
        &svg,
        "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%g\"><title>%s: "
        "%.2f×, %.2f %%</title></circle>\n",
        on[i] ? "best" : "dot", x(std::log(p.gain)), y(100 * p.accuracy),
        on[i] ? 5.0 : 3.0, EscapeHtml(p.name), p.gain, 100 * p.accuracy);
  }
  // Names that would lie on each other are left to the dots' titles.
  std::vector<std::pair<double, double>> placed;
  for (auto it = frontier.rbegin(); it != frontier.rend(); ++it) {
    const PlotPoint& p = **it;
    const double px = x(std::log(p.gain)), py = y(100 * p.accuracy);
    const bool free =
        std::none_of(placed.begin(), placed.end(), [&](const auto& at) {
          return std::abs(at.second - py) < 14 && std::abs(at.first - px) < 120;
        });
    if (!free) continue;
    placed.emplace_back(px, py);
    const bool left = px > kWidth * 0.7;
    svg += Text(px + (left ? -9 : 9), py - 7, left ? "end" : "start", p.name);
  }
  return svg + "</svg>\n";
}

std::string HistoryPlot(const std::string& title,
                        const std::vector<PlotLine>& all) {
  std::vector<PlotLine> lines = all;
  if (lines.size() > 6) lines.resize(6);
  Range gain, time;
  bool any = false;
  for (PlotLine& line : lines) {
    std::erase_if(line.steps,
                  [](const PlotLine::Step& s) { return !Usable(s.gain); });
    any = any || line.steps.size() > 1;
    for (const PlotLine::Step& s : line.steps) {
      gain.Hold(s.gain);
      time.Hold(static_cast<double>(s.at_unix_ms));
    }
  }
  if (!any || !(time.high > time.low)) return "";
  gain.Hold(1);
  const double right = kWidth - 130;
  const Scale x = {time.low, time.high, kLeft, right};
  const Scale y = {std::log(gain.low / 1.1), std::log(gain.high * 1.1),
                   kHeight - kBottom, kTop};
  std::string svg = Open(title);
  for (const double tick : LogTicks(std::exp(y.low), std::exp(y.high))) {
    svg += Rule(kLeft, y(std::log(tick)), right, y(std::log(tick)));
    svg += Text(kLeft - 8, y(std::log(tick)) + 4, "end",
                absl::StrFormat("%g×", tick));
  }
  std::string first = TimeText(static_cast<int64_t>(time.low));
  std::string last = TimeText(static_cast<int64_t>(time.high));
  if (first.substr(0, 10) != last.substr(0, 10)) {
    first.resize(10);
    last.resize(10);
  }
  svg += Text(kLeft, kHeight - kBottom + 20, "start", first);
  svg += Text(right, kHeight - kBottom + 20, "end", last);
  svg += Text(right, kHeight - 6, "end", "gain over the baseline, by time");
  int number = 0;
  for (const PlotLine& line : lines) {
    if (line.steps.empty()) continue;
    std::string points, dots;
    for (const PlotLine::Step& s : line.steps) {
      const double px = x(static_cast<double>(s.at_unix_ms));
      const double py = y(std::log(s.gain));
      absl::StrAppendFormat(&points, "%.1f,%.1f ", px, py);
      absl::StrAppendFormat(&dots,
                            "<circle class=\"c%d fill\" cx=\"%.1f\" "
                            "cy=\"%.1f\" r=\"3\"><title>%s: %.2f×, "
                            "%s</title></circle>\n",
                            number, px, py, EscapeHtml(line.name), s.gain,
                            TimeText(s.at_unix_ms));
    }
    absl::StrAppendFormat(&svg, "<polyline class=\"c%d\" points=\"%s\"/>\n%s",
                          number, points, dots);
    const double at = kTop + 10 + 20.0 * number;
    absl::StrAppendFormat(
        &svg, "<circle class=\"c%d fill\" cx=\"%g\" cy=\"%g\" r=\"4\"/>\n",
        number, right + 14, at);
    svg +=
        Text(right + 24, at + 4, "start",
             line.name.size() > 16 ? line.name.substr(0, 15) + "…" : line.name);
    ++number;
  }
  return svg + "</svg>\n";
}

}  // namespace olympics
