#include "grader/referee/suite.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/statistics.h"
#include "grader/loadgen/loadgen.h"
#include "grader/loadgen/logs.h"
#include "grader/loadgen/statistics.h"
#include "grader/referee/changes.h"
#include "grader/referee/closed.h"
#include "grader/referee/compliance_run.h"
#include "grader/referee/disagreement.h"
#include "grader/referee/honesty.h"
#include "grader/referee/load_blocks.h"
#include "grader/referee/match.h"
#include "grader/referee/other_weights.h"
#include "grader/referee/turns.h"

namespace olympics {
namespace {

// Of one turn: enough for one as long as it should be at a microsecond a query,
// and no more floats than this.
constexpr int64_t kMaxTurnQueries = 32'768, kMaxTurnFloats = 1 << 22;
constexpr int kAccuracyBatch = 16;
constexpr double kPauseSeconds = 0.1;
constexpr int64_t kPerturbedSamples = 2000;

std::vector<int64_t> Everything(const DataSet& data) {
  std::vector<int64_t> indices(data.size());
  for (int64_t i = 0; i < data.size(); ++i) indices[i] = i;
  return indices;
}

class TaskRun {
 public:
  TaskRun(const Entry& entry, const CategorySpec& spec, const TaskData& data,
          const Cores& cores, const SecretSeed& seed,
          const std::string& submission, TaskEvidence& evidence, Notes& notes,
          const Progress& progress)
      : entry_(entry),
        spec_(spec),
        suite_(spec.suite()),
        data_(data.test),
        cores_(cores),
        submission_(submission),
        samples_(data_, seed.For(data_.task.name() + "/samples")),
        mixed_(data, spec.measuring(), seed, data_.task.name() + "/mixed",
               Unchanged),
        random_(seed.For(data_.task.name() + "/asked again")),
        other_weights_(seed.For(data_.task.name() + "/other weights")),
        evidence_(evidence),
        notes_(notes),
        progress_(progress),
        max_queries_(static_cast<int>(
            std::min(kMaxTurnQueries, kMaxTurnFloats / data_.sample_floats()))),
        remembered_(data_, random_, spec.measuring().asked_again()) {
    evidence_.different = data.Different(spec.measuring().test_images());
    SecretStream drawn = seed.For(data_.task.name() + "/load generator");
    const uint32_t published[] = {suite_.qsl_rng_seed(),
                                  suite_.sample_index_rng_seed(),
                                  suite_.schedule_rng_seed()};
    for (size_t i = 0; i < seeds_.size(); ++i) {
      const auto one = static_cast<uint32_t>(drawn.next());
      seeds_[i] = published[i] != 0 ? published[i] : one;
    }
  }

  absl::Status Go() {
    absl::StatusOr<std::unique_ptr<Match>> started =
        Match::Start(entry_, spec_, data_.task, cores_);
    if (!started.ok()) return started.status();
    Match& match = **started;
    absl::Status status = Main(match);
    const std::string output = match.Finish(evidence_);
    if (!output.empty()) {
      absl::StrAppend(&notes_.worker_output, data_.task.name(), ": ", output);
    }
    if (!status.ok() || evidence_.ending.has_value()) return status;
    started->reset();
    status = AskWithOtherWeights(entry_, spec_.limits(), cores_, data_,
                                 other_weights_, evidence_);
    if (!status.ok()) return status;
    return RunCompliance({.entry = entry_,
                          .spec = spec_,
                          .data = data_,
                          .cores = cores_,
                          .settings = Settings(Scenario::kSingleStream),
                          .max_queries = max_queries_},
                         samples_, random_, evidence_);
  }

 private:
  TestSettings Settings(Scenario scenario) const {
    TestSettings s;
    s.scenario = scenario;
    s.min_query_count = suite_.min_query_count();
    s.min_duration_ms = suite_.min_milliseconds();
    s.offline_samples = suite_.offline_samples();
    s.performance_sample_count =
        std::min<int64_t>(suite_.performance_sample_count(), data_.size());
    s.qsl_rng_seed = seeds_[0];
    s.sample_index_rng_seed = seeds_[1];
    s.schedule_rng_seed = seeds_[2];
    return s;
  }

