#include "grader/referee/turns.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/statistics.h"

namespace olympics {

namespace {

// A question that took so many times as long as most of its turn was
// interrupted: by kinds of sample it counts for that much.
constexpr double kInterrupted = 3;

}  // namespace

double SecondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

void Questions::Draw(MixedSamples& samples, int queries) {
  const int64_t count = int64_t{queries} * batch_;
  samples_.resize(count * data_->sample_floats());
  labels_.resize(count);
  kinds_.resize(count);
  for (int64_t i = 0; i < count; ++i) {
    kinds_[i] = i % batch_ == 0 ? samples.NextKind() : kinds_[i - 1];
    labels_[i] =
        samples.Next(kinds_[i], samples_.data() + i * data_->sample_floats());
  }
}

void Questions::Draw(SampleStream& samples, int queries) {
  const int64_t count = int64_t{queries} * batch_;
  samples_.resize(count * data_->sample_floats());
  labels_.resize(count);
  kinds_.assign(count, kTestSample);
  for (int64_t i = 0; i < count; ++i) {
    labels_[i] = samples.Next(samples_.data() + i * data_->sample_floats());
  }
}

void Questions::Take(const std::vector<int64_t>& indices) {
  const int floats = data_->sample_floats();
  samples_.resize(indices.size() * floats);
  labels_.resize(indices.size());
  kinds_.assign(indices.size(), kTestSample);
  for (size_t i = 0; i < indices.size(); ++i) {
    std::copy_n(data_->sample(indices[i]), floats,
                samples_.data() + static_cast<int64_t>(i) * floats);
    labels_[i] = data_->labels[indices[i]];
  }
}

void Questions::Append(const float* sample, int32_t label, SampleKind kind) {
  samples_.insert(samples_.end(), sample, sample + data_->sample_floats());
  labels_.push_back(label);
  kinds_.push_back(kind);
}

void Questions::Rearrange(const std::vector<int32_t>& places) {
  std::vector<float> plain(places.size());
  for (size_t at = 0; at < samples_.size(); at += places.size()) {
    std::copy_n(samples_.data() + at, places.size(), plain.data());
    for (size_t i = 0; i < places.size(); ++i) {
      samples_[at + i] = plain[places[i]];
    }
  }
}

void Questions::Repeat(int64_t i) {
  const int floats = data_->sample_floats();
  const std::vector<float> one(sample(i), sample(i) + floats);
  for (size_t at = 0; at < samples_.size(); at += floats) {
    std::copy(one.begin(), one.end(), samples_.begin() + at);
  }
  labels_.assign(labels_.size(), labels_[i]);
}

void Questions::Perturb(SecretStream& random) {
  const int floats = data_->sample_floats();
  std::vector<float> plain(floats);
  for (size_t at = 0; at < samples_.size(); at += floats) {
    std::copy_n(samples_.data() + at, floats, plain.data());
    olympics::Perturb(data_->task, plain.data(), random, samples_.data() + at);
  }
}

int ArgMax(const float* scores, int outputs) {
  return static_cast<int>(std::max_element(scores, scores + outputs) - scores);
}

int64_t CountWrong(const std::vector<int32_t>& labels, const Answers& answers,
                   int outputs) {
  int64_t wrong = 0;
  const auto count = static_cast<int64_t>(answers.scores.size()) / outputs;
  for (int64_t i = 0; i < count; ++i) {
    wrong += ArgMax(answers.of(i, outputs), outputs) != labels[i];
  }
  return wrong;
}

Tally TallyOf(SampleKind kind, const Questions& questions,
              const Answers& answers, int outputs) {
  Tally tally;
  const auto count = static_cast<int64_t>(answers.scores.size()) / outputs;
  for (int64_t i = 0; i < count; ++i) {
    if (questions.kinds()[i] != kind) continue;
    ++tally.samples;
    tally.wrong += outputs > 1 && ArgMax(answers.of(i, outputs), outputs) !=
                                      questions.labels()[i];
  }
  return tally;
}

double QualityOf(const DataSet& data, const std::vector<int32_t>& labels,
                 const Answers& answers) {
  const int outputs = data.task.outputs();
  const size_t count = answers.scores.size() / outputs;
  if (count == 0) return 0;
  if (data.task.quality() == AUC) {
    return AreaUnderRoc(answers.scores,
                        {labels.begin(), labels.begin() + count});
  }
  const auto right =
      static_cast<int64_t>(count) - CountWrong(labels, answers, outputs);
  return static_cast<double>(right) / static_cast<double>(count);
}

int64_t CountNotFinite(const Answers& answers, int outputs) {
  int64_t count = 0;
  const auto samples = static_cast<int64_t>(answers.scores.size()) / outputs;
  for (int64_t i = 0; i < samples; ++i) {
    const float* scores = answers.of(i, outputs);
    count += !std::all_of(scores, scores + outputs,
                          [](float s) { return std::isfinite(s); });
  }
  return count;
}

int64_t CountChanged(const Answers& a, const Answers& b, int outputs) {
  int64_t changed = 0;
  const auto samples = static_cast<int64_t>(a.scores.size()) / outputs;
  for (int64_t i = 0; i < samples; ++i) {
    const float* x = a.of(i, outputs);
    const float* y = b.of(i, outputs);
    if (outputs > 1) {
      changed += ArgMax(x, outputs) != ArgMax(y, outputs);
    } else {
      changed += !(std::fabs(*x - *y) <=
                   1e-3f * std::max(std::fabs(*x), std::fabs(*y)));
    }
  }
  return changed;
}

bool AskAll(WorkerProcess& worker, const Questions& questions,
            Answers& answers) {
  const int64_t out = int64_t{questions.batch()} * worker.shape().outputs;
  answers.scores.resize(questions.queries() * out);
  for (int q = 0; q < questions.queries(); ++q) {
    if (worker.Ask(questions.query(q), questions.batch(),
                   answers.scores.data() + q * out) < 0) {
      return false;
    }
  }
  return true;
}

absl::Status RunTurn(WorkerProcess& worker, const Questions& questions,
                     int queries, AboveIdle* meter, Answers& answers,
                     Turn& turn, std::vector<double>* latencies) {
  const int batch = questions.batch(), outputs = worker.shape().outputs;
  const int64_t out = int64_t{batch} * outputs;
  answers.scores.resize(queries * out);
  const double cpu = worker.CpuSeconds();
  // Others than those that are timed: these could be remembered.
  const int waking = WakingQueries(batch);
  const int first = questions.queries() - waking;
  for (int i = 0; i < waking; ++i) {
    if (worker.Ask(questions.query(first + i), batch, answers.scores.data()) <
        0) {
      return absl::OkStatus();
    }
  }
  std::vector<double> seconds(queries);
  if (meter != nullptr) {
    if (absl::Status s = meter->Start(); !s.ok()) return s;
  }
  for (int q = 0; q < queries; ++q) {
    seconds[q] =
        worker.Ask(questions.query(q), batch, answers.scores.data() + q * out);
    if (seconds[q] < 0) return absl::OkStatus();
  }
  worker.LetSleep();
  // Until it is asked again: the other's turn is the other's alone, and what it
  // used is known to the end, whatever it still does.
  worker.Pause();
  const absl::StatusOr<sandbox::Jail::Usage> usage = worker.ReadUsage();
  // Less the share of the queries that waked it.
  const double timed = static_cast<double>(queries) / (queries + waking);
  turn.cpu_seconds = usage.ok() ? timed * (usage->cpu_seconds - cpu) : 0;
  for (const double s : seconds) turn.seconds += s;
  if (meter != nullptr) {
    // To a model no question costs less than the time that it took, of which
    // the hand-off is not its.
    const double busy =
        OwnSeconds(turn, std::max(turn.cpu_seconds, turn.seconds), queries);
    const absl::StatusOr<double> joules = meter->Stop(
        {busy, usage.ok() ? usage->resident_bytes : 0, worker.core()});
    if (!joules.ok()) return joules.status();
    turn.joules = *joules;
  }
  turn.samples = int64_t{queries} * batch;
  turn.questions = queries;
  for (int kind = 0; kind < kSampleKinds; ++kind) {
    turn.of[kind] =
        TallyOf(static_cast<SampleKind>(kind), questions, answers, outputs);
  }
  const double most = kInterrupted * base::Quantile(seconds, 0.9);
  for (int q = 0; q < queries; ++q) {
    turn.of[questions.kinds()[int64_t{q} * batch]].seconds +=
        std::min(seconds[q], most);
  }
  if (latencies != nullptr) {
    latencies->insert(latencies->end(), seconds.begin(), seconds.end());
  }
  return absl::OkStatus();
}

int QueriesThatTake(double seconds, WorkerProcess& worker,
                    const Questions& questions, int most) {
  std::vector<float> scores(int64_t{questions.batch()} *
                            worker.shape().outputs);
  std::vector<double> times;
  const Clock::time_point start = Clock::now();
  while (times.size() < 32 ||
         (SecondsSince(start) < 0.1 && times.size() < 10'000)) {
    const auto q = static_cast<int>(times.size()) % questions.queries();
    const double s =
        worker.Ask(questions.query(q), questions.batch(), scores.data());
    if (s < 0) return 0;
    times.push_back(s);
    if (SecondsSince(start) > 2 && times.size() >= 3) break;
  }
  worker.LetSleep();
  return static_cast<int>(std::clamp(seconds / base::Median(std::move(times)),
                                     1.0, static_cast<double>(most)));
}

}  // namespace olympics
