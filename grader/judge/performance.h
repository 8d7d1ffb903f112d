// From turns to gains: what a category's terms come to, with intervals.
#ifndef GRADER_JUDGE_PERFORMANCE_H_
#define GRADER_JUDGE_PERFORMANCE_H_

#include <string>
#include <vector>

#include "base/statistics.h"
#include "categories/category.pb.h"
#include "categories/score.h"
#include "grader/evidence/evidence.h"

namespace olympics {

// One term of one task, in the measure's own unit (seconds, joules, bytes).
struct TermResult {
  Measure measure = MEASURE_UNSPECIFIED;
  std::string task;
  base::Estimate baseline, candidate;
  base::Estimate gain;
};

struct Performance {
  std::vector<TermResult> terms;
  // Of the category: the terms' weighted geometric mean, over all of a suite's
  // tasks. A task that was not entered has a gain of 1.
  base::Estimate gain;
  base::Estimate points;
  // What is ranked, in the unit that people see.
  base::Estimate figure;
};

// Whether every term has something to be computed from.
bool HasPerformance(const CategorySpec& spec, const Evidence& evidence);

// Medians over pairs of turns (of wrong answers: the ratio of sums), with a
// percentile bootstrap 95 % interval that draws pairs, all terms of a task
// together. Only where HasPerformance.
Performance PerformanceOf(const CategorySpec& spec, const Evidence& evidence,
                          int resamples = 1000);

// The lesser number of pairs that any term rests on.
int PairsOf(const CategorySpec& spec, const Evidence& evidence);

// What a question cost that was handed to nobody, in seconds: the median over
// the turns in which samples of all kinds were mixed. 0 where it was not
// measured.
double HandoffSeconds(const CategorySpec& spec, const Evidence& evidence);

}  // namespace olympics

#endif  // GRADER_JUDGE_PERFORMANCE_H_