  absl::Status Main(Match& match) {
    if (match.candidate_ended()) return absl::OkStatus();
    absl::Status status = Accuracy(match);
    if (!status.ok() || match.candidate_ended()) return status;
    status = SingleStream(match);
    if (!status.ok() || match.candidate_ended()) return status;
    status = Offline(match);
    if (!status.ok() || match.candidate_ended()) return status;
    evidence_.strong_auc = our_strong_.auc();
    evidence_.baseline_strong_auc = their_strong_.auc();
    evidence_.strong_asked = static_cast<int64_t>(
        std::min(our_strong_.scores.size(), their_strong_.scores.size()));
    if (evidence_.closed) {
      status = AskBoth(match, data_, mixed_, random_, evidence_);
      if (!status.ok() || match.candidate_ended()) return status;
    }
    WorkerProcess& worker = match.candidate();
    AskAgain(worker, data_, remembered_, evidence_);
    AskPerturbed(worker);
    AskShuffled(worker, data_, random_, evidence_);
    LetItBe(worker, kPauseSeconds, evidence_);
    return absl::OkStatus();
  }

  // Every test sample once, in its order, in queries of `kAccuracyBatch`.
  absl::Status Accuracy(Match& match) {
    std::vector<int64_t> indices = Everything(data_);
    Questions questions(data_, kAccuracyBatch);
    // The last query is filled up.
    while (indices.size() % kAccuracyBatch != 0) indices.push_back(0);
    questions.Take(indices);
    if (!AskAll(match.baseline(), questions, reference_answers_)) {
      return BaselineFailed(match.baseline());
    }
    if (!AskAll(match.candidate(), questions, accuracy_answers_)) {
      return absl::OkStatus();
    }
    const size_t scores = data_.labels.size() * data_.task.outputs();
    reference_answers_.scores.resize(scores);
    accuracy_answers_.scores.resize(scores);
    evidence_.samples = data_.size();
    evidence_.not_finite =
        CountNotFinite(accuracy_answers_, data_.task.outputs());
    evidence_.quality = QualityOf(data_, data_.labels, accuracy_answers_);
    evidence_.baseline_quality =
        QualityOf(data_, data_.labels, reference_answers_);
    progress_(absl::StrFormat("%s: quality %.4f, the reference's %.4f",
                              data_.task.name(), evidence_.quality,
                              evidence_.baseline_quality));
    return absl::OkStatus();
  }

  // Compares a block of the performance run with the accuracy run.
  void CompareAnswers(const std::vector<int64_t>& indices,
                      const Answers& answers) {
    const int outputs = data_.task.outputs();
    const auto of_accuracy_run = [&](const Answers& all) {
      Answers some;
      for (const int64_t i : indices) {
        const float* scores = all.of(i, outputs);
        some.scores.insert(some.scores.end(), scores, scores + outputs);
      }
      return some;
    };
    evidence_.performance_answers += static_cast<int64_t>(indices.size());
    evidence_.performance_differ +=
        CountChanged(answers, of_accuracy_run(accuracy_answers_), outputs);
    // Of fewer samples how much scores vary is chance.
    constexpr size_t kEnough = 64;
    if (evidence_.closed && indices.size() >= kEnough) {
      evidence_.closed_difference = std::max(
          evidence_.closed_difference,
          Disagreement(answers, of_accuracy_run(reference_answers_), outputs));
    }
  }

  // Queries by whose times a turn's number is chosen: some samples are quicker
  // than others.
  Questions Some(int batch) {
    std::vector<int64_t> indices;
    FillUp(data_, size_t{32} * batch, random_, indices);
    return WithWaking(data_, indices, batch, random_);
  }

  // Keeps the scores of strong samples for an area under the ROC curve, which
  // only all of them have.
  struct Scored {
    std::vector<float> scores;
    std::vector<int32_t> labels;
    double auc() const { return AreaUnderRoc(scores, labels); }
  };
  void KeepStrong(const Questions& questions, const Answers& answers,
                  Scored& strong) const {
    if (data_.task.quality() != AUC) return;
    for (size_t i = 0; i < answers.scores.size(); ++i) {
      if (questions.kinds()[i] != kStrongSample) continue;
      strong.scores.push_back(answers.scores[i]);
      strong.labels.push_back(questions.labels()[i]);
    }
  }

