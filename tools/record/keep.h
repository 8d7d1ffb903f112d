// Reports, kept: in the record, and as JUnit files beside it.
#ifndef TOOLS_RECORD_KEEP_H_
#define TOOLS_RECORD_KEEP_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "grader/report/grade.pb.h"

namespace olympics {

// `state` is the course's .tito folder. Has the signer add all (record.h);
// returns how many were new on record.
absl::StatusOr<int> KeepReports(const std::string& state,
                                const std::vector<GradeReport>& reports);

}  // namespace olympics

#endif  // TOOLS_RECORD_KEEP_H_
