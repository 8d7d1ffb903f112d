#include "tools/lms/export.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "categories/score.h"
#include "grader/judge/judge.h"
#include "nlohmann/json.hpp"
#include "tools/lms/csv.h"

namespace olympics {
namespace {

const GradeReport* Find(const std::vector<GradeReport>& current,
                        const std::string& submission,
                        const std::string& category) {
  const auto found =
      std::find_if(current.begin(), current.end(), [&](const GradeReport& r) {
        return r.submission() == submission && r.category() == category;
      });
  return found == current.end() ? nullptr : &*found;
}

std::optional<double> LmsPoints(const GradeReport* report) {
  if (report == nullptr || !IsResult(report->verdict())) return std::nullopt;
  return std::clamp(report->points(), 0.0, kPointsPossible);
}

std::string PointsText(const GradeReport* report) {
  const std::optional<double> points = LmsPoints(report);
  return points.has_value() ? absl::StrFormat("%.2f", *points) : "";
}

// What a student is told beside the grade.
std::string Feedback(const GradeReport* report) {
  if (report == nullptr) return "";
  if (report->verdict() != PASSED) {
    return absl::StrCat(VerdictWord(report->verdict()), ": ", report->reason());
  }
  const std::string marks = MarksText(*report);
  return absl::StrFormat("%.1f %s%s, %.2f times the baseline, %.2f %% accuracy",
                         report->metric().value(), report->metric().unit(),
                         marks.empty() ? "" : absl::StrCat(" (", marks, ")"),
                         report->gain().value(), 100 * report->accuracy());
}

}  // namespace

absl::StatusOr<std::vector<Student>> ParseStudents(const std::string& csv) {
  const absl::StatusOr<std::vector<CsvRow>> rows = ParseCsv(csv);
  if (!rows.ok()) return rows.status();
  if (rows->empty()) {
    return absl::InvalidArgumentError("the list of students is empty");
  }
  const std::map<std::string, std::string Student::*> kColumns = {
      {"submission", &Student::submission},
      {"name", &Student::name},
      {"id", &Student::id},
      {"sis_id", &Student::sis_id},
      {"login", &Student::login},
      {"section", &Student::section},
      {"email", &Student::email}};
  const CsvRow& head = rows->front();
  for (const std::string& column : head) {
    if (!kColumns.contains(column)) {
      return absl::InvalidArgumentError(
          absl::StrCat("line 1: there is no column \"", column,
                       "\"; there are submission, name, id, sis_id, login, "
                       "section and email"));
    }
  }
  if (std::find(head.begin(), head.end(), "submission") == head.end()) {
    return absl::InvalidArgumentError(
        "line 1: the column submission is missing");
  }
  std::vector<Student> students;
  std::set<std::string> seen;
  for (size_t i = 1; i < rows->size(); ++i) {
    const CsvRow& row = (*rows)[i];
    if (row.size() != head.size()) {
      return absl::InvalidArgumentError(
          absl::StrCat("row ", i + 1, " has ", row.size(), " cells where ",
                       head.size(), " are named"));
    }
    Student s;
    for (size_t c = 0; c < row.size(); ++c) s.*kColumns.at(head[c]) = row[c];
    if (s.submission.empty() || !seen.insert(s.submission).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("row ", i + 1, ": the submission \"", s.submission,
                       "\" is empty or listed twice"));
    }
    if (s.name.empty()) s.name = s.submission;
    students.push_back(std::move(s));
  }
  return students;
}

std::vector<Student> StudentsOf(const std::vector<Student>& students,
                                const std::vector<GradeReport>& current) {
  std::set<std::string> names;
  for (const GradeReport& r : current) names.insert(r.submission());
  std::vector<Student> out;
  for (const std::string& name : names) {
    const auto found =
        std::find_if(students.begin(), students.end(),
                     [&](const Student& s) { return s.submission == name; });
    if (found != students.end()) {
      out.push_back(*found);
    } else {
      Student s;
      s.submission = s.name = s.login = name;
      out.push_back(s);
    }
  }
  return out;
}

std::string CanvasCsv(const std::vector<CategorySpec>& specs,
                      const std::vector<Student>& students,
                      const std::vector<GradeReport>& current) {
  std::vector<CsvRow> rows(2);
  rows[0] = {"Student", "ID", "SIS User ID", "SIS Login ID", "Section"};
  rows[1] = {"    Points Possible", "", "", "", ""};
  for (const CategorySpec& spec : specs) {
    rows[0].push_back(spec.title());
    rows[1].push_back(absl::StrFormat("%.2f", kPointsPossible));
  }
  for (const Student& s : students) {
    CsvRow row = {s.name, s.id, s.sis_id, s.login, s.section};
    for (const CategorySpec& spec : specs) {
      row.push_back(PointsText(Find(current, s.submission, spec.name())));
    }
    rows.push_back(std::move(row));
  }
  return WriteCsv(rows);
}

std::string MoodleCsv(const std::vector<CategorySpec>& specs,
                      const std::vector<Student>& students,
                      const std::vector<GradeReport>& current) {
  std::vector<CsvRow> rows(1);
  rows[0] = {"username", "ID number", "Email address"};
  for (const CategorySpec& spec : specs) {
    rows[0].push_back(spec.title());
    rows[0].push_back(spec.title() + " (feedback)");
  }
  for (const Student& s : students) {
    CsvRow row = {s.login, s.sis_id, s.email};
    for (const CategorySpec& spec : specs) {
      const GradeReport* report = Find(current, s.submission, spec.name());
      row.push_back(PointsText(report));
      row.push_back(Feedback(report));
    }
    rows.push_back(std::move(row));
  }
  return WriteCsv(rows);
}

std::string GradescopeJson(const std::vector<CategorySpec>& specs,
                           const std::string& submission,
                           const std::vector<GradeReport>& current) {
  using Json = nlohmann::ordered_json;
  Json tests = Json::array(), leaderboard = Json::array();
  double score = 0;
  for (const CategorySpec& spec : specs) {
    const GradeReport* report = Find(current, submission, spec.name());
    if (report == nullptr) continue;
    const double points = LmsPoints(report).value_or(0);
    score += points;
    for (const Check& check : report->checks()) {
      const bool last = check.name() == "performance";
      Json test = {
          {"name", spec.title() + ": " + check.name()},
          {"status", check.result() == CHECK_PASSED ? "passed" : "failed"},
          {"output", check.message()},
          {"visibility", "visible"}};
      // The points hang on the last check, which needs all others.
      if (last) {
        test["score"] = points;
        test["max_score"] = kPointsPossible;
      }
      tests.push_back(std::move(test));
    }
    if (report->verdict() == PASSED) {
      leaderboard.push_back(
          {{"name", absl::StrCat(spec.title(), " (", MetricOf(spec).unit, ")")},
           {"value", report->ranking_figure()},
           {"order", MetricOf(spec).higher_is_better ? "desc" : "asc"}});
      leaderboard.push_back({{"name", spec.title() + " accuracy"},
                             {"value", report->accuracy()},
                             {"order", "desc"}});
    }
  }
  const Json json = {{"score", score},
                     {"visibility", "visible"},
                     {"tests", std::move(tests)},
                     {"leaderboard", std::move(leaderboard)}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace olympics
