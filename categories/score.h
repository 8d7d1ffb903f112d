// From figures to gains, points and ranks: pure functions. The formulas are
// those of docs/architecture.md, "Scores".
#ifndef CATEGORIES_SCORE_H_
#define CATEGORIES_SCORE_H_

#include <cstdint>
#include <string>
#include <vector>

namespace olympics {

// How many times better `figure` is than `baseline`; both above 0.
double Gain(double figure, double baseline, bool higher_is_better);

// 100 · ln(gain) / ln(target_gain), never below 0; target_gain above 1.
double Points(double gain, double target_gain);

// What is ranked: the gain scaled by the baseline's figure on the reference
// machine, so that results from two machines compare.
double RankingFigure(double gain, double reference_baseline,
                     bool higher_is_better);

struct Standing {
  std::string name;
  double figure = 0;
  double accuracy = 0;
  int64_t submitted = 0;  // any clock, for order alone
  int rank = 0;           // 1 is best; set by Rank
};

// Best first. Figures within `resolution` (a share) of the best of their group
// are tied; among them higher accuracy comes first, then the earlier
// submission. Equal in all three share a rank.
std::vector<Standing> Rank(std::vector<Standing> standings, double resolution,
                           bool higher_is_better);

}  // namespace olympics

#endif  // CATEGORIES_SCORE_H_
