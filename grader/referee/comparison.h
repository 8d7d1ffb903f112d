// A submission beside the baseline in some ten seconds, for its author's eyes:
// turn by turn as the referee asks, but without its checks, and no grade.
#ifndef GRADER_REFEREE_COMPARISON_H_
#define GRADER_REFEREE_COMPARISON_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/statistics.h"
#include "categories/category.pb.h"
#include "grader/contest.pb.h"
#include "grader/referee/samples.h"

namespace olympics {

struct ComparisonOptions {
  std::vector<int> batches = {1, 64};
  // Both workers are started anew as often: where a program's memory lies makes
  // a difference.
  int starts = 5;
  int pairs_per_start = 6;      // of turns, for each batch
  double turn_seconds = 0.025;  // of one of them
  int memory_starts = 3;
  double max_seconds = 9;  // then no further start
};

struct Comparison {
  struct Row {
    int batch = 0;  // 0: of peak memory
    // Inferences a second, or bytes.
    base::Estimate candidate, baseline;
    base::Estimate gain;  // above 1 where the submission is better
  };
  std::string task;
  std::vector<Row> rows;
  // Right answers, as a share; -1 for a task whose answers are not classes.
  double candidate_right = -1, baseline_right = -1;
  int pairs = 0;  // of turns, at batch 1
  int core = -1;  // that both ran on
  double seconds = 0;
};

// Of `entry` only the workers and weights count. `data` are the samples that
// are asked, each changed a little, and only their labels say what is right;
// the training split, say. FailedPrecondition: the submission could not go on;
// the message says when and why, and what it printed last. Internal: the
// baseline, or the machine, could not.
absl::StatusOr<Comparison> Compare(const Entry& entry,
                                   const WorkerLimits& limits,
                                   const DataSet& data,
                                   const ComparisonOptions& options = {});

// The table that a person reads:
//
//                            yours  baseline   gain [95 %]
//   inferences/s, batch 1    61,204    18,011   3.40 [3.31, 3.48]
//   peak memory, MB           3.40      3.56   1.05 [1.04, 1.05]
std::string ToTable(const Comparison& comparison);

}  // namespace olympics

#endif  // GRADER_REFEREE_COMPARISON_H_
