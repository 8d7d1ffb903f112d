#include "tools/site/pages.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "categories/score.h"
#include "tools/leaderboard/leaderboard.h"
#include "tools/plots/plots.h"
#include "tools/portfolio/html.h"
#include "tools/portfolio/signs.h"
#include "tools/site/assets.h"
#include "tools/site/places.h"
#include "tools/text/text.h"

namespace olympics {
namespace {

constexpr char kHtml[] = "text/html; charset=utf-8";
constexpr size_t kPlotted = 500;  // dots that a plot holds

std::string Plots(const Season& season, const CategorySpec& spec,
                  const std::vector<Place>& places) {
  std::vector<PlotPoint> points;
  for (size_t i = 0; i < places.size() && i < kPlotted; ++i) {
    const GradeReport& r = places[i].report;
    points.push_back({r.submission(), r.gain().value(), r.accuracy()});
  }
  // How the first five came there.
  std::vector<PlotLine> lines;
  std::map<std::string, size_t> leader;
  for (size_t i = 0; i < places.size() && i < 5; ++i) {
    leader[places[i].report.submission()] = lines.size();
    lines.push_back({places[i].report.submission(), {}});
  }
  for (const Entry& e : season.entries) {
    const GradeReport& r = e.run();
    if (r.category() != spec.name() || r.verdict() != PASSED) continue;
    const auto found = leader.find(r.submission());
    if (found == leader.end()) continue;
    lines[found->second].steps.push_back({e.at_unix_ms(), r.gain().value()});
  }
  const std::string pareto =
      ParetoPlot(absl::StrCat(spec.title(), ": accuracy over gain of ",
                              points.size(), " submissions"),
                 points);
  const std::string history = HistoryPlot(
      absl::StrCat(spec.title(), ": gain of the first five over time"), lines);
  const auto figure = [](const std::string& svg, const char* caption) {
    return svg.empty() ? ""
                       : absl::StrCat("<figure>\n", svg, "<figcaption>",
                                      caption, "</figcaption></figure>\n");
  };
  if (pareto.empty() && history.empty()) return "";
  return absl::StrCat(
      "<div class=\"plots\">\n",
      figure(pareto,
             "Gain and accuracy; the dashed line joins those that no "
             "other beats in both"),
      figure(history, "How the first five came there"), "</div>\n");
}

std::string Heading(const CategorySpec& spec) {
  return absl::StrCat(SignSvg(spec.sign()), " ", EscapeHtml(spec.title()));
}

std::string Card(const std::string& title, const std::string& who,
                 const std::string& what) {
  return absl::StrCat("<div class=\"card\"><h3>", title,
                      "</h3><p class=\"who\">", EscapeHtml(who),
                      "</p><p class=\"soft\">", EscapeHtml(what),
                      "</p></div>\n");
}

std::string Honours(const Season& season) {
  std::string champion, others;
  const std::string overall = OverallTable(season);
  if (!overall.empty()) {
    champion = absl::StrCat(
        "<section id=\"overall\"><h2>", SignSvg("🏆"),
        " Overall Systems Engineer</h2>\n"
        "<p class=\"soft\">Counted points of all categories, weighted by their "
        "difficulty, of who competes in three or more.</p>\n",
        overall, "</section>\n");
  }
  for (const GivenAward& g : season.awards.given) {
    others += Card(SignedTitle(AwardTitle(g.award)), g.submission, g.reason);
  }
  for (const CategorySpec& spec : season.specs) {
    for (const RunOnRecord& r : season.awards.first_blood) {
      if (r.category != spec.name()) continue;
      others += Card(SignSvg("🎯") + " First Blood", r.name,
                     absl::StrFormat("first to beat the baseline in %s, by "
                                     "%.2f× or more",
                                     spec.title(), r.gain_lowest));
    }
  }
  if (!others.empty()) {
    others = absl::StrCat("<section id=\"awards\"><h2>", SignSvg("🏅"),
                          " Awards</h2>\n<div class=\"cards\">\n", others,
                          "</div></section>\n");
  }
  return champion + others;
}

std::string Page(const Season& season, const SiteOptions& options,
                 const std::string& title, const std::string& nav,
                 const std::string& main) {
  const std::string course = season.config.title().empty()
                                 ? "TinyTorch Olympics"
                                 : season.config.title();
  return absl::StrCat(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, "
      "initial-scale=1\">\n<title>",
      EscapeHtml(title),
      "</title>\n<link rel=\"stylesheet\" "
      "href=\"style.css\">\n",
      options.live ? "<script src=\"live.js\" defer></script>\n" : "",
      "</head>\n<body data-version=\"", season.entries.size(),
      "\">\n<a class=\"skip\" href=\"#main\">To the places</a>\n<header>\n"
      "<h1>",
      SignSvg("🏆"), " ", EscapeHtml(title), "</h1>\n<p>", EscapeHtml(course),
      ", as of ", TimeText(options.now_unix_ms), "</p>\n",
      options.live ? "<p id=\"live\" role=\"status\"></p>\n" : "",
      "<nav aria-label=\"Categories\"><ul>\n", nav,
      "</ul></nav>\n</header>\n<main id=\"main\">\n", main,
      "</main>\n<footer><p>Ranked by the gain over the baseline in the same "
      "run, with a 95 % interval. A figure on the reference machine is that "
      "gain times what the baseline has there: it compares between runs. What "
      "was measured in a run is of that run's machine and load, and does not. "
      "<span class=\"tag\">simulated</span> counts instructions on an emulated "
      "board, <span class=\"tag\">estimated</span> is energy by a model. "
      "<a href=\"leaderboard.json\">As JSON</a></p></footer>\n</body>\n"
      "</html>\n");
}

}  // namespace

std::vector<SiteFile> SiteOf(const Season& season, const SiteOptions& options) {
  std::vector<SiteFile> files;
  std::string nav, sections,
      full_nav = "<li><a href=\"index.html\">All</a></li>\n";
  for (const CategorySpec& spec : season.specs) {
    absl::StrAppend(&nav, "<li><a href=\"#", spec.name(), "\">", Heading(spec),
                    "</a></li>\n");
    absl::StrAppend(&full_nav, "<li><a href=\"", spec.name(), ".html\">",
                    Heading(spec), "</a></li>\n");
  }
  if (!season.awards.overall.empty()) {
    absl::StrAppend(&nav, "<li><a href=\"#overall\">", SignSvg("🏆"),
                    " Overall</a></li>\n");
  }
  std::vector<SiteFile> categories;
  for (const CategorySpec& spec : season.specs) {
    const std::vector<Place> places = Ranking(spec, season.ranked);
    const std::string plots = Plots(season, spec, places);
    const std::string nobody =
        "<p class=\"soft\">Nobody yet: be the first.</p>\n";
    absl::StrAppend(
        &sections, "<section id=\"", spec.name(), "\"><h2>", Heading(spec),
        "</h2>\n",
        places.empty() ? nobody
                       : PlacesTable(spec, Lines(season, spec), kFirstPlaces),
        places.size() > kFirstPlaces
            ? absl::StrCat("<p><a href=\"", spec.name(), ".html\">All ",
                           places.size(), " places in ",
                           EscapeHtml(spec.title()), "</a></p>\n")
            : "",
        plots, "</section>\n");
    categories.push_back(
        {absl::StrCat(spec.name(), ".html"), kHtml,
         Page(season, options, spec.title(), full_nav,
              absl::StrCat(
                  places.empty()
                      ? nobody
                      : PlacesTable(spec, Lines(season, spec), places.size()),
                  plots))});
  }
  files.push_back({"index.html", kHtml,
                   Page(season, options, "TinyTorch Olympics Leaderboard", nav,
                        sections + Honours(season))});
  for (SiteFile& f : categories) files.push_back(std::move(f));
  files.push_back({"style.css", "text/css; charset=utf-8", SiteStyle()});
  if (options.live) {
    files.push_back(
        {"live.js", "text/javascript; charset=utf-8", SiteScript()});
  }
  files.push_back(
      {"leaderboard.json", "application/json", LeaderboardJson(season)});
  return files;
}

}  // namespace olympics
