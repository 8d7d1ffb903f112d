// Weights that a submission did not train, for the question whether its answers
// follow the weights that it did.
#ifndef GRADER_REFEREE_OTHER_WEIGHTS_H_
#define GRADER_REFEREE_OTHER_WEIGHTS_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "categories/category.pb.h"
#include "grader/contest.pb.h"
#include "grader/evidence/evidence.h"
#include "grader/random/secret.h"
#include "grader/referee/samples.h"
#include "grader/referee/worker_process.h"

namespace olympics {

// The safetensors file `weights` with the values of each tensor in another
// order, but for those of fewer than 32 values (where there are larger ones):
// the same names, shapes and distributions, and nothing that was learnt. An
// error if it is no such file.
absl::StatusOr<std::string> ShuffledWeights(absl::Span<const char> weights,
                                            SecretStream& random);

// other_weights_quality and other_weights_ended: starts the submission's worker
// a few times, each time with its weights shuffled anew, and asks it samples of
// the test split, changed a little. Errors are the grader's own.
absl::Status AskWithOtherWeights(const Entry& entry, const WorkerLimits& limits,
                                 const Cores& cores, const DataSet& data,
                                 SecretStream random, TaskEvidence& evidence);

}  // namespace olympics

#endif  // GRADER_REFEREE_OTHER_WEIGHTS_H_
