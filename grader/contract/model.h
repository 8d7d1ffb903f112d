// What a submission's model.cc provides: the whole contract between a
// submission and the grader at inference.
//
//   class MyModel : public olympics::Model {
//     absl::Status Load(const tinytorch::StateDict& weights) override {
//       return net_.load_state_dict(weights);
//     }
//     tinytorch::Tensor Predict(const tinytorch::Tensor& images) override {
//       return net_.forward(images);
//     }
//     ...
//   };
//   std::unique_ptr<olympics::Model> olympics::CreateModel() {
//     return std::make_unique<MyModel>();
//   }
//
// It runs in a sandbox without files, network or other processes, within 512
// MiB of memory (Edge Expert: 128), 4 threads on one core, 20 s for Load, 2000
// ms for an answer and 240 s in all; it may print 1 MiB. A model that goes
// beyond is ended. What it prints is kept for the student to read, and means
// nothing to the grade.
//
// Weights come from training alone. What the objects of model and training hold
// together is measured after compression, and may be 6,144 bytes of constants,
// 8,192 of numbers in instructions and 98,304 of code; what is more is refused
// before anything is trained, in a sentence that says where it is.
#ifndef GRADER_CONTRACT_MODEL_H_
#define GRADER_CONTRACT_MODEL_H_

#include <memory>

#include "absl/status/status.h"
#include "tinytorch/layers/module.h"
#include "tinytorch/tensor/tensor.h"

namespace olympics {

class Model {
 public:
  virtual ~Model() = default;

  // Called once, before any question, with what this submission's training
  // wrote. Packing, quantizing, pruning and warming up belong here: no clock
  // runs, and what this freed has gone back to the system (as by tinytorch's
  // empty_cache(), tensor/memory.h) before memory is measured. What lives on is
  // counted: a plain net that a packed one replaces is best a local variable.
  // An error ends the grading with its message. Any finite values of the names
  // and shapes that training wrote must be taken: the referee tries others, to
  // see that answers follow them.
  virtual absl::Status Load(const tinytorch::StateDict& weights) = 0;

  // images: [batch, 1, 28, 28], grey levels 0..1, contiguous, valid until this
  // returns. Returns one score for each class, [batch, 10], finite; the largest
  // is the answer. The same image always gets the same answer, whatever was
  // asked before or with it.
  //
  // TinyMLPerf's other tasks have other shapes (categories/tasks): digits
  // [batch, 1, 8, 8] to [batch, 10]; keyword_spotting [batch, 1, 49, 10] to
  // [batch, 12]; anomaly_detection [batch, 1, 28, 28] to [batch, 1], larger
  // where the sample is less normal.
  virtual tinytorch::Tensor Predict(const tinytorch::Tensor& images) = 0;
};

// Defined by the submission.
std::unique_ptr<Model> CreateModel();

// The task that this program is for: "image_classification" in all categories
// but TinyMLPerf, whose tasks share a submission's sources.
const char* TaskName();

}  // namespace olympics

#endif  // GRADER_CONTRACT_MODEL_H_
