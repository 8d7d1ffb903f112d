// Plots as SVG for our pages' style sheet (PlotStyle). They are drawn for the
// width that they are shown in, on a phone as on a desktop, so that their text
// has the size of the page's. No label lies on another, on a line or on a dot,
// or leaves the picture; each axis has two ticks at least.
#ifndef TOOLS_PLOTS_PLOTS_H_
#define TOOLS_PLOTS_PLOTS_H_

#include <cstdint>
#include <string>
#include <vector>

namespace olympics {

// The size, in the pictures' own units, of all text in them.
inline constexpr double kPlotFont = 14;

struct PlotPoint {
  std::string name;
  double gain = 1;      // over the baseline
  double accuracy = 0;  // 0 to 1
};

// Which are on the Pareto frontier: no other has both more gain and more
// accuracy (or as much of one and more of the other). A point with a NaN is
// not.
std::vector<bool> OnFrontier(const std::vector<PlotPoint>& points);

// Accuracy over gain (logarithmic), a dot each, those on the frontier joined.
// All are named where there is room, those on the frontier and then the first
// ones before others; every dot tells its name and figures when pointed at. ""
// for no points.
std::string ParetoPlot(const std::string& title,
                       const std::vector<PlotPoint>& points);

struct PlotLine {
  std::string name;
  struct Step {
    int64_t at_unix_ms = 0;
    double gain = 1;
    double low = 0, high = 0;  // its interval; none where both are 0
  };
  std::vector<Step> steps;
};

enum class PlotAlong { kTime, kRuns };

// Gain (logarithmic) over time or run by run, a line each, at most six, which
// are named below. "" where no line has two steps, or all are of one minute of
// time.
std::string HistoryPlot(const std::string& title,
                        const std::vector<PlotLine>& lines,
                        PlotAlong along = PlotAlong::kTime);

// What plots need of a page's style sheet.
std::string PlotStyle();

}  // namespace olympics

#endif  // TOOLS_PLOTS_PLOTS_H_
