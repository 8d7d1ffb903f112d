#include "tools/plots/labels.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace olympics {
namespace {

// Of the font's size: what reaches above and below the baseline.
constexpr double kAscent = 0.93, kDescent = 0.27;

double CharacterWidth(unsigned char c) {
  if (c >= 0x80) return 1.0;  // the first byte of any other character
  if (std::strchr("iljI.,:;'|! ", c) != nullptr) return 0.40;
  if (std::strchr("frt()[]-/\"`", c) != nullptr) return 0.46;
  if (std::strchr("mwMW@%", c) != nullptr) return 1.0;
  if ((c >= 'A' && c <= 'Z') || std::strchr("+=<>~#&^", c) != nullptr) {
    return 0.84;
  }
  return 0.66;
}

// Multiples of step within [low, high].
std::vector<double> Multiples(double low, double high, double step) {
  std::vector<double> ticks;
  const double first = std::ceil(low / step - 1e-9);
  const double last = std::floor(high / step + 1e-9);
  for (double k = first; k <= last; ++k) ticks.push_back(k * step);
  return ticks;
}

// 1, 2, 5 times each power of ten that is a multiple of `every`, or the powers
// alone.
std::vector<double> Decades(double low, double high, bool alone, int every) {
  std::vector<double> ticks;
  const int first = static_cast<int>(std::floor(std::log10(low)));
  const int last = static_cast<int>(std::ceil(std::log10(high)));
  for (int d = first; d <= last; ++d) {
    if (d % every != 0) continue;
    for (const double m : {1.0, 2.0, 5.0}) {
      const double tick = std::pow(10, d) * m;
      if (tick < low * (1 - 1e-9) || tick > high * (1 + 1e-9)) continue;
      if (m == 1 || !alone) ticks.push_back(tick);
    }
  }
  return ticks;
}

// Those that have room, from the first on.
std::vector<double> Thinned(const std::vector<double>& ticks, const Span& view,
                            double gap,
                            const std::function<Span(double)>& span) {
  std::vector<double> kept;
  std::vector<Span> taken;
  for (const double tick : ticks) {
    const Span s = span(tick);
    if (s.from < view.from || s.to > view.to) continue;
    const bool free =
        std::all_of(taken.begin(), taken.end(), [&](const Span& t) {
          return s.from >= t.to + gap || s.to <= t.from - gap;
        });
    if (!free) continue;
    kept.push_back(tick);
    taken.push_back(s);
  }
  return kept;
}

// The first of these sets, from fine to coarse, that has room as a whole; or
// else the most regular that leaves two.
std::vector<double> Choose(const std::vector<std::vector<double>>& sets,
                           const Span& view, double gap,
                           const std::function<Span(double)>& span) {
  std::vector<double> best;
  for (const std::vector<double>& set : sets) {
    std::vector<double> kept = Thinned(set, view, gap, span);
    if (kept.size() < 2) continue;
    // What only the ends of the axis cut off was not thinned.
    size_t inside = 0;
    for (const double tick : set) {
      const Span s = span(tick);
      if (s.from >= view.from && s.to <= view.to) ++inside;
    }
    if (kept.size() == inside) return kept;
    best = std::move(kept);
  }
  return best;
}

std::vector<std::vector<double>> LinearSets(double low, double high) {
  std::vector<std::vector<double>> sets;
  const double unit = std::pow(10, std::floor(std::log10(high - low)) - 2);
  for (const double decade : {1.0, 10.0, 100.0, 1000.0}) {
    for (const double m : {1.0, 2.0, 5.0}) {
      sets.push_back(Multiples(low, high, unit * decade * m));
    }
  }
  return sets;
}

}  // namespace

bool Overlaps(const Box& a, const Box& b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom &&
         b.top < a.bottom;
}

bool Crosses(const Segment& line, const Box& box) {
  // The part of the segment, 0 to 1, that lies within all four sides.
  double from = 0, to = 1;
  const auto clip = [&](double start, double change, double low, double high) {
    if (change == 0) {
      if (start <= low || start >= high) from = 2;
      return;
    }
    const double a = (low - start) / change, b = (high - start) / change;
    from = std::max(from, std::min(a, b));
    to = std::min(to, std::max(a, b));
  };
  clip(line.x1, line.x2 - line.x1, box.left, box.right);
  clip(line.y1, line.y2 - line.y1, box.top, box.bottom);
  return from < to;
}

bool Within(const Box& box, const Box& view) {
  return box.left >= view.left && box.right <= view.right &&
         box.top >= view.top && box.bottom <= view.bottom;
}

double TextWidth(const std::string& text, double font_size) {
  double width = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xc0) != 0x80) width += CharacterWidth(byte);
  }
  return width * font_size;
}

Box TextBox(double x, double baseline, const std::string& text,
            double font_size) {
  return {x, baseline - kAscent * font_size, x + TextWidth(text, font_size),
          baseline + kDescent * font_size};
}

double BaselineOf(const Box& box, double font_size) {
  return box.bottom - kDescent * font_size;
}

bool Labels::Free(const Box& box) const {
  return Within(box, view_) &&
         std::none_of(boxes_.begin(), boxes_.end(),
                      [&](const Box& b) { return Overlaps(b, box); }) &&
         std::none_of(lines_.begin(), lines_.end(),
                      [&](const Segment& s) { return Crosses(s, box); });
}

bool Labels::OnSoft(const Box& box) const {
  return std::any_of(soft_.begin(), soft_.end(),
                     [&](const Segment& s) { return Crosses(s, box); });
}

std::optional<Box> Labels::Place(double x, double y, double radius,
                                 const std::string& text, double font_size) {
  const double width = TextWidth(text, font_size);
  const double height = (kAscent + kDescent) * font_size;
  std::optional<Box> second;  // the first place that lies on something soft
  for (const double away : {3.0, 8.0, 14.0, 22.0}) {
    const double d = radius + away;
    // Right above is read best; then around the dot.
    const struct {
      double left, top;
    } kPlaces[] = {{x + d * 0.7, y - d * 0.7 - height},
                   {x + d, y - height / 2},
                   {x + d * 0.7, y + d * 0.7},
                   {x - width / 2, y - d - height},
                   {x - d * 0.7 - width, y - d * 0.7 - height},
                   {x - d - width, y - height / 2},
                   {x - width / 2, y + d},
                   {x - d * 0.7 - width, y + d * 0.7}};
    for (const auto& p : kPlaces) {
      const Box box = {p.left, p.top, p.left + width, p.top + height};
      if (!Free(box)) continue;
      if (OnSoft(box)) {
        if (!second.has_value()) second = box;
        continue;
      }
      boxes_.push_back(box);
      return box;
    }
  }
  if (second.has_value()) boxes_.push_back(*second);
  return second;
}

std::vector<double> LinearTicks(double low, double high, const Span& view,
                                double gap,
                                const std::function<Span(double)>& span) {
  return Choose(LinearSets(low, high), view, gap, span);
}

std::vector<double> LogTicks(double low, double high, const Span& view,
                             double gap,
                             const std::function<Span(double)>& span) {
  std::vector<std::vector<double>> sets;
  if (high / low < 5) {
    sets = LinearSets(low, high);
  } else {
    sets = {Decades(low, high, false, 1), Decades(low, high, true, 1),
            Decades(low, high, true, 2), Decades(low, high, true, 4),
            Decades(low, high, true, 8)};
  }
  return Choose(sets, view, gap, span);
}

}  // namespace olympics
