#include "tools/cli/in_tree.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/files.h"
#include "grader/attempt/digest.h"
#include "grader/report/sheet.h"
#include "tools/cli/grading.h"
#include "tools/intake/attempts.h"
#include "tools/record/attempts.h"
#include "tools/record/store.h"

namespace olympics {
namespace {

// Whose files the tree is to hold where it holds `there`, "" where it has no
// such folder; "": they stay.
std::string DigestFor(const std::string& there,
                      const std::vector<Attempt>& attempts) {
  const std::string& newest = attempts.back().hand_in.digest();
  // Of before files were kept.
  if (!IsAttemptDigest(newest)) return "";
  const bool an_attempts = std::any_of(
      attempts.begin(), attempts.end(),
      [&](const Attempt& a) { return a.hand_in.digest() == there; });
  return there.empty() || an_attempts ? newest : "";
}

}  // namespace

absl::StatusOr<std::unique_ptr<FileLock>> LockGrading(const Course& course) {
  if (absl::Status s = base::MakeFolder(course.shared()); !s.ok()) return s;
  const std::string path = course.shared() + "/grading.lock";
  absl::StatusOr<std::unique_ptr<FileLock>> lock = FileLock::TakeIfFree(path);
  if (!lock.ok() || *lock != nullptr) return lock;
  std::fprintf(stderr, "another grading is under way; waiting for its end\n");
  return FileLock::Take(path);
}

std::vector<GradeReport> PutAttempts(const Course& course,
                                     const std::vector<Entry>& entries,
                                     const std::string& digest,
                                     int64_t now_unix_ms,
                                     std::vector<std::string>& names) {
  const std::map<std::string, std::vector<Attempt>> attempts =
      AttemptsOf(entries);
  std::vector<GradeReport> reports;
  std::vector<std::string> ready;
  for (const std::string& name : names) {
    const auto of = attempts.find(name);
    const absl::StatusOr<std::string> there = DigestInTree(course.root, name);
    std::string wanted = digest;
    if (wanted.empty() && of != attempts.end() &&
        (there.ok() || absl::IsNotFound(there.status()))) {
      wanted = DigestFor(there.value_or(""), of->second);
    }
    absl::Status put;
    if (!wanted.empty() && there.value_or("") != wanted) {
      put = PutAttempt(course.state(), course.root, name, wanted, now_unix_ms);
    }
    if (put.ok()) {
      ready.push_back(name);
      continue;
    }
    GradeReport report = ErrorReport(GRADER_ERROR, std::string(put.message()));
    report.set_submission(name);
    report.set_category(kAllCategories);
    report.set_started_unix_ms(now_unix_ms);
    report.set_digest(wanted);
    reports.push_back(std::move(report));
  }
  names = std::move(ready);
  return reports;
}

void AddDigests(const Course& course, std::vector<GradeReport>& reports) {
  for (GradeReport& r : reports) {
    if (!r.digest().empty()) continue;
    r.set_digest(DigestInTree(course.root, r.submission()).value_or(""));
  }
}

std::vector<GradeReport> InEachCategory(
    const Course& course, const std::vector<std::string>& alone,
    const std::vector<GradeReport>& reports) {
  std::vector<GradeReport> all;
  for (const GradeReport& r : reports) {
    std::vector<std::string> categories;
    if (r.category() == kAllCategories) {
      categories = alone.empty() ? CategoriesOf(course, r.submission()) : alone;
    }
    // What the course has no category for is Bazel's to say.
    std::erase_if(categories, [&](const std::string& c) {
      return !std::filesystem::exists(
          absl::StrCat(course.root, "/categories/", c, "/spec.textproto"));
    });
    if (categories.empty()) all.push_back(r);
    for (const std::string& c : categories) {
      all.push_back(r);
      all.back().set_category(c);
    }
  }
  return all;
}

}  // namespace olympics
