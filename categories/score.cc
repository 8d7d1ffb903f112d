#include "categories/score.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace olympics {

double Gain(double figure, double baseline, bool higher_is_better) {
  return higher_is_better ? figure / baseline : baseline / figure;
}

double Points(double gain, double target_gain) {
  return std::max(0.0, 100 * std::log(gain) / std::log(target_gain));
}

double RankingFigure(double gain, double reference_baseline,
                     bool higher_is_better) {
  return higher_is_better ? reference_baseline * gain
                          : reference_baseline / gain;
}

std::vector<Standing> Rank(std::vector<Standing> standings, double resolution,
                           bool higher_is_better) {
  const auto better = [&](const Standing& a, const Standing& b) {
    return higher_is_better ? a.figure > b.figure : a.figure < b.figure;
  };
  std::stable_sort(standings.begin(), standings.end(), better);
  for (size_t first = 0; first < standings.size();) {
    const double best = standings[first].figure;
    size_t last = first;
    while (last < standings.size() &&
           std::fabs(standings[last].figure - best) <=
               resolution * std::fabs(best)) {
      ++last;
    }
    const auto key = [](const Standing& s) {
      return std::tuple(-s.accuracy, s.submitted);
    };
    std::stable_sort(
        standings.begin() + static_cast<int64_t>(first),
        standings.begin() + static_cast<int64_t>(last),
        [&](const Standing& a, const Standing& b) { return key(a) < key(b); });
    for (size_t i = first; i < last; ++i) {
      const bool shared =
          i > first && key(standings[i]) == key(standings[i - 1]);
      standings[i].rank =
          shared ? standings[i - 1].rank : static_cast<int>(i) + 1;
    }
    first = last;
  }
  return standings;
}

}  // namespace olympics