  // One turn of each, where `pair` is of the scenario's own samples: those that
  // nobody asked before are in its tallies alone.
  absl::Status Turns(Match& match, MixedBlock& theirs, MixedBlock& ours,
                     size_t turn, TurnPair& pair) {
    Match::Sides sides;
    std::vector<double> their_times, our_times;
    absl::Status status = match.Turns(
        theirs.questions, theirs.queries, ours.questions, ours.queries,
        turn % 2 == 0, nullptr, sides, pair, &their_times, &our_times);
    if (!status.ok() || match.candidate_ended()) return status;
    const int outputs = data_.task.outputs();
    KeepStrong(theirs.questions, sides.baseline, their_strong_);
    KeepStrong(ours.questions, sides.candidate, our_strong_);
    evidence_.not_finite += CountNotFinite(sides.candidate, outputs);
    theirs.Divide(std::move(sides.baseline), their_times, outputs,
                  pair.baseline);
    ours.Divide(std::move(sides.candidate), our_times, outputs, pair.candidate);
    return absl::OkStatus();
  }

  absl::Status SingleStream(Match& match) {
    const TestSettings settings = Settings(Scenario::kSingleStream);
    LoadBlocks reference(settings, data_.size()),
        candidate(settings, data_.size());
    const double turn = 1e-3 * spec_.measuring().block_milliseconds();
    const Questions some = Some(1);
    const int reference_queries =
        QueriesThatTake(turn, match.baseline(), some, max_queries_);
    if (reference_queries == 0) return BaselineFailed(match.baseline());
    const int candidate_queries =
        QueriesThatTake(turn, match.candidate(), some, max_queries_);
    const Clock::time_point start = Clock::now();
    while (candidate_queries > 0) {
      std::vector<int64_t> ours = candidate.Next(candidate_queries);
      // On a machine that has become slower the load generator has enough
      // before there are enough turns: the rest is not its run's.
      if (ours.empty() && static_cast<int>(evidence_.single_stream.size()) <
                              spec_.measuring().min_pairs()) {
        FillUp(data_, candidate_queries, random_, ours);
      }
      std::vector<int64_t> theirs = reference.Next(reference_queries);
      // The reference may have had enough before the submission has; its turns
      // are the same all the same.
      FillUp(data_, reference_queries, random_, theirs);
      if (ours.empty() ||
          SecondsSince(start) > spec_.measuring().max_seconds()) {
        break;
      }
      TurnPair pair;
      MixedBlock our_block = Mix(data_, ours, 1, mixed_, random_);
      MixedBlock their_block = Mix(data_, theirs, 1, mixed_, random_);
      absl::Status status = Turns(match, their_block, our_block,
                                  evidence_.single_stream.size(), pair);
      if (!status.ok() || match.candidate_ended()) return status;
      candidate.Complete(our_block.own_seconds);
      reference.Complete(their_block.own_seconds);
      pair.candidate.latency_seconds =
          base::Quantile(our_block.own_seconds, 0.9);
      pair.baseline.latency_seconds =
          base::Quantile(their_block.own_seconds, 0.9);
      evidence_.single_stream.push_back(pair);
      CompareAnswers(ours, our_block.own_answers);
      remembered_.Offer(our_block.questions, our_block.answers);
    }
    const Summary summary = candidate.load().Summarize();
    if (!summary.latencies_ns.empty()) {
      evidence_.latency_ns = static_cast<double>(
          base::QuantileOfSorted(summary.latencies_ns, 0.5));
    }
    Log(summary, candidate.load().completed());
    return absl::OkStatus();
  }

