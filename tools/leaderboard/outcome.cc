#include "tools/leaderboard/outcome.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "grader/report/text.h"
#include "grader/report/verdict.h"
#include "tools/leaderboard/leaderboard.h"
#include "tools/record/store.h"

namespace olympics {
namespace {

// "rank 3 of 12", or "" where it is not ranked.
std::string RankText(const Season& season, const std::string& submission,
                     const std::string& category) {
  for (const CategorySpec& spec : season.specs) {
    if (spec.name() != category) continue;
    const std::vector<Place> places = Ranking(spec, season.ranked);
    for (const Place& p : places) {
      if (p.report.submission() == submission) {
        return absl::StrCat("rank ", p.rank, " of ", places.size());
      }
    }
  }
  return "";
}

// "1.90 times the baseline, 27.5 points, rank 5 of 11", of what counts.
std::string StandingText(const Season& season, const std::string& submission,
                         const std::string& category) {
  const Grade* grade = FindGrade(season.grades, submission, category);
  if (grade == nullptr) return "";
  std::vector<std::string> parts;
  if (grade->run.has_value() && grade->run->verdict() == PASSED) {
    parts.push_back(
        absl::StrFormat("%.2f times the baseline", grade->run->gain().value()));
  }
  if (grade->points.has_value()) {
    parts.push_back(absl::StrFormat("%.4g points", *grade->points));
  }
  if (grade->mark.has_value()) {
    parts.push_back(absl::StrFormat("mark %.4g", *grade->mark));
  }
  const std::string rank = RankText(season, submission, category);
  if (!rank.empty()) parts.push_back(rank);
  const std::string note = NoteOf(*grade);
  return absl::StrCat(absl::StrJoin(parts, ", "),
                      note.empty() ? "" : absl::StrCat(" (", note, ")"));
}

// Whether the report is the run that counts.
bool Counts(const GradeReport& report, const Season& season) {
  const Grade* grade =
      FindGrade(season.grades, report.submission(), report.category());
  return grade != nullptr && grade->run.has_value() &&
         grade->run->started_unix_ms() == report.started_unix_ms() &&
         grade->run->verdict() == report.verdict();
}

}  // namespace

std::string OutcomeText(const GradeReport& report, const Season& before,
                        const Season& after) {
  const std::string& name = report.submission();
  const std::string word = VerdictWord(report.verdict());
  if (report.category() == kAllCategories || report.category().empty()) {
    return PlainText(absl::StrCat(name, ": ", word, ": ", report.reason()));
  }
  std::string text = absl::StrCat(
      name, " in ", TitleOf(after.specs, report.category()), ": ", word);
  if (!report.reason().empty()) absl::StrAppend(&text, ": ", report.reason());
  const std::string was = StandingText(before, name, report.category());
  const std::string is = StandingText(after, name, report.category());
  if (!Counts(report, after)) {
    absl::StrAppend(&text, is.empty() ? "; no points yet"
                                      : absl::StrCat("; as before: ", is));
    return PlainText(text);
  }
  if (!is.empty()) {
    absl::StrAppend(&text, report.verdict() == PASSED ? ": " : "; ", is);
  }
  if (!was.empty() && was != is) {
    absl::StrAppend(&text, " (before: ", was, ")");
  } else if (!was.empty()) {
    text += " (as before)";
  }
  return PlainText(text);
}

std::string CountText(const std::vector<GradeReport>& reports, int added) {
  int passed = 0, others = 0, failed = 0;
  for (const GradeReport& r : reports) {
    if (r.verdict() == PASSED) {
      ++passed;
    } else if (r.verdict() == GRADER_ERROR || r.verdict() == NOT_BUILT) {
      ++failed;
    } else {
      ++others;
    }
  }
  return absl::StrCat(passed + others, " graded: ", passed, " passed, ", others,
                      " did not; ", failed, " could not be graded; ", added,
                      " new on record");
}

}  // namespace olympics
