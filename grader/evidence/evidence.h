// What the referee saw of one submission in one category: the only input of the
// judge, and free of anything that the submission says about itself.
#ifndef GRADER_EVIDENCE_EVIDENCE_H_
#define GRADER_EVIDENCE_EVIDENCE_H_

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "categories/category.pb.h"
#include "grader/report/grade.pb.h"

namespace olympics {

// Where the samples of a question come from. A worker is not told, and finds
// them mixed.
enum SampleKind {
  kTestSample,      // the test split, changed a little
  kTrainingSample,  // the training split, changed a little
  kStrongSample,    // the test split, changed strongly, or made anew
  kHeldOutSample,   // the course's own, changed a little, where it has some
};
inline constexpr int kSampleKinds = 4;

// What became of the samples of one kind.
struct Tally {
  int64_t samples = 0;
  int64_t wrong = 0;  // of a task with classes
  // The sum of the questions' times, where what was interrupted counts for
  // thrice the turn's 90th percentile.
  double seconds = 0;

  double quality() const {  // share of right answers
    return samples == 0 ? 0 : 1 - double(wrong) / double(samples);
  }
};

// What one worker did in one turn.
struct Turn {
  int64_t samples = 0;  // answered, of all kinds
  std::array<Tally, kSampleKinds> of = {};
  double seconds = 0;  // the sum of the questions' times
  double cpu_seconds = 0;
  double joules = 0;  // above idle; 0 where energy is not measured
  // SingleStream: the 90th percentile of its questions.
  double latency_seconds = 0;
  int64_t questions = 0;  // of `samples`, each of as many as a batch has
  // What one of them takes that is handed to nobody, measured right before; 0:
  // not measured.
  double handoff_seconds = 0;
};

// A model whose answer takes less is as quick as one that takes this long, in
// seconds: whoever is nearly as quick as asking itself is ranked by chance.
inline constexpr double kLeastQuestionSeconds = 1e-6;

// Of `seconds`, which `questions` of the turn took, those that the model
// itself took: less the hand-off. Where little is left it is the hand-off's own
// time or kLeastQuestionSeconds, whichever is more: what is below cannot be
// told from nothing. All of it where the hand-off was not measured.
inline double OwnSeconds(const Turn& turn, double seconds, double questions) {
  if (turn.handoff_seconds <= 0) return seconds;
  return std::max(
      seconds - questions * turn.handoff_seconds,
      questions * std::max(turn.handoff_seconds, kLeastQuestionSeconds));
}

// One turn of each on the same core, one right after the other.
struct TurnPair {
  Turn baseline, candidate;
  int start = 0;  // of the two workers, from 0
};

// Peaks of one start of each.
struct MemoryPair {
  int64_t baseline_bytes = 0, candidate_bytes = 0;
};

// Why a worker could not go on.
struct Ending {
  enum class Kind {
    kContract,  // its answer, or its refusal of its weights
    kCount,     // it answered what was not asked
    kLate,      // it did not answer in time
    kPatience,  // the grading as a whole took longer than it may
    kCrash,
    kViolation,
    kLimit,
  };
  Kind kind;
  std::string when;     // "while loading its weights", "during the timed run"
  std::string message;  // what happened, one clause
  std::string output = {};  // the last that it printed; never believed
};

// Two performances that a compliance test compares, of turns side by side:
// seconds a query. `compared` is the compliance run's.
struct Compared {
  std::string test;  // "TEST01", "TEST04", "TEST05"
  std::vector<double> plain, compared;
  std::vector<int> rounds;  // the round of each, with workers of its own
};

// Of one task; a category that is no suite has one.
struct TaskEvidence {
  TaskSpec task;
  Training training;
  int64_t baseline_weights_bytes = 0;

  // Absent where an earlier stage ended the grading.
  std::optional<Ending> ending;
  // Of the timed run's test samples. A suite: of the accuracy run.
  int64_t samples = 0;
  int64_t correct = 0;
  int64_t not_finite = 0;
  double quality = 0;           // share of right answers, or AUC
  double baseline_quality = 0;  // a suite: the reference's

  std::vector<TurnPair> pairs;
  std::vector<MemoryPair> memory;
  // Answers that it gave while its memory was measured, without times.
  std::array<Tally, kSampleKinds> in_memory_starts = {};
  // A suite's scenarios, and those whose run MLPerf's rules call invalid. Their
  // samples and seconds are of the scenario's own queries, test samples as they
  // are; the tallies hold those that were asked between them as well.
  std::vector<TurnPair> single_stream, offline;
  std::vector<std::string> invalid_runs;
  // Of a suite's task whose quality is an AUC: that of its strong samples, and
  // how many were asked of the one that was asked less; 0: none.
  double strong_auc = 0, baseline_strong_auc = 0;
  int64_t strong_asked = 0;
  // How many different samples of each kind there are; 0: each is another.
  std::array<int64_t, kSampleKinds> different = {};

  // Samples asked again after the timed run, in another order and in batches,
  // and answers that had changed.
  int64_t asked_again = 0, changed = 0;
  int64_t batched = 0, batch_changed = 0;
  // Quality on samples whose pixels were shuffled; < 0: not asked.
  double shuffled_quality = -1;
  double perturbed_quality = -1;  // a suite: on changed samples
  // Quality with the values of its weights in another order, each time in yet
  // another; and why it ended instead, where it did.
  std::vector<double> other_weights_quality;
  std::string other_weights_ended;
  bool closed = false;  // the division
  // In the closed division: how far its scores are from the reference's
  // (Disagreement, disagreement.h), at most of all that was asked; < 0: not
  // asked.
  double closed_difference = -1;
  // While nothing was asked of it.
  double pause_seconds = 0, pause_cpu_seconds = 0;

  // TEST01: answers of the performance run that differ from those of the
  // accuracy run.
  int64_t performance_answers = 0, performance_differ = 0;
  std::vector<Compared> compliance;

  // Layers that the worker's sandbox had to do without, a sentence each.
  std::vector<std::string> missing_layers;

  double latency_ns = 0;  // median of one of the submission's questions
  // Of the whole life and of inference, where that could be told apart.
  int64_t peak_memory_bytes = 0;
  std::string peak_memory_method;
};

// The turns in which samples of all kinds were mixed, one question each.
inline const std::vector<TurnPair>& MixedTurns(const CategorySpec& spec,
                                               const TaskEvidence& task) {
  return spec.has_suite() ? task.single_stream : task.pairs;
}

struct Evidence {
  Inspection inspection;
  // Of each object, of the model's and the training's sources.
  std::vector<CarriedPart> carried;
  std::string division;  // of a suite
  std::vector<TaskEvidence> tasks;

  int64_t floor_memory_bytes = 0;  // the peak of a worker that does nothing
  // How energy was measured; "" where it was not.
  std::string meter;
  bool estimated = false;
  std::string meter_lost;  // why it stopped answering; "" if it did not
  // CPU time that the referee took on the workers' core, as a share of the
  // timed run; < 0: not measured.
  double referee_share = -1;
  // Of the workers' core, as shares of the timed run: time in which others had
  // it, and time that the hypervisor took; < 0: not known.
  double others_share = -1, stolen_share = -1;
  std::vector<HostFinding> host;  // before the run
};

}  // namespace olympics

#endif  // GRADER_EVIDENCE_EVIDENCE_H_
