// The questions of a run: samples of the test split, each changed a little, so
// that none comes twice; among them samples of the training split and strongly
// changed or fresh ones, so that nobody gains by knowing the test split.
#ifndef GRADER_REFEREE_SAMPLES_H_
#define GRADER_REFEREE_SAMPLES_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "categories/category.pb.h"
#include "grader/evidence/evidence.h"
#include "grader/random/secret.h"
#include "grader/referee/changes.h"
#include "tinytorch/tensor/tensor.h"

namespace olympics {

// The area under the ROC curve: the share of pairs of an anomaly (label 1) and
// a normal sample (0) in which the anomaly's score is the higher one, ties half
// (Mann-Whitney U). 0.5 where there are no such pairs, 0 where a score is no
// number.
double AreaUnderRoc(const std::vector<float>& scores,
                    const std::vector<int32_t>& labels);

// The test split of a task.
struct DataSet {
  TaskSpec task;
  tinytorch::Tensor samples;    // [n, 1, height, width], 0..1
  std::vector<int32_t> labels;  // n of 0..outputs-1; of AUC, 0 or 1

  int64_t size() const { return static_cast<int64_t>(labels.size()); }
  int sample_floats() const { return task.height() * task.width(); }
  const float* sample(int64_t i) const {
    return samples.data() + i * sample_floats();
  }
};

// From two IDX files, whose SHA-256 must be these ("": any). DataLoss: they are
// not; InvalidArgument: they are no such set.
absl::StatusOr<DataSet> OpenDataSet(const TaskSpec& task,
                                    const std::string& images,
                                    const std::string& labels,
                                    const std::string& images_sha256 = "",
                                    const std::string& labels_sha256 = "");

// How a sample is changed before it is asked (changes.h).
using SampleChange = void (*)(const TaskSpec& task, const float* sample,
                              SecretStream& random, float* out);

// What a task's questions are made of.
struct TaskData {
  DataSet test;                          // the test split
  DataSet training;                      // a part of the training split
  std::optional<DataSet> held_out = {};  // the course's own
  // What strong samples are made of, if not of the test split, and how they are
  // changed.
  std::optional<DataSet> fresh = {};
  SampleChange strong_change = Distort;

  // How many different samples of each kind there are to ask, of the test
  // split's first `test_images` where that is not 0; 0 of the strong ones where
  // they are changed test samples, each of which is another.
  std::array<int64_t, kSampleKinds> Different(int64_t test_images) const;
};

// An endless walk over a data set: every sample once, in an order drawn from
// the stream, then again in another order, each time changed anew. What it
// gives tells nothing of what it will give.
class SampleStream {
 public:
  using Change = SampleChange;

  // `data` must outlive it, and is not empty. Of its first `images` alone,
  // where that is not 0.
  SampleStream(const DataSet& data, SecretStream random, int64_t images = 0,
               Change change = Perturb);

  // Writes the next sample to `out`; returns its label.
  int32_t Next(float* out);

 private:
  const DataSet& data_;
  Change change_;
  SecretStream random_;
  std::vector<int32_t> order_;
  size_t at_;
};

// The questions of a timed run: samples of all kinds, in an order and in shares
// of chance that nobody foresees.
class MixedSamples {
 public:
  // `data` must outlive it. By the shares of `measuring`; what is not strongly
  // changed is changed by `change`.
  MixedSamples(const TaskData& data, const Measuring& measuring,
               const SecretSeed& seed, const std::string& purpose,
               SampleStream::Change change = Perturb);

  SampleKind NextKind();
  // Writes the next sample of that kind to `out`; returns its label.
  int32_t Next(SampleKind kind, float* out);

 private:
  std::vector<SampleStream> streams_;  // by kind
  SecretStream kinds_;
  double training_share_, strong_share_, held_out_share_;
};

}  // namespace olympics

#endif  // GRADER_REFEREE_SAMPLES_H_
