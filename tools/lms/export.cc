#include "tools/lms/export.h"

#include <algorithm>
#include <optional>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "categories/score.h"
#include "grader/judge/report_text.h"
#include "grader/report/figures.h"
#include "grader/report/text.h"
#include "grader/report/verdict.h"
#include "nlohmann/json.hpp"
#include "pugixml.hpp"
#include "tools/course/marks.h"
#include "tools/csv/csv.h"
#include "tools/leaderboard/season.h"
#include "tools/record/store.h"
#include "tools/text/text.h"

namespace olympics {
namespace {

using Json = nlohmann::ordered_json;

std::string Hundredths(const std::optional<double>& value) {
  return value.has_value() ? absl::StrFormat("%.2f", *value) : "";
}

// What a submission's grade in a category is worth, as the LMS is told it.
std::string WorthText(const Season& season, const Grade* grade) {
  return Hundredths(WorthOf(season.config, grade));
}

std::string Feedback(const Grade* grade) {
  return grade == nullptr ? "" : FeedbackOf(*grade);
}

// What a program printed last, below a message. Some systems show feedback as
// HTML: what would be markup there is replaced by what looks like it.
std::string Printed(const std::string& lines) {
  if (lines.empty()) return "";
  return absl::StrCat(
      "\nThe last that it printed:\n",
      absl::StrReplaceAll(absl::StripSuffix(ProgramLines(lines), "\n"),
                          {{"<", "‹"}, {">", "›"}, {"&", "＆"}}));
}

// The report of a submission that could not be built, or nullptr.
const GradeReport* NotBuilt(const std::vector<Grade>& grades,
                            const std::string& submission) {
  const Grade* g = FindGrade(grades, submission, kAllCategories);
  return g != nullptr && g->run.has_value() ? &*g->run : nullptr;
}

// A check of a category, as both Gradescope and PrairieLearn show it.
struct Shown {
  std::string name;
  bool passed = false;
  std::string output;
  std::optional<double> points;  // on the check that needs all others
};

std::vector<Shown> ChecksOf(const Season& season,
                            const std::string& submission) {
  std::vector<Shown> shown;
  if (const GradeReport* r = NotBuilt(season.grades, submission);
      r != nullptr) {
    shown.push_back({"build", false, r->reason(), std::nullopt});
  }
  for (const CategorySpec& spec : season.specs) {
    const Grade* grade = FindGrade(season.grades, submission, spec.name());
    const std::optional<double> worth = WorthOf(season.config, grade);
    if (grade == nullptr && !worth.has_value()) continue;
    if (grade != nullptr && grade->run.has_value()) {
      for (const Check& check : grade->run->checks()) {
        shown.push_back(
            {spec.title() + ": " + check.name(), check.result() == CHECK_PASSED,
             check.message() + Printed(check.program_output()), std::nullopt});
      }
    }
    // What is as good as the baseline has 0 points, and passes.
    const bool passed = grade != nullptr && !grade->disqualified &&
                        (grade->overridden ? grade->points.value_or(0) > 0
                                           : grade->run->verdict() == PASSED);
    shown.push_back(
        {spec.title() + ": grade", passed, Feedback(grade), worth.value_or(0)});
  }
  return shown;
}

}  // namespace

std::string FeedbackOf(const Grade& grade) {
  std::string text, printed;
  if (grade.run.has_value()) {
    const GradeReport& r = *grade.run;
    if (r.verdict() != PASSED) {
      text = absl::StrCat(VerdictWord(r.verdict()), ": ", r.reason());
      printed = Printed(ProgramOutputOf(r));
    } else {
      const std::string marks = MarksText(r);
      // Composites have a figure of their own, points or a mean of gains.
      const bool scaled =
          r.metric().unit() != "points" && r.metric().unit() != "x";
      // The figure that ranks: those of the runs themselves are of different
      // loads, and would contradict the gains.
      text = absl::StrFormat(
          "%.2f times the baseline%s: %s%s, %.2f %% accuracy", r.gain().value(),
          marks.empty() ? "" : absl::StrCat(" (", marks, ")"),
          FigureText(r.ranking_figure(), r.metric().unit()),
          scaled ? " on the reference machine" : "", 100 * r.accuracy());
    }
  }
  const std::string note = NoteOf(grade);
  return absl::StrCat(text, text.empty() || note.empty() ? "" : "; ", note,
                      printed);
}

std::string CanvasCsv(const Season& season,
                      const std::vector<Student>& students) {
  std::vector<CsvRow> rows(2);
  rows[0] = {"Student", "ID", "SIS User ID", "SIS Login ID", "Section"};
  rows[1] = {"    Points Possible", "", "", "", ""};
  for (const CategorySpec& spec : season.specs) {
    rows[0].push_back(spec.title());
    rows[1].push_back(absl::StrFormat("%.2f", MostOf(season.config)));
  }
  for (const Student& s : students) {
    CsvRow row = {s.name, s.id, s.sis_id, s.login, s.section};
    for (const CategorySpec& spec : season.specs) {
      row.push_back(WorthText(
          season, FindGrade(season.grades, s.submission, spec.name())));
    }
    rows.push_back(std::move(row));
  }
  return WriteCsv(rows);
}

std::string MoodleCsv(const Season& season,
                      const std::vector<Student>& students) {
  std::vector<CsvRow> rows(1);
  rows[0] = {"username", "ID number", "Email address"};
  for (const CategorySpec& spec : season.specs) {
    rows[0].push_back(spec.title());
    rows[0].push_back(spec.title() + " (feedback)");
  }
  for (const Student& s : students) {
    CsvRow row = {s.login, s.sis_id, s.email};
    for (const CategorySpec& spec : season.specs) {
      const Grade* grade = FindGrade(season.grades, s.submission, spec.name());
      const std::string worth = WorthText(season, grade);
      row.push_back(worth);
      // Feedback without a grade makes Moodle forget the grade that it has.
      row.push_back(worth.empty() ? "" : Feedback(grade));
    }
    rows.push_back(std::move(row));
  }
  return WriteCsv(rows);
}

std::string MoodleXml(const Season& season,
                      const std::vector<Student>& students,
                      const std::string& batch) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  pugi::xml_node results = document.append_child("results");
  results.append_attribute("batch") = PlainText(batch).c_str();
  const auto add = [](pugi::xml_node to, const char* name,
                      const std::string& text) {
    to.append_child(name).text().set(PlainText(text).c_str());
  };
  for (const Student& s : students) {
    if (s.sis_id.empty()) continue;
    for (const CategorySpec& spec : season.specs) {
      const Grade* grade = FindGrade(season.grades, s.submission, spec.name());
      const std::string worth = WorthText(season, grade);
      if (worth.empty()) continue;
      pugi::xml_node result = results.append_child("result");
      add(result, "assignment", spec.name());
      add(result, "student", s.sis_id);
      add(result, "score", worth);
      add(result, "feedback", Feedback(grade));
    }
  }
  std::ostringstream out;
  document.save(out, "  ", pugi::format_default, pugi::encoding_utf8);
  return out.str();
}

