#include "grader/referee/comparison.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "grader/evidence/evidence.h"
#include "grader/judge/performance.h"
#include "grader/random/secret.h"
#include "grader/referee/match.h"
#include "grader/referee/turns.h"
#include "grader/report/figures.h"

namespace olympics {
namespace {

constexpr int kMaxQueriesPerTurn = 8000;
constexpr int kMemoryQueries = 1000;
constexpr size_t kOutputShown = 1000;

// Why the submission could not go on, and the last that it printed.
absl::Status Ended(const Ending& ending, const std::string& output) {
  std::string text =
      absl::StrCat("your model ", ending.when, ": ", ending.message);
  if (!output.empty()) {
    absl::StrAppend(
        &text, "; it printed:\n",
        output.substr(output.size() - std::min(output.size(), kOutputShown)));
  }
  return absl::FailedPreconditionError(text);
}

// What `evidence` says of one measure.
Comparison::Row RowOf(Measure measure, int batch, TaskEvidence evidence) {
  CategorySpec spec;
  Term* term = spec.add_terms();
  term->set_measure(measure);
  term->set_weight(1);
  term->set_target_gain(2);  // points are not asked for
  spec.set_reference_baseline(1);
  Evidence all;
  all.tasks.push_back(std::move(evidence));
  const Performance performance = PerformanceOf(spec, all);
  const TermResult& r = performance.terms.front();
  return {batch, r.candidate, r.baseline, r.gain};
}

class Comparer {
 public:
  Comparer(const Entry& entry, const WorkerLimits& limits, const DataSet& data,
           const ComparisonOptions& options)
      : entry_(entry),
        data_(data),
        options_(options),
        cores_(ChooseCores()),
        samples_(data, SecretSeed::Fresh().For("samples")),
        of_batch_(options.batches.size()) {
    *spec_.mutable_limits() = limits;
    for (TaskEvidence& t : of_batch_) t.task = data.task;
    memory_.task = data.task;
  }

  absl::StatusOr<Comparison> Go() {
    if (!PinThread(cores_.referee)) {
      return absl::InternalError("this program cannot be pinned to a core");
    }
    for (; start_ < options_.starts; ++start_) {
      if (start_ > 0 && SecondsSince(began_) > options_.max_seconds) break;
      if (absl::Status s = OneStart(); !s.ok()) return s;
    }
    if (absl::Status s = Memory(); !s.ok()) return s;
    Comparison result;
    result.task = data_.task.name();
    for (size_t i = 0; i < of_batch_.size(); ++i) {
      result.rows.push_back(RowOf(INFERENCES_PER_SECOND, options_.batches[i],
                                  std::move(of_batch_[i])));
    }
    if (!memory_.memory.empty()) {
      result.rows.push_back(RowOf(PEAK_MEMORY, 0, std::move(memory_)));
    }
    if (data_.task.quality() == TOP1 && asked_[0] > 0 && asked_[1] > 0) {
      result.candidate_right = 1 - wrong_[0] / asked_[0];
      result.baseline_right = 1 - wrong_[1] / asked_[1];
    }
    result.pairs = pairs_;
    result.core = cores_.worker;
    result.seconds = SecondsSince(began_);
    return result;
  }

 private:
  absl::Status OneStart() {
    absl::StatusOr<std::unique_ptr<Match>> match =
        Match::Start(entry_, spec_, data_.task, cores_);
    if (!match.ok()) return match.status();
    for (size_t i = 0; i < of_batch_.size(); ++i) {
      absl::Status status;
      if (!(*match)->candidate_ended()) {
        status = Pairs(**match, options_.batches[i], of_batch_[i]);
      }
      if (!status.ok()) return status;
      if ((*match)->candidate_ended()) {
        const Ending ending = *(*match)->candidate().ending();
        return Ended(ending, (*match)->Finish(of_batch_[i]));
      }
    }
    return absl::OkStatus();
  }

