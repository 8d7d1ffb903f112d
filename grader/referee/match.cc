#include "grader/referee/match.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "categories/spec.h"

namespace olympics {

// Every task that a spec may describe fits into the channel.
static_assert(kMaxTaskFloats <= kMaxSampleFloats);
static_assert(kMaxTaskOutputs <= kMaxOutputs);

Shape ShapeOf(const TaskSpec& task) {
  return {task.height(), task.width(), task.outputs()};
}

absl::Status BaselineFailed(const WorkerProcess& baseline) {
  return absl::InternalError(absl::StrCat("the baseline failed ",
                                          baseline.ending()->when, ": ",
                                          baseline.ending()->message));
}

absl::StatusOr<std::unique_ptr<Match>> Match::Start(const Entry& entry,
                                                    const CategorySpec& spec,
                                                    const TaskSpec& task,
                                                    const Cores& cores) {
  auto match = std::make_unique<Match>();
  absl::StatusOr<std::unique_ptr<WorkerProcess>> candidate =
      WorkerProcess::Start(entry.worker(), entry.weights(), spec.limits(),
                           cores, ShapeOf(task));
  if (!candidate.ok()) return candidate.status();
  match->candidate_ = *std::move(candidate);
  absl::StatusOr<std::unique_ptr<WorkerProcess>> baseline =
      WorkerProcess::Start(entry.baseline_worker(), entry.baseline_weights(),
                           spec.limits(), cores, ShapeOf(task));
  if (!baseline.ok()) return baseline.status();
  match->baseline_ = *std::move(baseline);
  if (match->baseline_->ending().has_value()) {
    return BaselineFailed(*match->baseline_);
  }
  match->handoff_ = std::make_unique<Handoff>(cores, ShapeOf(task));
  return match;
}

double Match::CpuSeconds() {
  return baseline_->CpuSeconds() + candidate_->CpuSeconds() +
         handoff_->CpuSeconds();
}

absl::Status Match::BaselineTurn(const Questions& questions, int queries,
                                 AboveIdle* meter, Answers& answers, Turn& turn,
                                 std::vector<double>* latencies) {
  candidate_->Pause();
  absl::Status status =
      RunTurn(*baseline_, questions, queries, meter, answers, turn, latencies);
  if (!status.ok()) return status;
  if (baseline_->ending().has_value()) return BaselineFailed(*baseline_);
  return absl::OkStatus();
}

absl::Status Match::Turns(const Questions& baseline_questions,
                          int baseline_queries,
                          const Questions& candidate_questions,
                          int candidate_queries, bool baseline_first,
                          AboveIdle* meter, Sides& sides, TurnPair& pair,
                          std::vector<double>* baseline_latencies,
                          std::vector<double>* candidate_latencies) {
  baseline_->Pause();
  candidate_->Pause();
  pair.baseline.handoff_seconds = pair.candidate.handoff_seconds =
      handoff_->Seconds(candidate_questions);
  const auto baseline = [&] {
    return BaselineTurn(baseline_questions, baseline_queries, meter,
                        sides.baseline, pair.baseline, baseline_latencies);
  };
  if (baseline_first) {
    if (absl::Status s = baseline(); !s.ok()) return s;
  }
  absl::Status status =
      RunTurn(*candidate_, candidate_questions, candidate_queries, meter,
              sides.candidate, pair.candidate, candidate_latencies);
  if (!status.ok() || candidate_ended()) return status;
  return baseline_first ? absl::OkStatus() : baseline();
}

std::string Match::Finish(TaskEvidence& evidence) {
  evidence.ending = candidate_->ending();
  const sandbox::Outcome& outcome = candidate_->Finish();
  evidence.peak_memory_bytes =
      std::max(evidence.peak_memory_bytes, outcome.peak_memory_bytes);
  evidence.peak_memory_method =
      absl::StrCat(outcome.peak_memory_method, ", of its whole life");
  evidence.missing_layers = outcome.missing;
  return outcome.output;
}

// Peak memory of a worker that has loaded its weights, while it answers
// `questions`: the larger of the process's and the cgroup's. Nullopt if it
// ended.
std::optional<int64_t> PeakWhileAsked(WorkerProcess& worker,
                                      const Questions& questions,
                                      Answers& answers) {
  if (worker.ending().has_value()) return std::nullopt;
  // Where it cannot be reset the peak of loading counts as well.
  worker.ResetPeak().IgnoreError();
  if (!AskAll(worker, questions, answers)) return std::nullopt;
  const absl::StatusOr<sandbox::Jail::Usage> usage = worker.ReadUsage();
  if (!usage.ok()) return std::nullopt;
  return std::max(usage->peak_resident_bytes, usage->peak_cgroup_bytes);
}

absl::StatusOr<MemoryPair> MeasurePeaks(
    const Entry& entry, const WorkerLimits& limits, const TaskSpec& task,
    const Cores& cores, const Questions& questions, bool baseline_first,
    Answers& answers, std::optional<Ending>& ending) {
  MemoryPair pair;
  Answers baseline_answers;
  for (const bool is_baseline : {baseline_first, !baseline_first}) {
    absl::StatusOr<std::unique_ptr<WorkerProcess>> worker =
        WorkerProcess::Start(
            is_baseline ? entry.baseline_worker() : entry.worker(),
            is_baseline ? entry.baseline_weights() : entry.weights(), limits,
            cores, ShapeOf(task));
    if (!worker.ok()) return worker.status();
    const std::optional<int64_t> peak = PeakWhileAsked(
        **worker, questions, is_baseline ? baseline_answers : answers);
    if (peak.has_value()) {
      (is_baseline ? pair.baseline_bytes : pair.candidate_bytes) = *peak;
    } else if (!(*worker)->ending().has_value()) {
      return absl::InternalError("a worker's memory cannot be read");
    } else if (is_baseline) {
      return BaselineFailed(**worker);
    } else {
      ending = (*worker)->ending();
      return pair;
    }
  }
  return pair;
}

}  // namespace olympics
