#include "tools/cli/build_files.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "grader/judge/judge.h"
#include "grader/report/files.h"
#include "grader/report/text.h"
#include "tools/intake/build_file.h"
#include "tools/intake/intake.h"
#include "tools/record/store.h"

namespace olympics {

std::vector<std::string> DefaultCategories() {
  return {"edge_expert", "energy_efficient", "memory_miser", "speed_demon"};
}

absl::Status MakeBuildFileOurs(const std::string& folder,
                               const std::string& name,
                               const std::vector<std::string>& categories) {
  const absl::StatusOr<Intake> intake = ReadIntake(folder, categories);
  if (!intake.ok()) return intake.status();
  const std::string ours = BuildFileOf(name, intake->arguments);
  const std::string path = folder + "/BUILD";
  const absl::StatusOr<std::string> theirs = ReadFile(path);
  if (theirs.ok() && *theirs == ours) return absl::OkStatus();
  return WriteFile(path, ours);
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
