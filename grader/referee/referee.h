// Runs a submission against the baseline and writes down what it saw.
#ifndef GRADER_REFEREE_REFEREE_H_
#define GRADER_REFEREE_REFEREE_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "categories/category.pb.h"
#include "grader/judge/evidence.h"
#include "grader/referee/samples.h"

namespace olympics {

struct Contest {
  std::string worker, weights;                    // the submission's
  std::string baseline_worker, baseline_weights;  // the instructor's
  std::string echo_worker;                        // answers without looking
};

// The timed run, in `evidence`. The two workers take turns (A B, B A, A B, ...)
// on one core with the same samples; a turn's clock runs from before a sample
// is handed over until its answer is there, sample by sample. Afterwards some
// samples are asked again. `progress` is told what goes on, for people.
//
// Errors are the grader's own, the baseline's failure among them.
absl::Status Referee(const Contest& contest, const CategorySpec& spec,
                     SampleStream& samples, uint64_t seed, Evidence& evidence,
                     std::string& worker_output,
                     const std::function<void(const std::string&)>& progress);

}  // namespace olympics

#endif  // GRADER_REFEREE_REFEREE_H_