  absl::Status Pairs(Match& match, int batch, TaskEvidence& evidence) {
    Questions questions(data_, batch);
    questions.Draw(samples_, 32);
    const double turn = options_.turn_seconds;
    const int most = std::max(1, kMaxQueriesPerTurn / batch);
    const int baseline =
        QueriesThatTake(turn, match.baseline(), questions, most);
    if (baseline == 0) return BaselineFailed(match.baseline());
    const int candidate =
        QueriesThatTake(turn, match.candidate(), questions, most);
    if (candidate == 0) return absl::OkStatus();
    for (int i = 0; i < options_.pairs_per_start; ++i) {
      questions.Draw(samples_,
                     WakingQueries(batch) + std::max(baseline, candidate));
      TurnPair pair;
      pair.start = start_;
      Match::Sides sides;
      // Each first in turn, so that a drift of the machine favours neither.
      const absl::Status status =
          match.Turns(questions, baseline, questions, candidate, i % 2 == 0,
                      nullptr, sides, pair, nullptr, nullptr);
      if (!status.ok() || match.candidate_ended()) return status;
      evidence.pairs.push_back(pair);
      const Turn* turns[2] = {&pair.candidate, &pair.baseline};
      for (int who = 0; who < 2; ++who) {
        asked_[who] += static_cast<double>(turns[who]->of[kTestSample].samples);
        wrong_[who] += static_cast<double>(turns[who]->of[kTestSample].wrong);
      }
      pairs_ += batch == options_.batches.front();
    }
    return absl::OkStatus();
  }

  absl::Status Memory() {
    Questions questions(data_, 1);
    Answers answers;
    for (int i = 0; i < options_.memory_starts; ++i) {
      questions.Draw(samples_, kMemoryQueries);
      std::optional<Ending> ending;
      const absl::StatusOr<MemoryPair> pair =
          MeasurePeaks(entry_, spec_.limits(), data_.task, cores_, questions,
                       i % 2 == 0, answers, ending);
      if (!pair.ok()) return pair.status();
      if (ending.has_value()) return Ended(*ending, "");
      memory_.memory.push_back(*pair);
    }
    return absl::OkStatus();
  }

  const Entry& entry_;
  const DataSet& data_;
  const ComparisonOptions& options_;
  CategorySpec spec_;  // its limits
  const Cores cores_;
  SampleStream samples_;
  std::vector<TaskEvidence> of_batch_;
  TaskEvidence memory_;
  double asked_[2] = {}, wrong_[2] = {};  // the submission, the baseline
  int start_ = 0, pairs_ = 0;
  const Clock::time_point began_ = Clock::now();
};

}  // namespace

absl::StatusOr<Comparison> Compare(const Entry& entry,
                                   const WorkerLimits& limits,
                                   const DataSet& data,
                                   const ComparisonOptions& options) {
  return Comparer(entry, limits, data, options).Go();
}

std::string ToTable(const Comparison& comparison) {
  std::string text = absl::StrFormat("%-26s%10s%10s   %s\n", "", "yours",
                                     "baseline", "gain [95 %]");
  for (const Comparison::Row& r : comparison.rows) {
    const bool memory = r.batch == 0;
    const std::string what =
        memory ? "peak memory, MB"
               : absl::StrCat("inferences/s, batch ", r.batch);
    const double scale = memory ? 1e-6 : 1;
    absl::StrAppendFormat(&text, "%-26s%10s%10s   %.2f [%.2f, %.2f]\n", what,
                          FigureText(scale * r.candidate.value),
                          FigureText(scale * r.baseline.value), r.gain.value,
                          r.gain.low, r.gain.high);
  }
  if (comparison.candidate_right >= 0) {
    absl::StrAppendFormat(&text, "%-26s%8.1f %%%8.1f %%\n", "right answers",
                          100 * comparison.candidate_right,
                          100 * comparison.baseline_right);
  }
  absl::StrAppendFormat(
      &text, "%d pairs of turns in each batch, on core %d, in %.0f s.\n",
      comparison.pairs, comparison.core, comparison.seconds);
  return text;
}

}  // namespace olympics
