// From figures to gains, points and ranks: pure functions. The formulas are
// those of docs/architecture.md, "Scores".
#ifndef CATEGORIES_SCORE_H_
#define CATEGORIES_SCORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "categories/category.pb.h"

namespace olympics {

// How a figure is named and shown. Measures are taken in seconds, joules, bytes
// and shares; people see them divided by `scale`, in `unit`.
struct Metric {
  const char* name;
  const char* unit;
  double scale;
  bool higher_is_better;
};
Metric MetricOf(Measure measure);
// The figure that a category ranks: its only term's, or its composite's.
Metric MetricOf(const CategorySpec& spec);

// How many times better `figure` is than `baseline`; both above 0.
double Gain(double figure, double baseline, bool higher_is_better);

// The gain of accuracy: wrong answers of the baseline over those of the
// submission, both counted with half an answer more, so that a run without any
// has a gain too (Haldane's correction). `samples` of each are above 0.
double AccuracyGain(int64_t baseline_wrong, int64_t baseline_samples,
                    int64_t wrong, int64_t samples);

// 100 · ln(gain) / ln(target_gain), never below 0; target_gain above 1.
double Points(double gain, double target_gain);

struct Score {
  double gain = 1;    // of a composite: the weighted geometric mean
  double points = 0;  // without bonus
};

// `gains` are above 0, one for each of the spec's terms. One term:
// Points(gain, target). WEIGHTED_POINTS: the sum of weight · points, each kept
// within 0..100. GEOMETRIC_MEAN: the weighted sum of 100 · ln(gain) /
// ln(target), not below 0 as a whole.
Score ScoreOf(const CategorySpec& spec, const std::vector<double>& gains);

// What is ranked, as people see it: the gain scaled by the baseline's figure on
// the reference machine, so that results from two machines compare; of
// composites, points or gain.
double RankingFigure(const CategorySpec& spec, const Score& score);

struct Standing {
  std::string name;
  double figure = 0;
  double accuracy = 0;
  int64_t submitted = 0;  // any clock, for order alone
  int rank = 0;           // 1 is best; set by Rank
};

// Best first. Figures within `resolution` (a share) of the best of their group
// are tied; among them higher accuracy comes first, then the earlier
// submission. Equal in all three share a rank. Figures that are infinite or NaN
// come last, tied among themselves; so does a NaN as accuracy in its group.
std::vector<Standing> Rank(std::vector<Standing> standings, double resolution,
                           bool higher_is_better);

}  // namespace olympics

#endif  // CATEGORIES_SCORE_H_
