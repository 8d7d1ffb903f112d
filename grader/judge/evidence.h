// What the referee saw of one submission in one category: the only input of the
// judge, and free of anything that the submission says about itself.
#ifndef GRADER_JUDGE_EVIDENCE_H_
#define GRADER_JUDGE_EVIDENCE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "categories/category.pb.h"
#include "grader/report/grade.pb.h"

namespace olympics {

// One turn of each on the same core, one right after the other.
struct TurnPair {
  double baseline_per_second = 0;  // samples answered
  double candidate_per_second = 0;
};

// Why a worker could not go on.
struct Ending {
  enum class Kind {
    kContract,  // its answer, or its refusal of its weights
    kCrash,
    kViolation,
    kLimit,
  };
  Kind kind;
  std::string when;     // "while loading its weights", "during the timed run"
  std::string message;  // what happened, one clause
};

struct Evidence {
  Inspection inspection;
  Training training;

  // Absent where an earlier stage ended the grading.
  std::optional<Ending> ending;
  std::vector<TurnPair> pairs;
  int64_t samples = 0;  // answered in the timed run
  int64_t correct = 0;
  int64_t not_finite = 0;  // answers with a NaN or an infinity
  // Samples asked again after the timed run, and answers that had changed.
  int64_t asked_again = 0;
  int64_t changed = 0;

  double handoff_ns = 0;  // of an empty question at batch 1; 0: not measured
  double latency_ns = 0;  // median of one of the submission's questions
  int64_t peak_memory_bytes = 0;
  std::string peak_memory_method;
};

}  // namespace olympics

#endif  // GRADER_JUDGE_EVIDENCE_H_