std::string GradescopeJson(const Season& season,
                           const std::string& submission) {
  Json tests = Json::array(), leaderboard = Json::array();
  for (const Shown& s : ChecksOf(season, submission)) {
    Json test = {{"name", s.name},
                 {"status", s.passed ? "passed" : "failed"},
                 {"output", s.output},
                 {"visibility", "visible"}};
    if (s.points.has_value()) {
      test["score"] = *s.points;
      test["max_score"] = MostOf(season.config);
    }
    tests.push_back(std::move(test));
  }
  double score = 0;
  for (const CategorySpec& spec : season.specs) {
    const Grade* grade = FindGrade(season.grades, submission, spec.name());
    score += WorthOf(season.config, grade).value_or(0);
    if (grade == nullptr || grade->disqualified || !grade->run.has_value() ||
        grade->run->verdict() != PASSED) {
      continue;
    }
    leaderboard.push_back(
        {{"name", absl::StrCat(spec.title(), " (", MetricOf(spec).unit, ")")},
         {"value", grade->run->ranking_figure()},
         {"order", MetricOf(spec).higher_is_better ? "desc" : "asc"}});
    leaderboard.push_back({{"name", spec.title() + " accuracy"},
                           {"value", grade->run->accuracy()},
                           {"order", "desc"}});
  }
  return DumpJson({{"score", score},
                   {"visibility", "visible"},
                   {"tests", std::move(tests)},
                   {"leaderboard", std::move(leaderboard)}});
}

