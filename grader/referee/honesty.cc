#include "grader/referee/honesty.h"

#include <unistd.h>

#include <algorithm>
#include <numeric>
#include <utility>

namespace olympics {
namespace {

constexpr int kBatch = 16;
constexpr int kShuffledSamples = 512;

}  // namespace

void Remembered::Offer(const Questions& questions, const Answers& answers) {
  const auto count = static_cast<int64_t>(answers.scores.size()) / outputs_;
  for (int64_t i = 0; i < count; ++i) {
    ++offered_;
    const bool room = size() < most_;
    const int64_t slot = random_.below(offered_);
    if (!room && slot >= most_) continue;
    const auto place = static_cast<int64_t>(samples_.labels().size());
    samples_.Append(questions.sample(i), questions.labels()[i]);
    const float* scores = answers.of(i, outputs_);
    answers_.scores.insert(answers_.scores.end(), scores, scores + outputs_);
    if (room) {
      places_.push_back(place);
    } else {
      places_[slot] = place;
    }
  }
}

void Remembered::Shuffled(int batch, Questions& questions, Answers& answers) {
  std::vector<int64_t> order = places_;
  Shuffle(order, random_);
  order.resize(order.size() / batch * batch);
  questions.Clear();
  answers.scores.clear();
  for (const int64_t i : order) {
    questions.Append(samples_.sample(i), samples_.labels()[i]);
    const float* scores = answers_.of(i, outputs_);
    answers.scores.insert(answers.scores.end(), scores, scores + outputs_);
  }
}

void AskAgain(WorkerProcess& worker, const DataSet& data,
              Remembered& remembered, TaskEvidence& evidence) {
  const int outputs = data.task.outputs();
  Answers before, now;
  Questions one_by_one(data, 1);
  remembered.Shuffled(1, one_by_one, before);
  if (!AskAll(worker, one_by_one, now)) return;
  evidence.asked_again = one_by_one.queries();
  evidence.changed = CountChanged(before, now, outputs);
  Questions batches(data, kBatch);
  remembered.Shuffled(kBatch, batches, before);
  if (!AskAll(worker, batches, now)) return;
  evidence.batched = int64_t{batches.queries()} * kBatch;
  evidence.batch_changed = CountChanged(before, now, outputs);
}

void AskShuffled(WorkerProcess& worker, const DataSet& data,
                 SecretStream& random, TaskEvidence& evidence) {
  std::vector<int32_t> places(data.sample_floats());
  std::iota(places.begin(), places.end(), 0);
  Shuffle(places, random);
  std::vector<int64_t> indices(kShuffledSamples);
  for (int64_t& i : indices) i = random.below(data.size());
  Questions questions(data, 1);
  questions.Take(indices);
  questions.Perturb(random);
  questions.Rearrange(places);
  Answers answers;
  if (!AskAll(worker, questions, answers)) return;
  evidence.shuffled_quality = QualityOf(data, questions.labels(), answers);
}

void LetItBe(WorkerProcess& worker, double seconds, TaskEvidence& evidence) {
  worker.Resume();
  worker.LetSleep();
  const double cpu = worker.CpuSeconds();
  const Clock::time_point start = Clock::now();
  usleep(static_cast<useconds_t>(1e6 * seconds));
  evidence.pause_seconds += SecondsSince(start);
  worker.Pause();
  evidence.pause_cpu_seconds += worker.CpuSeconds() - cpu;
}

}  // namespace olympics
