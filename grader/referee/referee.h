// Runs a submission against the baseline and writes down what it saw.
#ifndef GRADER_REFEREE_REFEREE_H_
#define GRADER_REFEREE_REFEREE_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "categories/category.pb.h"
#include "grader/contest.pb.h"
#include "grader/evidence/evidence.h"
#include "grader/referee/match.h"
#include "grader/referee/samples.h"

namespace olympics {

struct Notes {
  std::string worker_output;  // never believed
  // Files for the test's outputs, by name.
  std::map<std::string, std::string> logs;
};

// The timed run, in `evidence`, whose tasks are there already, one for each of
// the contest's entries, and their data sets.
//
// The two workers take turns (A B, B A, A B, ...) on one core with the same
// samples; a question's clock runs from before its samples are handed over
// until the answer is there. Afterwards samples are asked again, in other
// orders, batches and arrangements. A benchmark suite: see suite.h. `progress`
// is told what goes on, for people.
//
// Everything that a worker sees of chance comes from `seed`.
//
// Errors are the grader's own, the baseline's failure among them. A meter that
// is lost is in the evidence.
absl::Status Referee(const Contest& contest, const CategorySpec& spec,
                     const std::vector<TaskData>& data, const SecretSeed& seed,
                     Evidence& evidence, Notes& notes,
                     const Progress& progress);

}  // namespace olympics

#endif  // GRADER_REFEREE_REFEREE_H_
