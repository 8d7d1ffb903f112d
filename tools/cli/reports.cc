#include "tools/cli/reports.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/clock.h"
#include "base/files.h"
#include "google/protobuf/text_format.h"
#include "grader/report/files.h"
#include "tools/course/roster.h"
#include "tools/leaderboard/outcome.h"
#include "tools/record/keep.h"
#include "tools/record/kept_evidence.h"
#include "tools/record/store.h"

namespace olympics {
namespace {

namespace fs = std::filesystem;

constexpr char kEnding[] = ".textproto";
constexpr int64_t kMostBytes = 1 << 20;
constexpr size_t kMostReports = 10'000;
constexpr int64_t kDay = 24 * 3600 * int64_t{1000};
constexpr int kOldestDays = 30;

bool Has(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

std::string FileName(const GradeReport& r) {
  return absl::StrCat(r.submission(), "_", r.category(), kEnding);
}

// What is wrong with a report of that file; "": nothing.
std::string Against(const GradeReport& r, const std::string& file,
                    const std::vector<std::string>& submissions,
                    const std::vector<std::string>& categories,
                    int64_t now_unix_ms) {
  if (!Has(submissions, r.submission())) {
    return absl::StrCat("there is no submission \"", r.submission(),
                        "\" on the roster");
  }
  if (!Has(categories, r.category())) {
    return absl::StrCat("there is no category \"", r.category(), "\"");
  }
  if (file != FileName(r)) {
    return absl::StrCat("it is a report of ", r.submission(), " in ",
                        r.category());
  }
  if (r.verdict() == VERDICT_UNSPECIFIED) return "it has no verdict";
  if (r.started_unix_ms() > now_unix_ms + kDay ||
      r.started_unix_ms() < now_unix_ms - kOldestDays * kDay) {
    return "it was begun at another time than lately: is a clock wrong?";
  }
  return "";
}

}  // namespace

absl::Status WriteReports(const std::string& folder,
                          const std::vector<GradeReport>& reports) {
  if (absl::Status s = base::MakeFolder(folder); !s.ok()) return s;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() != kEnding) continue;
    return absl::AlreadyExistsError(
        absl::StrCat(folder, " holds reports already, such as ",
                     entry.path().filename().string(),
                     ": record them, or name another folder"));
  }
  for (const GradeReport& r : reports) {
    const absl::Status s =
        base::WriteFile(absl::StrCat(folder, "/", FileName(r)), ToTextProto(r));
    if (!s.ok()) return s;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<GradeReport>> ReadReports(
    const std::string& folder, const std::vector<std::string>& submissions,
    const std::vector<std::string>& categories, int64_t now_unix_ms) {
  std::vector<std::string> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (entry.path().extension() == kEnding) files.push_back(name);
  }
  if (error || files.empty() || files.size() > kMostReports) {
    return absl::NotFoundError(absl::StrCat(
        "there are ", files.empty() ? "no" : "too many", " reports in ", folder,
        "; `tito olympics grade --reports=", folder, "` writes them"));
  }
  std::sort(files.begin(), files.end());
  std::vector<GradeReport> reports;
  for (const std::string& file : files) {
    const std::string path = absl::StrCat(folder, "/", file);
    const absl::StatusOr<std::string> text =
        base::ReadFile(path, {.most = kMostBytes});
    if (!text.ok()) return text.status();
    GradeReport report;
    const std::string wrong =
        google::protobuf::TextFormat::ParseFromString(*text, &report)
            ? Against(report, file, submissions, categories, now_unix_ms)
            : "it is no report";
    if (!wrong.empty()) {
      return absl::InvalidArgumentError(absl::StrCat(
          path, " is not recorded, and nothing else either: ", wrong));
    }
    reports.push_back(std::move(report));
  }
  return reports;
}

void SayLostEvidence(const std::vector<std::string>& sentences) {
  for (const std::string& s : sentences) {
    std::fprintf(stderr, "tito: %s\n", s.c_str());
  }
}

absl::StatusOr<int> RecordReports(const Course& course,
                                  const std::string& folder) {
  const absl::StatusOr<Roster> roster = LoadRoster(course);
  if (!roster.ok()) return roster.status();
  const absl::StatusOr<std::vector<CategorySpec>> specs = LoadSpecs(course);
  if (!specs.ok()) return specs.status();
  std::vector<std::string> categories;
  for (const CategorySpec& s : *specs) categories.push_back(s.name());
  categories.emplace_back(kAllCategories);  // of what could not be built
  const int64_t now = base::NowUnixMs();
  const absl::StatusOr<std::vector<GradeReport>> reports =
      ReadReports(folder, roster->names, categories, now);
  if (!reports.ok()) return reports.status();
  SayLostEvidence(CopyEvidence(folder, course.state(), *reports));
  const absl::StatusOr<int> added = KeepReports(course.state(), *reports);
  if (!added.ok()) return added.status();
  std::printf("%s\n", CountText(*reports, *added).c_str());
  return 0;
}

}  // namespace olympics
