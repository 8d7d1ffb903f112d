// Questions, and turns of asking them: the part of a run in which the clock and
// the meter are read.
#ifndef GRADER_REFEREE_TURNS_H_
#define GRADER_REFEREE_TURNS_H_

#include <chrono>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "grader/energy/idle.h"
#include "grader/evidence/evidence.h"
#include "grader/referee/samples.h"
#include "grader/referee/worker_process.h"

namespace olympics {

// Samples to be asked in queries of `batch`, made before the clock starts.
class Questions {
 public:
  // `data` must outlive it.
  Questions(const DataSet& data, int batch) : data_(&data), batch_(batch) {}

  // Replaces what is there: the next ones, where each query holds samples of
  // one kind; the stream's next; or these test samples as they are.
  void Draw(MixedSamples& samples, int queries);
  void Draw(SampleStream& samples, int queries);
  void Take(const std::vector<int64_t>& indices);
  void Clear() {
    samples_.clear();
    labels_.clear();
    kinds_.clear();
  }
  void Append(const float* sample, int32_t label,
              SampleKind kind = kTestSample);
  // Puts the values of each sample into the order `places`.
  void Rearrange(const std::vector<int32_t>& places);
  // Makes every sample and label that of sample `i`.
  void Repeat(int64_t i);
  // Changes each sample as a SampleStream does.
  void Perturb(SecretStream& random);

  int batch() const { return batch_; }
  int queries() const { return static_cast<int>(labels_.size()) / batch_; }
  const float* query(int q) const { return sample(int64_t{q} * batch_); }
  const float* sample(int64_t i) const {
    return samples_.data() + i * data_->sample_floats();
  }
  const std::vector<int32_t>& labels() const { return labels_; }
  const std::vector<SampleKind>& kinds() const { return kinds_; }
  const DataSet& data() const { return *data_; }

 private:
  const DataSet* data_;
  int batch_;
  std::vector<float> samples_;
  std::vector<int32_t> labels_;
  std::vector<SampleKind> kinds_;  // of each sample
};

using Clock = std::chrono::steady_clock;
double SecondsSince(Clock::time_point start);

// The largest score's index.
int ArgMax(const float* scores, int outputs);

// What a worker said to the samples of a Questions, in their order.
struct Answers {
  std::vector<float> scores;  // outputs each

  const float* of(int64_t i, int outputs) const {
    return scores.data() + i * outputs;
  }
};

// How many of the first answers, as many as there are, are not the label's.
int64_t CountWrong(const std::vector<int32_t>& labels, const Answers& answers,
                   int outputs);
// The first answers, as many as there are, to samples of that kind; without
// times. Nothing is wrong of a task without classes.
Tally TallyOf(SampleKind kind, const Questions& questions,
              const Answers& answers, int outputs);
// Right answers as a share, or the AUC, of the same.
double QualityOf(const DataSet& data, const std::vector<int32_t>& labels,
                 const Answers& answers);
// How many of the scores are NaN or infinite.
int64_t CountNotFinite(const Answers& answers, int outputs);
// How many answers differ: another largest score, or, where there is one score
// only, one that is not within a thousandth.
int64_t CountChanged(const Answers& a, const Answers& b, int outputs);

// Asks all queries, outside of any clock; false when the worker ended.
bool AskAll(WorkerProcess& worker, const Questions& questions,
            Answers& answers);

// Questions that are asked before a turn and do not count: a worker that slept
// is awake then, and its caches are warm.
constexpr int WakingQueries(int batch) { return batch < 16 ? 3 : 1; }

// One turn: the first `queries` of `questions`, then `turn` says what it took.
// Its handoff_seconds are the caller's to set; a modelled energy is without
// them, as the time that counts is.
// The last WakingQueries of them are asked before. `meter` may be null. The
// worker sleeps before and afterwards. Latencies of single questions, in
// seconds, are added to `latencies` unless it is null. Unavailable: the meter
// failed. What the worker did is in its ending().
absl::Status RunTurn(WorkerProcess& worker, const Questions& questions,
                     int queries, AboveIdle* meter, Answers& answers,
                     Turn& turn, std::vector<double>* latencies);

// Queries that take about `seconds`, at most `most`; 0 when the worker ended.
int QueriesThatTake(double seconds, WorkerProcess& worker,
                    const Questions& questions, int most);

}  // namespace olympics

#endif  // GRADER_REFEREE_TURNS_H_
