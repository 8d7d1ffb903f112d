// What a student hands in: looked at file by file before any of it reaches the
// course's tree, and put there as a whole or not at all.
#ifndef TOOLS_INTAKE_INTAKE_H_
#define TOOLS_INTAKE_INTAKE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/intake/build_file.h"

namespace olympics {

struct IntakeFile {
  std::string name;  // plain, no folder
  std::string text;
};

struct Intake {
  std::vector<IntakeFile> files;  // without BUILD, sorted
  BuildArguments arguments;
};

// Bounds on a submission.
inline constexpr size_t kMaxIntakeFiles = 64;
inline constexpr size_t kMaxIntakeFileBytes = 256 << 10;
inline constexpr size_t kMaxIntakeBytes = 1 << 20;

// Reads the folder. Hidden entries (".git") are passed over; InvalidArgument,
// with a sentence that names the entry and what to do, for folders, links,
// names of other than letters, digits, _ . and -, what is no UTF-8 text, what
// is too large, and sources that BUILD (or its defaults) names and the folder
// does not hold. Without a BUILD file the categories are `categories`. Where an
// `owner` is named, PermissionDenied unless folder and files are theirs.
absl::StatusOr<Intake> ReadIntake(
    const std::string& folder, const std::vector<std::string>& categories,
    std::optional<unsigned int> owner = std::nullopt);

// Letters, digits and _ alone, 40 at most, a letter first: a name that Bazel,
// C++ and every LMS take.
absl::Status ValidateSubmissionName(const std::string& name);

// Puts it below <root>/submissions as `name`, in place of what is there, which
// moves to <root>/.tito/submitted/<name>/<now_unix_ms>. Whoever looks sees the
// old or the new.
absl::Status PutIntake(const std::string& root, const std::string& name,
                       const Intake& intake, int64_t now_unix_ms);

}  // namespace olympics

#endif  // TOOLS_INTAKE_INTAKE_H_
