// What was handed in, kept as it was: the files of each attempt, read-only, in
// a folder that is named by their digest, .tito/attempts/<digest>. Whatever is
// handed in later, and whatever becomes of the tree, what was handed in can be
// graded.
#ifndef TOOLS_INTAKE_ATTEMPTS_H_
#define TOOLS_INTAKE_ATTEMPTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grader/attempt/digest.h"
#include "tools/intake/intake.h"

namespace olympics {

// Keeps the files below the course's folder `state` (.tito) and returns their
// digest. All or nothing: a folder appears once everything in it is on the
// disk. What is there already stays, unless somebody changed it.
// ResourceExhausted on a full disk, PermissionDenied, Unavailable.
absl::StatusOr<std::string> KeepAttempt(const std::string& state,
                                        const std::vector<AttemptFile>& files);

// Returns the files of a digest. NotFound if they are not kept; DataLoss if
// they are not what was handed in: a file was changed, added or taken away.
absl::StatusOr<std::vector<AttemptFile>> ReadAttempt(const std::string& state,
                                                     const std::string& digest);

// Puts the files of a digest, kept below `state`, below <root>/submissions as
// `name`, as PutFiles does. Errors as of ReadAttempt and PutFiles.
absl::Status PutAttempt(const std::string& state, const std::string& root,
                        const std::string& name, const std::string& digest,
                        int64_t now_unix_ms);

// Returns the digest of what is in the tree as that submission; NotFound if
// there is no such folder. Hidden files are no part of a submission.
absl::StatusOr<std::string> DigestInTree(const std::string& root,
                                         const std::string& name);

}  // namespace olympics

#endif  // TOOLS_INTAKE_ATTEMPTS_H_
