// `tito olympics rejudge`: grades that are on record, judged by the specs as
// they are in the tree now, from the evidence that was kept. Nothing is built
// or measured.
#ifndef TOOLS_CLI_REJUDGE_H_
#define TOOLS_CLI_REJUDGE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tools/cli/course.h"

namespace olympics {

struct RejudgeOptions {
  std::vector<std::string> names;  // none: all that are on record
  std::string category = "all";    // as people write it
  bool record = false;             // else it is only told
  bool dry_run = false;            // somebody said so; it is told in any case
};

// Prints a table of the runs that count: who, in what, before, after, and what
// changes. With `record` the new reports are added to the record as runs of the
// same measurement that say that they were judged again, but for those that are
// by the same specs and say the same. Returns 0, or 3 where a run could not be
// judged: its evidence was not kept, is gone or altered, or does not answer
// what the specs ask now; the table says which.
absl::StatusOr<int> Rejudge(const Course& course,
                            const RejudgeOptions& options);

}  // namespace olympics

#endif  // TOOLS_CLI_REJUDGE_H_
