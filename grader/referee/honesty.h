// What is asked after a timed run, to see whether its answers came from its
// questions. What is found goes into the evidence; a worker that ends says so
// itself.
#ifndef GRADER_REFEREE_HONESTY_H_
#define GRADER_REFEREE_HONESTY_H_

#include <cstdint>
#include <vector>

#include "grader/evidence/evidence.h"
#include "grader/referee/samples.h"
#include "grader/referee/turns.h"
#include "grader/referee/worker_process.h"

namespace olympics {

// Samples that were answered, each as likely to be kept as any other
// (reservoir sampling).
class Remembered {
 public:
  // At most so many.
  Remembered(const DataSet& data, SecretStream& random, int64_t most)
      : outputs_(data.task.outputs()),
        random_(random),
        most_(most),
        samples_(data, 1) {}

  // The questions that were answered: as many of the first as there are
  // answers.
  void Offer(const Questions& questions, const Answers& answers);

  int64_t size() const { return static_cast<int64_t>(places_.size()); }
  // The same in a random order, in queries of `batch`.
  void Shuffled(int batch, Questions& questions, Answers& answers);

 private:
  int outputs_;
  SecretStream& random_;
  int64_t most_;
  int64_t offered_ = 0;
  // Indices into samples_: those that were pushed out stay there, unused.
  std::vector<int64_t> places_;
  Questions samples_;
  Answers answers_;
};

// asked_again, changed, batched, batch_changed.
void AskAgain(WorkerProcess& worker, const DataSet& data,
              Remembered& remembered, TaskEvidence& evidence);

// shuffled_quality: of samples whose pixels all changed places in the same way.
void AskShuffled(WorkerProcess& worker, const DataSet& data,
                 SecretStream& random, TaskEvidence& evidence);

// Adds to pause_seconds and pause_cpu_seconds: lets it be for a while.
void LetItBe(WorkerProcess& worker, double seconds, TaskEvidence& evidence);

}  // namespace olympics

#endif  // GRADER_REFEREE_HONESTY_H_
