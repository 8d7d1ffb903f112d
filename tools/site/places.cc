#include "tools/site/places.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "categories/score.h"
#include "grader/report/figures.h"
#include "grader/report/verdict.h"
#include "tools/portfolio/html.h"
#include "tools/portfolio/signs.h"

namespace olympics {
namespace {

std::string Mark(const std::string& text) {
  return text.empty() ? ""
                      : absl::StrCat(" <span class=\"mark\">", text, "</span>");
}

std::string Tag(const std::string& text) {
  return text.empty() ? ""
                      : absl::StrCat(" <span class=\"tag\">", EscapeHtml(text),
                                     "</span>");
}

std::string Number(const std::string& html) {
  return absl::StrCat("<td class=\"n\">", html, "</td>");
}

std::string Heading(const std::string& text, const std::string& mark = "",
                    bool number = true) {
  return absl::StrCat("<th scope=\"col\"", number ? " class=\"n\"" : "", ">",
                      text, Mark(mark), "</th>");
}

// A name may be too long for its column: it is whole when pointed at.
std::string Name(const std::string& name, const std::string& more) {
  const std::string text = EscapeHtml(name);
  return absl::StrCat(
      "<th scope=\"row\" class=\"name\"><span class=\"who\" "
      "title=\"",
      text, "\">", text, "</span>", more, "</th>");
}

// Rank 0 is that of what is there for comparison.
std::string Row(const std::string& key, int rank, const std::string& cells) {
  return absl::StrCat(
      "<tr",
      rank == 0   ? " class=\"own\""
      : rank == 1 ? " class=\"first\""
                  : "",
      " data-key=\"", EscapeHtml(key), "\"><td class=\"rank n\">",
      rank > 0 ? absl::StrCat(rank) : "–", "</td>", cells, "</tr>\n");
}

std::string Interval(const Figure& figure) {
  return figure.low() == 0 && figure.high() == 0
             ? ""
             : Mark(absl::StrCat("[", FigureText(figure.low()), ", ",
                                 FigureText(figure.high()), "]"));
}

// It scrolls by itself where the screen is too narrow for it.
std::string Scrolling(const std::string& id, const std::string& label,
                      const std::string& head, const std::string& rows) {
  return absl::StrCat(
      "<div class=\"scroll\" role=\"region\" tabindex=\"0\" id=\"places-", id,
      "\" aria-label=\"", EscapeHtml(label), "\">\n<table><thead><tr>", head,
      "</tr></thead><tbody>\n", rows, "</tbody></table></div>\n");
}

}  // namespace

std::string PlacesTable(const CategorySpec& spec,
                        const std::vector<Place>& places, size_t most) {
  const std::string unit = MetricOf(spec).unit;
  const bool marked = !places.empty() && places[0].mark.has_value();
  std::string rows;
  size_t ranked = 0;
  for (const Place& p : places) {
    // What is there for comparison is in no one's place.
    if (p.rank > 0 && ++ranked > most) continue;
    const GradeReport& r = p.report;
    rows += Row(
        absl::StrCat(spec.name(), "/", r.submission()), p.rank,
        absl::StrCat(
            Name(r.submission(),
                 absl::StrCat(" ", MedalSvg(p.rank),
                              Tag(p.role == r.submission() ? "" : p.role),
                              Tag(MarksText(r)))),
            Number(EscapeHtml(FigureText(r.ranking_figure(), unit))),
            Number(absl::StrFormat("%.1f", r.points())),
            p.mark.has_value() ? Number(absl::StrFormat("%.1f", *p.mark)) : "",
            Number(absl::StrFormat("%.2f×", r.gain().value()) +
                   Interval(r.gain())),
            Number(r.samples() > 0
                       ? absl::StrFormat("%.1f %%", 100 * r.accuracy())
                       : "–"),
            Number(r.has_metric()
                       ? EscapeHtml(FigureText(r.metric().value(), unit)) +
                             Interval(r.metric())
                       : "–")));
  }
  return Scrolling(
             spec.name(), absl::StrCat("Places in ", spec.title()),
             absl::StrCat(Heading("Rank"), Heading("Name", "", false),
                          Heading("Figure", FigureMeaning(spec)),
                          Heading("Points", "measured"),
                          marked ? Heading("Mark", "of measured points") : "",
                          Heading("Gain", "over the baseline, 95\u00a0%"),
                          Heading("Accuracy"),
                          Heading("As measured", "in its own run")),
             rows) +
         kMoreColumns;
}

std::string OverallTable(const Season& season) {
  std::string rows;
  for (const ChampionStanding& s : season.awards.overall) {
    if (s.rank > 10) break;
    rows +=
        Row(absl::StrCat("overall/", s.name), s.rank,
            absl::StrCat(Name(s.name, s.rank == 1 ? " " + SignSvg("🏆") : ""),
                         Number(absl::StrFormat("%.1f", s.sum)),
                         Number(absl::StrCat(s.categories, " of ",
                                             season.awards.categories))));
  }
  if (rows.empty()) return "";
  return Scrolling("overall", "Places overall",
                   absl::StrCat(Heading("Rank"), Heading("Name", "", false),
                                Heading("Counted points", "weighted"),
                                Heading("Categories")),
                   rows);
}

}  // namespace olympics
