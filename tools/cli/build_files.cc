#include "tools/cli/build_files.h"

#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/files.h"
#include "grader/report/sheet.h"
#include "grader/report/text.h"
#include "re2/re2.h"
#include "tools/intake/build_file.h"
#include "tools/intake/intake.h"
#include "tools/record/store.h"

namespace olympics {

namespace {

namespace fs = std::filesystem;

// Enough for what an editor keeps beside sources.
constexpr int kMostEntries = 10'000;

// Bazel follows links, also those that are hidden and no part of a submission.
absl::Status HoldsPlainFilesAlone(const std::string& folder) {
  std::error_code error;
  if (fs::is_symlink(folder, error)) {
    return absl::InvalidArgumentError(
        "it is a link: put the folder itself there");
  }
  int entries = 0;
  for (auto it = fs::recursive_directory_iterator(folder, error);
       !error && it != fs::recursive_directory_iterator();
       it.increment(error)) {
    const std::string name = it->path().lexically_relative(folder).string();
    const fs::file_status status = it->symlink_status(error);
    const bool plain = fs::is_regular_file(status) ||
                       (fs::is_directory(status) &&
                        RE2::FullMatch(name, "[A-Za-z0-9._+=~/-]+"));
    if (++entries <= kMostEntries && plain) continue;
    return absl::InvalidArgumentError(
        plain ? "it holds too much"
              : absl::StrCat("\"", PlainText(name),
                             "\" is a link, no plain file, or a folder of an "
                             "odd name: take it away"));
  }
  if (!error) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("it cannot be looked through: ", error.message()));
}

}  // namespace

std::vector<std::string> DefaultCategories() {
  return {"edge_expert", "energy_efficient", "memory_miser", "speed_demon"};
}

absl::Status MakeBuildFileOurs(const std::string& folder,
                               const std::string& name,
                               const std::vector<std::string>& categories) {
  const absl::StatusOr<Intake> intake = ReadIntake(folder, categories);
  if (!intake.ok()) return intake.status();
  if (absl::Status s = HoldsPlainFilesAlone(folder); !s.ok()) return s;
  const std::string ours = BuildFileOf(name, intake->arguments);
  const std::string path = folder + "/BUILD";
  const absl::StatusOr<std::string> theirs = base::ReadFile(path);
  if (theirs.ok() && *theirs == ours) return absl::OkStatus();
  return base::WriteFile(path, ours);
}

std::vector<GradeReport> RefuseForeignBuildFiles(
    const Course& course, const std::set<std::string>& own,
    std::vector<std::string>& names, int64_t now_unix_ms) {
  std::vector<GradeReport> reports;
  std::vector<std::string> kept;
  for (const std::string& name : names) {
    absl::Status status;
    if (!own.contains(name)) {
      status =
          MakeBuildFileOurs(course.folder(name), name, DefaultCategories());
    }
    if (status.ok()) {
      kept.push_back(name);
      continue;
    }
    GradeReport report = ErrorReport(
        NOT_BUILT, PlainText(absl::StrCat("submissions/", name, ": ",
                                          std::string(status.message()))));
    report.set_submission(name);
    report.set_category(kAllCategories);
    report.set_started_unix_ms(now_unix_ms);
    reports.push_back(std::move(report));
  }
  names = std::move(kept);
  return reports;
}

}  // namespace olympics
