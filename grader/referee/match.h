// A submission's worker and the baseline's, side by side on one core, in one
// task.
#ifndef GRADER_REFEREE_MATCH_H_
#define GRADER_REFEREE_MATCH_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "categories/category.pb.h"
#include "grader/contest.pb.h"
#include "grader/energy/idle.h"
#include "grader/evidence/evidence.h"
#include "grader/referee/handoff.h"
#include "grader/referee/turns.h"
#include "grader/referee/worker_process.h"

namespace olympics {

using Progress = std::function<void(const std::string&)>;

Shape ShapeOf(const TaskSpec& task);

class Match {
 public:
  // Both workers, ready; of the submission's, see its ending(). An error is the
  // grader's own, the baseline's failure among them.
  static absl::StatusOr<std::unique_ptr<Match>> Start(const Entry& entry,
                                                      const CategorySpec& spec,
                                                      const TaskSpec& task,
                                                      const Cores& cores);

  WorkerProcess& candidate() { return *candidate_; }
  WorkerProcess& baseline() { return *baseline_; }
  // CPU time that was used on the workers' core: theirs, and the hand-off's.
  double CpuSeconds();
  bool candidate_ended() const { return candidate_->ending().has_value(); }

  // What both did with their queries of `questions`, one right after the other.
  struct Sides {
    Answers baseline, candidate;
  };
  // The hand-off of such questions, then one turn of each; the baseline's first
  // if `baseline_first`. While one is asked the other is paused, and both while
  // the hand-off is measured. `pair` is whole unless candidate_ended(). An
  // error is the baseline's, or, Unavailable, the meter's.
  absl::Status Turns(const Questions& baseline_questions, int baseline_queries,
                     const Questions& candidate_questions,
                     int candidate_queries, bool baseline_first,
                     AboveIdle* meter, Sides& sides, TurnPair& pair,
                     std::vector<double>* baseline_latencies,
                     std::vector<double>* candidate_latencies);

  // Ends the submission's worker and writes down what it had used; its output.
  std::string Finish(TaskEvidence& evidence);

 private:
  absl::Status BaselineTurn(const Questions& questions, int queries,
                            AboveIdle* meter, Answers& answers, Turn& turn,
                            std::vector<double>* latencies);

  std::unique_ptr<WorkerProcess> candidate_, baseline_;
  std::unique_ptr<Handoff> handoff_;
};

// Peak memory of a worker that has loaded its weights, while it answers
// `questions`: the larger of the process's and the cgroup's. Nullopt if it
// ended.
std::optional<int64_t> PeakWhileAsked(WorkerProcess& worker,
                                      const Questions& questions,
                                      Answers& answers);

// The same of both, each started anew; the baseline first if `baseline_first`.
// `answers` are the submission's. Sets `ending` instead where its worker ended;
// an error is the grader's own.
absl::StatusOr<MemoryPair> MeasurePeaks(
    const Entry& entry, const WorkerLimits& limits, const TaskSpec& task,
    const Cores& cores, const Questions& questions, bool baseline_first,
    Answers& answers, std::optional<Ending>& ending);

// "the baseline failed while ...": an error of the grader's.
absl::Status BaselineFailed(const WorkerProcess& baseline);

}  // namespace olympics

#endif  // GRADER_REFEREE_MATCH_H_
