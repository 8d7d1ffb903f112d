// A benchmark suite's run: MLPerf's scenarios and compliance tests, task by
// task.
//
// Each task: the accuracy run (every test sample once), then SingleStream and
// Offline, in which the submission and the reference take turns and each has a
// load generator of its own with the same seeds, the spec's or drawn; only the
// time in which a worker is asked counts as its run's. Then perturbed and
// shuffled samples, and the compliance tests, each with two fresh workers of
// the submission that take turns, in several rounds: one as in the performance
// run, one as the test says.
#ifndef GRADER_REFEREE_SUITE_H_
#define GRADER_REFEREE_SUITE_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "categories/category.pb.h"
#include "grader/contest.pb.h"
#include "grader/evidence/evidence.h"
#include "grader/referee/referee.h"
#include "grader/referee/samples.h"
#include "grader/referee/worker_process.h"

namespace olympics {

// As Referee; logs are named <task>/<scenario>/mlperf_log_summary.txt.
absl::Status RunSuite(const Contest& contest, const CategorySpec& spec,
                      const std::vector<TaskData>& data, const Cores& cores,
                      const SecretSeed& seed, Evidence& evidence, Notes& notes,
                      const Progress& progress);

}  // namespace olympics

#endif  // GRADER_REFEREE_SUITE_H_
