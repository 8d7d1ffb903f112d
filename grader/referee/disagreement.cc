#include "grader/referee/disagreement.h"

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace olympics {
namespace {

// The scores less their mean, of each sample, or of all where there is one.
std::vector<double> Centred(const Answers& answers, int outputs) {
  std::vector<double> centred(answers.scores.begin(), answers.scores.end());
  const size_t together =
      outputs > 1 ? static_cast<size_t>(outputs) : centred.size();
  for (size_t at = 0; at + together <= centred.size(); at += together) {
    double mean = 0;
    for (size_t i = at; i < at + together; ++i) mean += centred[i];
    mean /= static_cast<double>(together);
    for (size_t i = at; i < at + together; ++i) centred[i] -= mean;
    if (together == centred.size()) break;
  }
  return centred;
}

}  // namespace

double Disagreement(const Answers& a, const Answers& b, int outputs) {
  const std::vector<double> reference = Centred(b, outputs);
  std::vector<double> scores(a.scores.begin(), a.scores.end());
  std::vector<double> wanted(b.scores.begin(), b.scores.end());
  // One score is a figure of its own: an offset is a difference.
  if (outputs > 1) {
    scores = Centred(a, outputs);
    wanted = reference;
  }
  if (scores.size() != wanted.size() || wanted.empty()) {
    return std::numeric_limits<double>::infinity();
  }
  double apart = 0, varies = 0;
  for (size_t i = 0; i < wanted.size(); ++i) {
    apart += (scores[i] - wanted[i]) * (scores[i] - wanted[i]);
    varies += reference[i] * reference[i];
  }
  if (apart == 0) return 0;
  const double share = std::sqrt(apart / varies);
  return std::isnan(share) ? std::numeric_limits<double>::infinity() : share;
}

}  // namespace olympics
