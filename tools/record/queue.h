// Who is graded next: pure functions over the record, which is all that a queue
// needs to survive whatever happens to its grader.
#ifndef TOOLS_RECORD_QUEUE_H_
#define TOOLS_RECORD_QUEUE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "tools/record/attempts.h"
#include "tools/record/record.pb.h"

namespace olympics {

// An attempt without a report in these of its categories.
struct Waiting {
  std::string submission;
  Attempt attempt;
  std::vector<std::string> categories;
};

struct Queue {
  // In the order in which they are to be graded. Submissions take turns: whose
  // last report is the longest ago comes first, and of those that have none,
  // who hands in a baseline, then who handed in first.
  std::vector<Waiting> next;
  // Attempts that wait for nothing any more, because their submission handed in
  // again for the same categories.
  std::vector<Waiting> superseded;
};

// A report of an attempt's files counts, whenever it was made; one that tells
// of the machine's fault counts for hand-ins before it alone, so that handing
// in again tries again.
Queue QueueOf(const std::vector<Entry>& entries);

// The reports that superseded attempts end with.
std::vector<GradeReport> SupersededReports(const Queue& queue,
                                           int64_t now_unix_ms);

// Seconds until what stands at `position` (from 0) of the queue begins, by what
// gradings in those categories took in the median; those that nobody was graded
// in yet count as a minute.
double SecondsUntil(const Queue& queue, size_t position,
                    const std::vector<Entry>& entries);

}  // namespace olympics

#endif  // TOOLS_RECORD_QUEUE_H_
