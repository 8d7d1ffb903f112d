#include "categories/score.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace olympics {

Metric MetricOf(Measure measure) {
  switch (measure) {
    case INFERENCES_PER_SECOND:
      return {"inferences_per_second", "inf/s", 1, true};
    case PEAK_MEMORY:
      return {"peak_memory", "MB", 1e6, false};
    case JOULES_PER_INFERENCE:
      return {"energy_per_inference", "µJ", 1e-6, false};
    case WRONG_ANSWERS:
      return {"wrong_answers", "%", 0.01, false};
    case WEIGHTS_SIZE:
      return {"weights_size", "kB", 1e3, false};
    case SINGLE_STREAM_LATENCY:
      return {"single_stream_latency", "µs", 1e-6, false};
    case OFFLINE_THROUGHPUT:
      return {"offline_throughput", "samples/s", 1, true};
    default:
      return {"nothing", "", 1, true};
  }
}

Metric MetricOf(const CategorySpec& spec) {
  switch (spec.composite()) {
    case WEIGHTED_POINTS:
      return {"composite_score", "points", 1, true};
    case GEOMETRIC_MEAN:
      return {"geometric_mean_gain", "x", 1, true};
    default:
      return MetricOf(spec.terms_size() == 1 ? spec.terms(0).measure()
                                             : MEASURE_UNSPECIFIED);
  }
}

double Gain(double figure, double baseline, bool higher_is_better) {
  return higher_is_better ? figure / baseline : baseline / figure;
}

double AccuracyGain(int64_t baseline_wrong, int64_t baseline_samples,
                    int64_t wrong, int64_t samples) {
  return (static_cast<double>(baseline_wrong) + 0.5) /
         static_cast<double>(baseline_samples) /
         ((static_cast<double>(wrong) + 0.5) / static_cast<double>(samples));
}

double Points(double gain, double target_gain) {
  return std::max(0.0, 100 * std::log(gain) / std::log(target_gain));
}

Score ScoreOf(const CategorySpec& spec, const std::vector<double>& gains) {
  double log_gain = 0, bounded = 0, plain = 0;
  for (int t = 0; t < spec.terms_size(); ++t) {
    const Term& term = spec.terms(t);
    const double weight = spec.terms_size() == 1 ? 1 : term.weight();
    log_gain += weight * std::log(gains[t]);
    bounded += weight * std::min(100.0, Points(gains[t], term.target_gain()));
    plain += weight * 100 * std::log(gains[t]) / std::log(term.target_gain());
  }
  return {std::exp(log_gain),
          spec.composite() == WEIGHTED_POINTS ? bounded : std::max(0.0, plain)};
}

double RankingFigure(const CategorySpec& spec, const Score& score) {
  switch (spec.composite()) {
    case WEIGHTED_POINTS:
      return score.points;
    case GEOMETRIC_MEAN:
      return score.gain;
    default:
      return MetricOf(spec).higher_is_better
                 ? spec.reference_baseline() * score.gain
                 : spec.reference_baseline() / score.gain;
  }
}

std::vector<Standing> Rank(std::vector<Standing> standings, double resolution,
                           bool higher_is_better) {
  // What is no finite number is no measurement: worse than each that is.
  const auto better = [&](const Standing& a, const Standing& b) {
    if (!std::isfinite(a.figure) || !std::isfinite(b.figure)) {
      return std::isfinite(a.figure) && !std::isfinite(b.figure);
    }
    return higher_is_better ? a.figure > b.figure : a.figure < b.figure;
  };
  std::stable_sort(standings.begin(), standings.end(), better);
  for (size_t first = 0; first < standings.size();) {
    const double best = standings[first].figure;
    // Infinity would be tied with everything, and NaN with nothing.
    size_t last = first + 1;
    while (last < standings.size() &&
           (std::isfinite(standings[last].figure)
                ? std::fabs(standings[last].figure - best) <=
                      resolution * std::fabs(best)
                : !std::isfinite(best))) {
      ++last;
    }
    const auto key = [](const Standing& s) {
      return std::tuple(std::isnan(s.accuracy) ? 1 : -s.accuracy, s.submitted);
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
