// Evidence beside the record: files that are named for what they hold.
//
//   <state>/evidence/<SHA-256 of the bytes, in hexadecimal>
//
// They are read-only, and the record's reports name them (evidence_sha256), so
// that whatever is changed in one is noticed. `state` is the course's .tito
// folder.
#ifndef TOOLS_RECORD_KEPT_EVIDENCE_H_
#define TOOLS_RECORD_KEPT_EVIDENCE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grader/report/grade.pb.h"

namespace olympics {

// Writes the file, unless it is there and whole; its digest is returned.
// Whoever is killed meanwhile leaves the whole file or none.
absl::StatusOr<std::string> KeepEvidence(const std::string& state,
                                         const std::string& bytes);

// Returns the bytes. NotFound where there is no such file, DataLoss where it
// was altered or cut, InvalidArgument where `digest` is none; each in one
// sentence that names the file.
absl::StatusOr<std::string> ReadEvidence(const std::string& state,
                                         const std::string& digest);

// Keeps `bytes` as the evidence that the report names. Where they are not, or
// cannot be kept, the report names none any more, and the error says why.
absl::Status KeepEvidenceOf(const std::string& state,
                            const absl::StatusOr<std::string>& bytes,
                            GradeReport& report);

// Copies the evidence that the reports name from one folder to another. What
// could not be is said, a sentence each; the rest is copied.
std::vector<std::string> CopyEvidence(const std::string& from_state,
                                      const std::string& to_state,
                                      const std::vector<GradeReport>& reports);

}  // namespace olympics

#endif  // TOOLS_RECORD_KEPT_EVIDENCE_H_
