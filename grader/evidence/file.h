// The file evidence.binpb: evidence, and the spec that it was judged by.
#ifndef GRADER_EVIDENCE_FILE_H_
#define GRADER_EVIDENCE_FILE_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "categories/category.pb.h"
#include "grader/evidence/evidence.h"

namespace olympics {

// Its name among a test's outputs.
inline constexpr char kEvidenceFile[] = "evidence.binpb";
// The version that PackEvidence writes, and the newest that is read.
inline constexpr int kEvidenceVersion = 1;
// Evidence of more bytes than this is written in zlib's format.
inline constexpr size_t kMostPlainBytes = size_t{32} << 10;

struct JudgedEvidence {
  // The spec that it was judged by: filled in, and as it is on an emulated
  // board (Simulated in categories/spec.h) where it was graded on one.
  CategorySpec spec;
  // How many times it was measured until it was stable, at least 1.
  int gradings = 1;
  Evidence evidence;
};

// The SHA-256 of the spec's wire format, in hexadecimal.
std::string SpecSha256(const CategorySpec& spec);

// Returns the file's bytes.
std::string PackEvidence(const JudgedEvidence& judged);

// Reads what PackEvidence made. FailedPrecondition where it is of a newer
// version; DataLoss where it is cut, is no such file, or its spec is not the
// one whose digest it has; each in one sentence. Evidence that unpacks to more
// than 64 MiB is none.
//
//   UnpackEvidence(PackEvidence(judged))            // judged
//   UnpackEvidence(PackEvidence(judged).substr(9))  // DataLoss
absl::StatusOr<JudgedEvidence> UnpackEvidence(const std::string& bytes);

}  // namespace olympics

#endif  // GRADER_EVIDENCE_FILE_H_
