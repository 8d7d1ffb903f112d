// What a submission's train.cc provides: from the training split to weights.
//
// Training runs once, in a sandbox of its own; what this returns is the only
// way for weights to reach the model. It may use 900 s of CPU time over all its
// threads, 3660 s in all, 2048 MiB of memory and 8 threads; it may print 1 MiB,
// and its weights may take 256 MiB. A training that goes beyond is ended, and
// gives no weights: print the epochs, to see how far it came.
//
// It starts from nothing: what its objects and the model's hold together may
// be, after compression, 6,144 bytes of constants, 8,192 of numbers in
// instructions and 98,304 of code, as model.h says.
#ifndef GRADER_CONTRACT_TRAIN_H_
#define GRADER_CONTRACT_TRAIN_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "tinytorch/layers/module.h"
#include "tinytorch/tensor/tensor.h"

namespace olympics {

struct TrainingSet {
  tinytorch::Tensor images;     // [60000, 1, 28, 28], grey levels 0..1
  std::vector<int32_t> labels;  // 0..9
};
// Of TinyMLPerf's tasks, as many and of the shapes that they have; in
// anomaly_detection all are normal, and every label is 0.

// Defined by the submission. Any names and shapes that its model understands.
absl::StatusOr<tinytorch::StateDict> Train(const TrainingSet& data);

// The task that is trained for; see model.h.
const char* TaskName();

}  // namespace olympics

#endif  // GRADER_CONTRACT_TRAIN_H_