  // One query of many samples, handed over in batches; the two take turns of
  // some batches each.
  absl::Status Offline(Match& match) {
    const TestSettings settings = Settings(Scenario::kOffline);
    LoadGenerator load(settings, data_.size());
    std::optional<Query> query = load.Next();
    const int batch = suite_.batch_size();
    const std::vector<int64_t>& all = query->samples;
    const double turn = 1e-3 * spec_.measuring().block_milliseconds();
    const Questions some = Some(batch);
    const int reference_batches =
        QueriesThatTake(turn, match.baseline(), some, max_queries_ / batch);
    if (reference_batches == 0) return BaselineFailed(match.baseline());
    const int candidate_batches =
        QueriesThatTake(turn, match.candidate(), some, max_queries_ / batch);
    if (candidate_batches == 0) return absl::OkStatus();
    const Clock::time_point start = Clock::now();
    size_t at = 0;
    double seconds = 0;
    Query asked = {query->id, {}, 0};
    const auto take = [&](int batches) {
      std::vector<int64_t> indices;
      for (int i = 0; i < batches * batch; ++i) {
        indices.push_back(all[(at + i) % all.size()]);
      }
      return indices;
    };
    while (SecondsSince(start) < spec_.measuring().max_seconds()) {
      const std::vector<int64_t> ours = take(candidate_batches);
      const std::vector<int64_t> theirs = take(reference_batches);
      at += ours.size();
      TurnPair pair;
      MixedBlock our_block = Mix(data_, ours, batch, mixed_, random_);
      MixedBlock their_block = Mix(data_, theirs, batch, mixed_, random_);
      absl::Status status =
          Turns(match, their_block, our_block, evidence_.offline.size(), pair);
      if (!status.ok() || match.candidate_ended()) return status;
      evidence_.offline.push_back(pair);
      CompareAnswers(ours, our_block.own_answers);
      asked.samples.insert(asked.samples.end(), ours.begin(), ours.end());
      seconds += pair.candidate.seconds;
      const bool enough =
          static_cast<int64_t>(asked.samples.size()) >=
              settings.offline_samples &&
          1e3 * seconds >= static_cast<double>(settings.min_duration_ms) &&
          static_cast<int>(evidence_.offline.size()) >=
              spec_.measuring().min_pairs();
      if (enough) break;
    }
    load.Complete(asked, 0, static_cast<int64_t>(1e9 * seconds));
    Log(load.Summarize(), load.completed());
    return absl::OkStatus();
  }

  void AskPerturbed(WorkerProcess& worker) {
    std::vector<int64_t> indices = Everything(data_);
    // In their own order: an order of ours would be one more difference.
    indices.resize(std::min(data_.size(), kPerturbedSamples));
    Questions questions(data_, 1);
    questions.Take(indices);
    questions.Perturb(random_);
    Answers answers;
    if (!AskAll(worker, questions, answers)) return;
    evidence_.perturbed_quality = QualityOf(data_, questions.labels(), answers);
  }

  void Log(const Summary& summary, const std::vector<Completed>& completed) {
    const char* scenario = ScenarioName(summary.settings.scenario);
    const int64_t now = std::chrono::duration_cast<std::chrono::milliseconds>(
                            std::chrono::system_clock::now().time_since_epoch())
                            .count();
    const std::string folder =
        absl::StrCat(data_.task.name(), "/", scenario, "/mlperf_log_");
    notes_.logs[folder + "summary.txt"] = SummaryLog(summary, submission_);
    notes_.logs[folder + "detail.txt"] =
        DetailLog(summary, completed, submission_, now);
    if (!summary.valid) evidence_.invalid_runs.push_back(scenario);
    progress_(absl::StrFormat("%s: %-12s %s", data_.task.name(), scenario,
                              summary.valid ? "VALID" : "INVALID"));
  }

  const Entry& entry_;
  const CategorySpec& spec_;
  const Suite& suite_;
  const DataSet& data_;
  const Cores cores_;
  const std::string submission_;
  SampleStream samples_;
  MixedSamples mixed_;
  SecretStream random_, other_weights_;
  TaskEvidence& evidence_;
  Notes& notes_;
  const Progress& progress_;
  const int max_queries_;  // of one sample, in one turn
  // The load generator's: for the performance set, its samples, the schedule.
  std::array<uint32_t, 3> seeds_;
  Remembered remembered_;
  Answers accuracy_answers_, reference_answers_;
  Scored our_strong_, their_strong_;
};

}  // namespace

absl::Status RunSuite(const Contest& contest, const CategorySpec& spec,
                      const std::vector<TaskData>& data, const Cores& cores,
                      const SecretSeed& seed, Evidence& evidence, Notes& notes,
                      const Progress& progress) {
  for (size_t i = 0; i < data.size(); ++i) {
    absl::Status status =
        TaskRun(contest.entries(static_cast<int>(i)), spec, data[i], cores,
                seed, contest.submission(), evidence.tasks[i], notes, progress)
            .Go();
    if (!status.ok()) return status;
    // One task that cannot pass decides.
    if (evidence.tasks[i].ending.has_value() ||
        evidence.tasks[i].not_finite > 0) {
      break;
    }
  }
  return absl::OkStatus();
}

}  // namespace olympics
