#include "tools/portfolio/portfolio.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "categories/score.h"
#include "grader/judge/report_text.h"
#include "grader/report/figures.h"
#include "grader/report/text.h"
#include "grader/report/verdict.h"
#include "tools/leaderboard/awards.h"
#include "tools/leaderboard/leaderboard.h"
#include "tools/plots/plots.h"
#include "tools/portfolio/html.h"
#include "tools/portfolio/signs.h"
#include "tools/text/text.h"

namespace olympics {
namespace {

std::string Mark(const std::string& html) {
  return html.empty() ? ""
                      : absl::StrCat(" <span class=\"mark\">", html, "</span>");
}

// What it is ranked by.
std::string RankedBy(const GradeReport& r) {
  if (r.verdict() != PASSED) return "–";
  return EscapeHtml(FigureText(r.ranking_figure(), r.metric().unit()));
}

// What its own run measured, where that is another figure.
std::string Measured(const GradeReport& r) {
  const std::string& unit = r.metric().unit();
  if (!r.has_metric()) return "";
  const std::string text = FigureText(r.metric().value(), unit);
  return r.verdict() == PASSED && text == FigureText(r.ranking_figure(), unit)
             ? ""
             : Mark(absl::StrCat("measured ", EscapeHtml(text)));
}

// A figure stays on the line of what it belongs to.
std::string Unbroken(const std::string& text) {
  return absl::StrReplaceAll(
      EscapeHtml(text),
      {{" %", "\u00a0%"}, {": +", ":\u00a0+"}, {": -", ":\u00a0-"}});
}

std::string Gain(const GradeReport& r) {
  if (!r.has_gain()) return "–";
  return absl::StrFormat("%.2f×", r.gain().value()) +
         Mark(absl::StrFormat("[%.2f, %.2f]", r.gain().low(), r.gain().high()));
}

// What a program that failed printed last, below the reason.
std::string Printed(const GradeReport& r) {
  const std::string lines = ProgramLines(ProgramOutputOf(r), "| ");
  return lines.empty() ? ""
                       : absl::StrCat(
                             "<pre aria-label=\"The last that it "
                             "printed\">",
                             EscapeHtml(lines), "</pre>");
}

using Runs = std::vector<const GradeReport*>;

// What the page tells of one category.
struct Part {
  const CategorySpec* spec = nullptr;
  const Grade* grade = nullptr;
  const GradeReport* current = nullptr;
  Runs passed;  // of the submission, in the order of the record
};

std::string Tenths(const std::optional<double>& value) {
  return value.has_value() ? absl::StrFormat("%.1f", *value) : "–";
}

// Counted points, and those measured where they are others.
std::string PointsCell(const Grade& grade) {
  const std::string counted = Tenths(grade.points);
  const std::string measured = Tenths(grade.measured);
  return counted == measured ? counted : counted + Mark("measured " + measured);
}

std::string GradesTable(const Season& season, const std::vector<Part>& parts) {
  const bool marked = season.config.has_marks();
  std::string rows;
  for (const Part& p : parts) {
    const GradeReport& r = *p.current;
    std::string rank = "–";
    const std::vector<Place> places = Ranking(*p.spec, season.ranked);
    for (const Place& place : places) {
      if (place.report.submission() != r.submission()) continue;
      rank = absl::StrCat(place.rank, " of ", places.size(), " ",
                          MedalSvg(place.rank));
    }
    absl::StrAppend(
        &rows, "<tr><th scope=\"row\" class=\"wrap\">", SignSvg(p.spec->sign()),
        " ", EscapeHtml(p.spec->title()), "</th><td>", rank,
        "</td><td class=\"n\">", PointsCell(*p.grade),
        marked ? "</td><td class=\"n\">" + Tenths(p.grade->mark) : "",
        "</td><td class=\"n\">", RankedBy(r), Mark(MarksText(r)), Measured(r),
        "</td><td class=\"n\">", Gain(r), "</td><td class=\"n\">",
        r.samples() > 0 ? absl::StrFormat("%.1f %%", 100 * r.accuracy()) : "–",
        "</td><td class=\"wrap\">",
        EscapeHtml(
            r.verdict() == PASSED
                ? "passed"
                : absl::StrCat(VerdictWord(r.verdict()), ": ", r.reason())),
        Mark(Unbroken(NoteOf(*p.grade))), Printed(r), "</td></tr>\n");
  }
  return absl::StrCat(
      "<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
      "aria-label=\"Grades\"><table><thead><tr><th>Category</th><th>Rank</th>"
      "<th class=\"n\">Points <span class=\"mark\">counted</span></th>",
      marked ? "<th class=\"n\">Mark</th>" : "",
      "<th class=\"n\">Figure <span "
      "class=\"mark\">on the reference machine</span></th><th class=\"n\">Gain "
      "<span class=\"mark\">over the baseline, 95\u00a0%</span></th><th "
      "class=\"n\">Accuracy</th><th>Verdict</th></tr></thead><tbody>\n",
      rows, "</tbody></table></div>\n", kMoreColumns,
      "<p class=\"sub\">Gains, and figures on the reference machine, which are "
      "gains times what the baseline has there, compare between runs; what was "
      "measured in a run is of its machine and load, and does not.</p>\n");
}

std::string BeforeAfter(const std::vector<Part>& parts) {
  std::string rows;
  for (const Part& p : parts) {
    if (p.passed.size() < 2) continue;
    // As submitted with --baseline, or else the first that passed.
    const auto marked = std::find_if(
        p.passed.begin(), p.passed.end(),
        [](const GradeReport* r) { return r->phase() == "baseline"; });
    const GradeReport& before =
        marked == p.passed.end() ? *p.passed.front() : **marked;
    const GradeReport& after = *p.passed.back();
    if (&before == &after) continue;
    absl::StrAppend(
        &rows, "<tr><th scope=\"row\">", EscapeHtml(p.spec->title()),
        "</th><td class=\"n\">", RankedBy(before), "</td><td class=\"n\">",
        RankedBy(after), "</td><td class=\"n\">", Gain(before),
        "</td><td class=\"n\">", Gain(after), "</td><td class=\"n\">",
        absl::StrFormat("%.2f×", after.gain().value() / before.gain().value()),
        "</td></tr>\n");
  }
  if (rows.empty()) return "";
  return absl::StrCat(
      "<h2>Before and after</h2>\n<div class=\"scroll\" role=\"region\" "
      "tabindex=\"0\" aria-label=\"Before and after\"><table><thead><tr>"
      "<th>Category</th><th class=\"n\">Before</th><th class=\"n\">After</th>"
      "<th class=\"n\">Gain before</th><th class=\"n\">Gain after</th>"
      "<th class=\"n\">Improved</th></tr></thead><tbody>\n",
      rows, "</tbody></table></div>\n", kMoreColumns,
      "<p class=\"sub\">Each gain is over the baseline in the same run.</p>\n");
}

// The gain of each run that passed, a line for each category.
std::string History(const std::vector<Part>& parts) {
  std::vector<PlotLine> lines;
  for (const Part& p : parts) {
    PlotLine& line = lines.emplace_back();
    line.name = p.spec->title();
    for (const GradeReport* r : p.passed) {
      line.steps.push_back({r->started_unix_ms(), r->gain().value(),
                            r->gain().low(), r->gain().high()});
    }
  }
  const std::string plot = HistoryPlot("Gain over the baseline, run by run",
                                       lines, PlotAlong::kRuns);
  return plot.empty() ? ""
                      : absl::StrCat("<h2>Run by run</h2>\n<figure>\n", plot,
                                     "</figure>\n");
}

std::string Won(const PortfolioInput& input) {
  const Awards& awards = input.season.awards;
  std::string items;
  for (const ChampionStanding& s : awards.overall) {
    if (s.name != input.submission) continue;
    absl::StrAppend(
        &items, "<li>",
        s.rank == 1 ? SignSvg("🏆") + " Overall Champion"
                    : absl::StrCat("Rank ", s.rank, " overall"),
        absl::StrFormat(", %.1f counted points, weighted, in %d categories",
                        s.sum, s.categories),
        "</li>\n");
  }
  for (const CategorySpec& spec : input.season.specs) {
    for (const RunOnRecord& r : awards.first_blood) {
      if (r.name != input.submission || r.category != spec.name()) continue;
      absl::StrAppend(&items, "<li>", SignSvg("🎯"), " First Blood in ",
                      EscapeHtml(spec.title()), "</li>\n");
    }
  }
  for (const GivenAward& g : awards.given) {
    if (g.submission != input.submission) continue;
    absl::StrAppend(&items, "<li>", SignedTitle(AwardTitle(g.award)), ": ",
                    EscapeHtml(g.reason), "</li>\n");
  }
  return items.empty()
             ? ""
             : absl::StrCat("<h2>Awards</h2>\n<ul>", items, "</ul>\n");
}

}  // namespace

std::string PortfolioHtml(const PortfolioInput& input) {
  const Season& season = input.season;
  std::vector<Part> parts;
  std::string hardware;
  int64_t last = 0;
  for (const CategorySpec& spec : season.specs) {
    Part part;
    part.spec = &spec;
    part.grade = FindGrade(season.grades, input.submission, spec.name());
    if (part.grade == nullptr || !part.grade->run.has_value()) continue;
    part.current = &*part.grade->run;
    for (const Entry& e : season.entries) {
      const GradeReport& r = e.run();
      if (r.submission() != input.submission || r.category() != spec.name()) {
        continue;
      }
      if (r.verdict() == PASSED) part.passed.push_back(&r);
      last = std::max(last, r.started_unix_ms());
    }
    absl::StrAppend(
        &hardware, "<li>", EscapeHtml(spec.title()), ": ",
        EscapeHtml(part.current->has_board() ? part.current->board().model()
                                             : part.current->processor()),
        ", ", TimeText(part.current->started_unix_ms()), "</li>\n");
    parts.push_back(std::move(part));
  }
  const std::string name = EscapeHtml(input.submission);
  const bool known =
      !input.students.empty() && input.students != input.submission;
  const std::string title = known ? EscapeHtml(input.students) : name;
  std::string html = absl::StrCat(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, "
      "initial-scale=1\">\n"
      // Whatever the README became: nothing on this page runs, loads or sends.
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
      "'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action "
      "'none'\"/>\n<title>",
      title, known ? absl::StrCat(" (", name, ")") : "",
      " – TinyTorch Olympics</title>\n<style>", PageStyle(), PlotStyle(),
      "</style>\n</head>\n<body>\n<main>\n<h1>", title,
      "</h1>\n<p class=\"sub\">TinyTorch Olympics, performance report",
      known ? absl::StrCat(" of ", name) : "");
  if (last > 0) absl::StrAppend(&html, ", ", TimeText(last));
  html += "</p>\n<h2>Grades</h2>\n";
  html +=
      parts.empty() ? "<p>No grades yet.</p>\n" : GradesTable(season, parts);
  absl::StrAppend(&html, Won(input), BeforeAfter(parts), History(parts));
  if (!input.readme_html.empty()) {
    absl::StrAppend(&html,
                    "<h2>Techniques and trade-offs</h2>\n<div "
                    "class=\"readme\">\n",
                    input.readme_html, "</div>\n");
  }
  absl::StrAppend(
      &html, "<h2>Reproduce it</h2>\n<pre>bazel build //submissions/", name,
      ":all\nbazel test //submissions/", name,
      ":grade --test_output=all\nbazel run //submissions/", name,
      ":run_benchmark</pre>\n<p>Training is part of the build: the same "
      "sources "
      "give the same weights. Gains compare between machines, absolute figures "
      "do not.</p>\n");
  if (!hardware.empty()) {
    absl::StrAppend(&html, "<p>Measured on:</p>\n<ul>", hardware, "</ul>\n");
  }
  return html + "</main>\n</body>\n</html>\n";
}

}  // namespace olympics
