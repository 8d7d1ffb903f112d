// Attempts: what was handed in, and which run graded which of it. Pure
// functions over the record.
//
// A hand-in is an attempt: the n-th of its submission is attempt n. A run says
// by a digest which files it graded (grader/attempt/digest.h), and is of every
// attempt that has these files, whenever it was made: a late grading of what
// was in time is in time, and whoever hands an earlier version in again has its
// grade again, though Bazel may measure nothing anew.
#ifndef TOOLS_RECORD_ATTEMPTS_H_
#define TOOLS_RECORD_ATTEMPTS_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "grader/report/grade.pb.h"
#include "tools/record/record.pb.h"

namespace olympics {

struct Attempt {
  int number = 0;  // among its submission's, from 1
  int64_t at_unix_ms = 0;
  HandIn hand_in;
  size_t entry = 0;  // its place in the record, from 0

  // The categories in which it is to be graded.
  std::vector<std::string> categories() const;
};

// By submission, in order.
std::map<std::string, std::vector<Attempt>> AttemptsOf(
    const std::vector<Entry>& entries);

// A run of an attempt.
struct AttemptRun {
  GradeReport run;
  // The attempt's number; 0 where nothing was handed in before the run, as of
  // the course's own examples.
  int attempt = 0;
  // As it was handed in; of attempt 0 nothing.
  std::string phase;
  int64_t handed_in_unix_ms = 0;
  size_t entry = 0;  // the run's place in the record, from 0
};

// Every run, once for each attempt that it is of, in order of the attempts, and
// of one attempt in the order in which they were added. A run without a digest,
// or with one that was never handed in, is of the last attempt before it.
std::vector<AttemptRun> AttemptRunsOf(const std::vector<Entry>& entries);

// The run that counts, for each submission and category: of the latest attempt
// that has a result (IsResult) the latest result, and where there is no such,
// the latest run of the latest attempt. Sorted by category, then submission.
std::vector<AttemptRun> CurrentOf(const std::vector<AttemptRun>& runs);

}  // namespace olympics

#endif  // TOOLS_RECORD_ATTEMPTS_H_
