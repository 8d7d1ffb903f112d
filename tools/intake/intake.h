// What a student hands in: looked at file by file before any of it reaches the
// course's tree, and put there as a whole or not at all.
#ifndef TOOLS_INTAKE_INTAKE_H_
#define TOOLS_INTAKE_INTAKE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grader/attempt/digest.h"
#include "tools/intake/build_file.h"

namespace olympics {

using IntakeFile = AttemptFile;

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
// does not hold. Without a BUILD file the categories are `categories`, and
// every source has its place: see ArgumentsOf. Where an `owner` is named,
// PermissionDenied unless folder and files are theirs.
absl::StatusOr<Intake> ReadIntake(
    const std::string& folder, const std::vector<std::string>& categories,
    std::optional<unsigned int> owner = std::nullopt);

// What a BUILD file of these files would say, where there is none: all headers
// as hdrs; model*.cc as sources of the model, train*.cc of the training, and
// every further .cc or .cpp of both, as each may need it. Tests, benchmarks and
// what has a main of its own are left out.
//
//   model.cc train.cc net.h layers.cc run_benchmark.cc README.md
//
// gives hdrs = ["net.h"], model = ["model.cc", "layers.cc"] and
// train = ["train.cc", "layers.cc"]. What is as the rule has it by itself is
// not said.
BuildArguments ArgumentsOf(const std::vector<IntakeFile>& files,
                           const std::vector<std::string>& categories);

// Letters, digits and _ alone, 40 at most, a letter first: a name that Bazel,
// C++ and every LMS take.
absl::Status ValidateSubmissionName(const std::string& name);

// All files as they are in the tree, with the BUILD file that is written for
// the submission `name`.
std::vector<AttemptFile> FilesOf(const std::string& name, const Intake& intake);

// Puts the files, BUILD among them, below <root>/submissions as `name`, in
// place of what is there, which moves to
// <root>/.tito/submitted/<name>/<now_unix_ms>. Whoever looks sees the old or
// the new.
absl::Status PutFiles(const std::string& root, const std::string& name,
                      const std::vector<AttemptFile>& files,
                      int64_t now_unix_ms);

}  // namespace olympics

#endif  // TOOLS_INTAKE_INTAKE_H_
