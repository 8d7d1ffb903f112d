#include "tools/record/collect.h"

#include <zip.h>

#include <algorithm>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "grader/evidence/file.h"
#include "grader/report/sheet.h"
#include "grader/report/text.h"
#include "grader/report/verdict.h"
#include "re2/re2.h"
#include "tools/builds/progress.h"
#include "tools/record/kept_evidence.h"
#include "tools/record/store.h"

namespace olympics {
namespace {

constexpr zip_uint64_t kMaxReport = 16 << 20;

// "eve" of "//submissions/eve:eve_speed_demon".
std::string SubmissionOf(const std::string& label) {
  std::string name;
  RE2::PartialMatch(label, R"(^@{0,2}//submissions/([^:/]+):)", &name);
  return name;
}

// "speed_demon" of the same.
std::string CategoryOf(const std::string& label) {
  const std::string name = SubmissionOf(label);
  const size_t at = label.find(absl::StrCat(":", name, "_"));
  return at == std::string::npos ? "" : label.substr(at + name.size() + 2);
}

void Label(GradeReport& report, const std::string& submission,
           const std::string& category, int64_t now_unix_ms) {
  report.set_submission(submission);
  report.set_category(category);
  report.set_started_unix_ms(now_unix_ms);
}

// As students know their files: without the folders that Bazel builds in, and
// without its own words.
std::string ForStudents(std::string line) {
  line = WithoutBuildFolders(std::move(line));
  RE2::Replace(&line, R"(^(?:ERROR: |Error in fail: ))", "");
  return PlainText(line);
}

// What a machine says that could not go on, and nothing of a student's.
bool IsMachinesFault(const std::string& line) {
  // A line of a source, or of what was made of it, may say anything.
  static const RE2 kSource(
      R"(^submissions/\w+[/:]|submissions/[^:\s]+\.(?:cc|cpp|h|hpp):\d+:)");
  if (RE2::PartialMatch(line, kSource)) return false;
  static const RE2 kFault(
      "No space left on device|Disk quota exceeded|Read-only file system|"
      "Input/output error|Cannot allocate memory|Too many open files|"
      "Killed signal terminated program|internal compiler error|"
      "virtual memory exhausted|out of memory");
  return RE2::PartialMatch(line, kFault);
}

// Whether the line is about this folder, not one whose name begins like it.
bool IsAbout(const std::string& line, const std::string& name) {
  return RE2::PartialMatch(
      line, absl::StrCat("submissions/", RE2::QuoteMeta(name), "(?:[/: ']|$)"));
}

// The report of what did not run, with what Bazel said of it.
GradeReport NotBuilt(const BuildEvents& events, const std::string& name,
                     const std::string& category, int64_t now_unix_ms) {
  std::string why, fault;
  for (const std::string& line : events.errors) {
    if (fault.empty() && IsMachinesFault(line)) fault = line;
  }
  for (const std::string& line : events.errors) {
    if (!IsAbout(line, name)) continue;
    why = line;
    if (absl::StrContains(line, "error:") ||
        absl::StrContains(line, "undefined reference") ||
        absl::StartsWith(line, "Error in fail:")) {
      break;
    }
  }
  GradeReport report;
  if (!fault.empty() || why.empty()) {
    report = ErrorReport(
        GRADER_ERROR,
        absl::StrCat("it could not be built, by no fault of its own",
                     fault.empty() ? "" : ": ", ForStudents(fault),
                     "; run `bazel build //submissions/", name,
                     ":all` to see why"));
  } else {
    report = ErrorReport(NOT_BUILT, ForStudents(why));
  }
  Label(report, name, category, now_unix_ms);
  return report;
}

}  // namespace

absl::StatusOr<std::string> ReadFromZip(const std::string& archive,
                                        const std::string& name) {
  int error = 0;
  zip_t* zip = zip_open(archive.c_str(), ZIP_RDONLY, &error);
  if (zip == nullptr) {
    return absl::NotFoundError(absl::StrCat("cannot open ", archive));
  }
  const auto closed = [zip](absl::StatusOr<std::string> result) {
    zip_discard(zip);
    return result;
  };
  zip_stat_t info;
  if (zip_stat(zip, name.c_str(), 0, &info) != 0 ||
      (info.valid & ZIP_STAT_SIZE) == 0 || info.size > kMaxReport) {
    return closed(
        absl::DataLossError(absl::StrCat(archive, " holds no usable ", name)));
  }
  zip_file_t* file = zip_fopen(zip, name.c_str(), 0);
  if (file == nullptr) {
    return closed(absl::DataLossError(
        absl::StrCat("cannot read ", name, " in ", archive)));
  }
  std::string content(info.size, '\0');
  const zip_int64_t got = zip_fread(file, content.data(), content.size());
  zip_fclose(file);
  if (got != static_cast<zip_int64_t>(content.size())) {
    return closed(absl::DataLossError(
        absl::StrCat("cannot read ", name, " in ", archive)));
  }
  return closed(std::move(content));
}

std::vector<GradeReport> CollectReports(const BuildEvents& events,
                                        const std::vector<std::string>& names,
                                        int64_t now_unix_ms,
                                        const TakeFromArchive& take) {
  std::vector<GradeReport> reports;
  std::set<std::string> seen;
  for (const TestRun& test : events.tests) {
    const std::string name = SubmissionOf(test.label);
    if (name.empty()) continue;
    seen.insert(name);
    const absl::StatusOr<std::string> text =
        ReadFromZip(test.outputs, "grade.textproto");
    GradeReport report;
    if (text.ok() &&
        google::protobuf::TextFormat::ParseFromString(*text, &report)) {
      if (take != nullptr) take(test.outputs, report);
      reports.push_back(std::move(report));
    } else {
      report = ErrorReport(
          GRADER_ERROR,
          absl::StrCat(test.label, " left no report; run `bazel test ",
                       test.label, " --test_output=all` to see why"));
      Label(report, name, CategoryOf(test.label), now_unix_ms);
      reports.push_back(std::move(report));
    }
  }
  for (const std::string& label : events.test_targets) {
    // Others of its submission were built.
    const std::string name = SubmissionOf(label);
    const bool ran =
        std::any_of(events.tests.begin(), events.tests.end(),
                    [&](const TestRun& test) { return test.label == label; });
    if (ran || !seen.contains(name)) continue;
    reports.push_back(NotBuilt(events, name, CategoryOf(label), now_unix_ms));
  }
  for (const std::string& name : names) {
    if (seen.contains(name)) continue;
    reports.push_back(NotBuilt(events, name, kAllCategories, now_unix_ms));
  }
  return reports;
}

absl::Status TakeEvidence(const std::string& state, const std::string& archive,
                          GradeReport& report) {
  if (report.evidence_sha256().empty()) return absl::OkStatus();
  return KeepEvidenceOf(state, ReadFromZip(archive, kEvidenceFile), report);
}

}  // namespace olympics
