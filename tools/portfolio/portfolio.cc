#include "tools/portfolio/portfolio.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "categories/score.h"
#include "grader/judge/judge.h"
#include "tools/leaderboard/awards.h"
#include "tools/leaderboard/leaderboard.h"
#include "tools/portfolio/html.h"
#include "tools/portfolio/markdown.h"
#include "tools/text/text.h"

namespace olympics {
namespace {

std::string Metric(const GradeReport& r) {
  if (!r.has_metric()) return "–";
  return EscapeHtml(WithUnit(r.metric().value(), r.metric().unit()));
}

std::string Gain(const GradeReport& r) {
  if (!r.has_gain()) return "–";
  return absl::StrFormat("%.2f× <span class=\"mark\">[%.2f, %.2f]</span>",
                         r.gain().value(), r.gain().low(), r.gain().high());
}

using Runs = std::vector<const GradeReport*>;

// What the page tells of one category.
struct Part {
  const CategorySpec* spec = nullptr;
  const Grade* grade = nullptr;
  const GradeReport* current = nullptr;
  Runs passed;  // of the submission, in the order of the record
};

std::string GradesTable(const std::vector<Part>& parts,
                        const std::vector<GradeReport>& current) {
  std::string rows;
  for (const Part& p : parts) {
    const GradeReport& r = *p.current;
    std::string rank = "–";
    const std::vector<Place> places = Ranking(*p.spec, current);
    for (const Place& place : places) {
      if (place.report.submission() != r.submission()) continue;
      rank = absl::StrCat(place.rank, " of ", places.size(), " ",
                          Medal(place.rank));
    }
    const std::string marks = MarksText(r), note = NoteOf(*p.grade);
    absl::StrAppend(
        &rows, "<tr><th scope=\"row\">", EscapeHtml(p.spec->sign()), " ",
        EscapeHtml(p.spec->title()), "</th><td>", rank, "</td><td class=\"n\">",
        Metric(r), marks.empty() ? "" : " <span class=\"mark\">", marks,
        marks.empty() ? "" : "</span>", "</td><td class=\"n\">", Gain(r),
        "</td><td class=\"n\">",
        r.samples() > 0 ? absl::StrFormat("%.1f %%", 100 * r.accuracy()) : "–",
        "</td><td class=\"n\">",
        p.grade->points.has_value() ? absl::StrFormat("%.1f", *p.grade->points)
                                    : "–",
        "</td><td class=\"wrap\">",
        EscapeHtml(
            r.verdict() == PASSED
                ? "passed"
                : absl::StrCat(VerdictWord(r.verdict()), ": ", r.reason())),
        note.empty() ? "" : " <span class=\"mark\">", EscapeHtml(note),
        note.empty() ? "" : "</span>", "</td></tr>\n");
  }
  return absl::StrCat(
      "<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
      "aria-label=\"Grades\"><table><thead><tr><th>Category</th><th>Rank</th>"
      "<th class=\"n\">Measured</th><th class=\"n\">Gain over the baseline</th>"
      "<th class=\"n\">Accuracy</th><th class=\"n\">Points</th><th>Verdict</th>"
      "</tr></thead><tbody>\n",
      rows, "</tbody></table></div>\n");
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
        "</th><td class=\"n\">", Metric(before), "</td><td class=\"n\">",
        Metric(after), "</td><td class=\"n\">", Gain(before),
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
      rows,
      "</tbody></table></div>\n<p class=\"sub\">Figures of two days compare by "
      "their gains: each is over the baseline in the same run.</p>\n");
}

// The gain of each run that passed, a line for each category; the scale is
// logarithmic.
std::string History(const std::vector<Part>& parts) {
  static constexpr const char* kColours[] = {"#0969da", "#bf3989", "#1a7f37",
                                             "#bc4c00", "#8250df"};
  constexpr double kWidth = 720, kHeight = 260, kLeft = 52, kRight = 150,
                   kTop = 14, kBottom = 28;
  double low = 0.9, high = 1.1;
  size_t most = 0;
  for (const Part& p : parts) {
    for (const GradeReport* r : p.passed) {
      low = std::min(low, r->gain().low());
      high = std::max(high, r->gain().high());
    }
    most = std::max(most, p.passed.size());
  }
  if (most < 2 || !(low > 0) || !std::isfinite(high)) return "";
  const auto y = [&](double gain) {
    return kTop + (kHeight - kTop - kBottom) *
                      (std::log(high) - std::log(gain)) /
                      (std::log(high) - std::log(low));
  };
  const auto x = [&](size_t i) {
    return kLeft + (kWidth - kLeft - kRight) * static_cast<double>(i) /
                       static_cast<double>(most - 1);
  };
  std::string svg = absl::StrFormat(
      "<svg viewBox=\"0 0 %g %g\" role=\"img\" aria-label=\"Gain over the "
      "baseline, run by run\">\n",
      kWidth, kHeight);
  for (const double tick : {0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0}) {
    if (tick < low || tick > high) continue;
    absl::StrAppendFormat(&svg,
                          "<line x1=\"%g\" x2=\"%g\" y1=\"%.1f\" y2=\"%.1f\" "
                          "stroke=\"var(--line)\"/><text x=\"%g\" y=\"%.1f\" "
                          "text-anchor=\"end\">%g×</text>\n",
                          kLeft, kWidth - kRight, y(tick), y(tick), kLeft - 8,
                          y(tick) + 4, tick);
  }
  int line = 0;
  for (const Part& p : parts) {
    if (p.passed.empty()) continue;
    const char* colour = kColours[line % 5];
    std::string points;
    for (size_t i = 0; i < p.passed.size(); ++i) {
      const Figure& g = p.passed[i]->gain();
      absl::StrAppendFormat(&points, "%.1f,%.1f ", x(i), y(g.value()));
      absl::StrAppendFormat(
          &svg,
          "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\" "
          "stroke=\"%s\" opacity=\".5\"/><circle cx=\"%.1f\" cy=\"%.1f\" "
          "r=\"3\" fill=\"%s\"/>\n",
          x(i), x(i), y(g.low()), y(g.high()), colour, x(i), y(g.value()),
          colour);
    }
    absl::StrAppendFormat(
        &svg, "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\"/>\n", points,
        colour);
    absl::StrAppendFormat(
        &svg,
        "<circle cx=\"%g\" cy=\"%g\" r=\"4\" fill=\"%s\"/><text x=\"%g\" "
        "y=\"%g\">%s</text>\n",
        kWidth - kRight + 16, kTop + 8 + 20.0 * line, colour,
        kWidth - kRight + 26, kTop + 12 + 20.0 * line,
        EscapeHtml(p.spec->title()));
    ++line;
  }
  return absl::StrCat("<h2>Run by run</h2>\n", svg,
                      absl::StrFormat("<text x=\"%g\" y=\"%g\">runs that "
                                      "passed, in the order of the record"
                                      "</text></svg>\n",
                                      kLeft, kHeight - 6));
}

std::string Won(const PortfolioInput& input) {
  const Awards& awards = input.season.awards;
  std::string items;
  for (const ChampionStanding& s : awards.overall) {
    if (s.name != input.submission) continue;
    absl::StrAppend(&items, "<li>",
                    s.rank == 1 ? "🏆 Overall Champion"
                                : absl::StrCat("Rank ", s.rank, " overall"),
                    absl::StrFormat(", %.1f weighted points in %d categories",
                                    s.sum, s.categories),
                    "</li>\n");
  }
  for (const RunOnRecord& r : awards.first_blood) {
    if (r.name != input.submission) continue;
    absl::StrAppend(&items, "<li>🎯 First Blood in ",
                    EscapeHtml(TitleOf(input.season.specs, r.category)),
                    "</li>\n");
  }
  for (const GivenAward& g : awards.given) {
    if (g.submission != input.submission) continue;
    absl::StrAppend(&items, "<li>", AwardTitle(g.award), ": ",
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
  std::string html = absl::StrCat(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, "
      "initial-scale=1\">\n<title>",
      name, " – TinyTorch Olympics</title>\n<style>", PageStyle(),
      "</style>\n</head>\n<body>\n<main>\n<h1>", name,
      "</h1>\n<p class=\"sub\">TinyTorch Olympics, performance report");
  if (last > 0) absl::StrAppend(&html, ", ", TimeText(last));
  html += "</p>\n<h2>Grades</h2>\n";
  html += parts.empty() ? "<p>No grades yet.</p>\n"
                        : GradesTable(parts, season.ranked);
  absl::StrAppend(&html, Won(input), BeforeAfter(parts), History(parts));
  if (!input.readme.empty()) {
    absl::StrAppend(&html,
                    "<h2>Techniques and trade-offs</h2>\n<div "
                    "class=\"readme\">\n",
                    MarkdownHtml(input.readme), "</div>\n");
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
