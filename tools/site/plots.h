// Plots as SVG, for the site's style sheet.
#ifndef TOOLS_SITE_PLOTS_H_
#define TOOLS_SITE_PLOTS_H_

#include <cstdint>
#include <string>
#include <vector>

namespace olympics {

struct PlotPoint {
  std::string name;
  double gain = 1;      // over the baseline
  double accuracy = 0;  // 0 to 1
};

// Which are on the Pareto frontier: no other has both more gain and more
// accuracy (or as much of one and more of the other).
std::vector<bool> OnFrontier(const std::vector<PlotPoint>& points);

// Accuracy over gain (logarithmic), a dot each, those on the frontier joined
// and named. "" for no points.
std::string ParetoPlot(const std::string& title,
                       const std::vector<PlotPoint>& points);

struct PlotLine {
  std::string name;
  struct Step {
    int64_t at_unix_ms = 0;
    double gain = 1;
  };
  std::vector<Step> steps;
};

// Gain (logarithmic) over time, a line each, at most six. "" where no line has
// two steps.
std::string HistoryPlot(const std::string& title,
                        const std::vector<PlotLine>& lines);

}  // namespace olympics

#endif  // TOOLS_SITE_PLOTS_H_
