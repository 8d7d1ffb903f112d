#include "tools/record/keep.h"

#include "tools/record/record.h"

namespace olympics {

absl::StatusOr<int> KeepReports(const std::string& state,
                                const std::vector<GradeReport>& reports) {
  SignRequest request;
  request.mutable_runs()->Add(reports.begin(), reports.end());
  return AppendToRecord(state, request);
}

}  // namespace olympics
