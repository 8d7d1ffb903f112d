// From a finished `bazel test //grader:all` to reports.
#ifndef TOOLS_RECORD_COLLECT_H_
#define TOOLS_RECORD_COLLECT_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grader/report/grade.pb.h"
#include "tools/record/build_events.h"

namespace olympics {

// The file `name` out of a zip archive, at most 16 MiB of it.
absl::StatusOr<std::string> ReadFromZip(const std::string& archive,
                                        const std::string& name);

// One report for each test that ran. NOT_BUILT, with what Bazel said of it, for
// each of `names` of which nothing ran, and for each test that did not run
// where others of its submission did; GRADER_ERROR where that was the machine's
// fault (a full disk, no memory left) or nothing that Bazel said is about the
// submission. `now_unix_ms` is the time of such a report. `take`, where there
// is one, is called with each report of a test that ran and with the archive
// that it is from.
using TakeFromArchive =
    std::function<void(const std::string& archive, GradeReport& report)>;
std::vector<GradeReport> CollectReports(const BuildEvents& events,
                                        const std::vector<std::string>& names,
                                        int64_t now_unix_ms,
                                        const TakeFromArchive& take = nullptr);

// Keeps the evidence in the archive that the report names, in the course's
// folder `state` (kept_evidence.h). Where it is missing from the archive, is
// not what the report names, or cannot be kept, the report names none any more,
// and the error says why in one sentence.
absl::Status TakeEvidence(const std::string& state, const std::string& archive,
                          GradeReport& report);

}  // namespace olympics

#endif  // TOOLS_RECORD_COLLECT_H_
