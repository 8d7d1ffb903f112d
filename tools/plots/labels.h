// Where words go on a plot: pure geometry, in the plot's own units, y
// downwards.
#ifndef TOOLS_PLOTS_LABELS_H_
#define TOOLS_PLOTS_LABELS_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace olympics {

struct Box {
  double left = 0, top = 0, right = 0, bottom = 0;
};

struct Segment {
  double x1 = 0, y1 = 0, x2 = 0, y2 = 0;
};

// Boxes that only touch do not overlap.
bool Overlaps(const Box& a, const Box& b);
bool Crosses(const Segment& line, const Box& box);
bool Within(const Box& box, const Box& view);

// At least the width of a line of text in the sans-serif fonts that pages are
// shown in: DejaVu Sans, the widest of them, sets it.
double TextWidth(const std::string& text, double font_size);

// The box of such a line that begins at x on this baseline.
Box TextBox(double x, double baseline, const std::string& text,
            double font_size);

// Of a box that TextBox gave.
double BaselineOf(const Box& box, double font_size);

// Finds room for names beside their dots.
class Labels {
 public:
  explicit Labels(const Box& view) : view_(view) {}

  void Avoid(const Box& box) { boxes_.push_back(box); }
  void Avoid(const Segment& line) { lines_.push_back(line); }

  // Kept off where there is another place: what a text may lie on.
  void AvoidIfPossible(const Segment& line) { soft_.push_back(line); }

  // A place for the text beside a dot, within the view, on nothing that is to
  // be avoided and on no text placed before; from then on it is taken. None
  // where there is no such place nearby.
  std::optional<Box> Place(double x, double y, double radius,
                           const std::string& text, double font_size);

 private:
  bool Free(const Box& box) const;
  bool OnSoft(const Box& box) const;

  Box view_;
  std::vector<Box> boxes_;
  std::vector<Segment> lines_, soft_;
};

// The part of an axis that a tick's label takes.
struct Span {
  double from = 0, to = 0;
};

// Round figures between low and high (0 < low < high) for an axis, as many as
// have room: their labels, whose parts of the axis `span` gives, keep `gap`
// between them and lie within `view`. Two at least, wherever two have room.
std::vector<double> LinearTicks(double low, double high, const Span& view,
                                double gap,
                                const std::function<Span(double)>& span);

// The same for a logarithmic axis: 1, 2, 5, 10, ... where it is long enough.
std::vector<double> LogTicks(double low, double high, const Span& view,
                             double gap,
                             const std::function<Span(double)>& span);

}  // namespace olympics

#endif  // TOOLS_PLOTS_LABELS_H_