std::string PrairieLearnJson(const Season& season,
                             const std::string& submission) {
  Json tests = Json::array();
  for (const Shown& s : ChecksOf(season, submission)) {
    // A check is worth nothing by itself; what it says is shown all the same.
    const double most = s.points.has_value() ? MostOf(season.config) : 0;
    tests.push_back({{"name", s.name},
                     {"points", s.points.value_or(0)},
                     {"max_points", most},
                     {"output", s.output},
                     {"message", s.passed ? "passed" : "failed"}});
  }
  double sum = 0;
  for (const CategorySpec& spec : season.specs) {
    const Grade* grade = FindGrade(season.grades, submission, spec.name());
    sum += WorthOf(season.config, grade).value_or(0);
  }
  const double most =
      MostOf(season.config) *
      static_cast<double>(std::max<size_t>(1, season.specs.size()));
  const GradeReport* not_built = NotBuilt(season.grades, submission);
  Json json = {{"gradable", not_built == nullptr},
               {"score", std::min(1.0, sum / most)}};
  if (not_built != nullptr) {
    json["format_errors"] = Json::array({not_built->reason()});
  }
  json["tests"] = std::move(tests);
  return DumpJson(json);
}

std::string PlainCsv(const Season& season,
                     const std::vector<Student>& students) {
  std::vector<CsvRow> rows(1);
  rows[0] = {"submission",     "name",    "id",
             "sis_id",         "login",   "email",
             "category",       "verdict", "measured_points",
             "counted_points", "mark",    "metric",
             "unit",           "gain",    "accuracy",
             "feedback"};
  for (const Student& s : students) {
    for (const CategorySpec& spec : season.specs) {
      const Grade* g = FindGrade(season.grades, s.submission, spec.name());
      CsvRow row = {s.submission, s.name,  s.id,       s.sis_id,
                    s.login,      s.email, spec.name()};
      const GradeReport* r =
          g != nullptr && g->run.has_value() ? &*g->run : nullptr;
      const bool measured = r != nullptr && r->has_metric();
      row.push_back(r == nullptr ? "" : VerdictWord(r->verdict()));
      const std::optional<double> none;
      row.push_back(Hundredths(g == nullptr ? none : g->measured));
      row.push_back(Hundredths(g == nullptr ? none : g->points));
      row.push_back(season.config.has_marks() ? WorthText(season, g) : "");
      row.push_back(measured ? absl::StrFormat("%.6g", r->metric().value())
                             : "");
      row.push_back(measured ? r->metric().unit() : "");
      row.push_back(measured ? absl::StrFormat("%.6g", r->gain().value()) : "");
      row.push_back(r != nullptr && r->samples() > 0
                        ? absl::StrFormat("%.6g", r->accuracy())
                        : "");
      row.push_back(Feedback(g));
      rows.push_back(std::move(row));
    }
  }
  return WriteCsv(rows);
}

std::string PlainJson(const Season& season,
                      const std::vector<Student>& students) {
  Json json = Json::array();
  for (const Student& s : students) {
    for (const CategorySpec& spec : season.specs) {
      const Grade* g = FindGrade(season.grades, s.submission, spec.name());
      Json row = {{"submission", s.submission},
                  {"name", s.name},
                  {"id", s.id},
                  {"sis_id", s.sis_id},
                  {"login", s.login},
                  {"email", s.email},
                  {"category", spec.name()},
                  {"verdict", nullptr},
                  {"measured_points", nullptr},
                  {"counted_points", nullptr},
                  {"mark", nullptr},
                  {"metric", nullptr},
                  {"unit", nullptr},
                  {"gain", nullptr},
                  {"accuracy", nullptr},
                  {"feedback", Feedback(g)}};
      const auto put = [&](const char* name,
                           const std::optional<double>& value) {
        if (value.has_value()) row[name] = *value;
      };
      if (g != nullptr) {
        put("measured_points", g->measured);
        put("counted_points", g->points);
      }
      if (season.config.has_marks()) put("mark", WorthOf(season.config, g));
      if (g != nullptr && g->run.has_value()) {
        const GradeReport& r = *g->run;
        row["verdict"] = VerdictWord(r.verdict());
        if (r.has_metric()) {
          row["metric"] = r.metric().value();
          row["unit"] = r.metric().unit();
          row["gain"] = r.gain().value();
        }
        if (r.samples() > 0) row["accuracy"] = r.accuracy();
      }
      json.push_back(std::move(row));
    }
  }
  return DumpJson(json);
}

}  // namespace olympics
