#include "tools/leaderboard/leaderboard.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "categories/score.h"
#include "grader/judge/report_text.h"
#include "grader/report/figures.h"
#include "grader/report/text.h"
#include "grader/report/verdict.h"
#include "nlohmann/json.hpp"
#include "tools/course/marks.h"
#include "tools/course/roster.h"
#include "tools/leaderboard/table.h"
#include "tools/record/store.h"
#include "tools/text/text.h"

namespace olympics {
namespace {

using Json = nlohmann::ordered_json;

// What the run rests on, as far as it is known.
void AddBasis(const GradeReport& r, Json& json) {
  const std::pair<const char*, std::string> kBasis[] = {
      {"commit", r.basis().commit()},
      {"spec_sha256", r.basis().spec_sha256()},
      {"compiler", r.basis().compiler()},
      {"kernel", r.basis().kernel()},
      {"microcode", r.basis().microcode()},
      {"processor", r.basis().processor()}};
  for (const auto& [name, value] : kBasis) {
    if (!value.empty()) json["basis"][name] = value;
  }
  if (!r.evidence_sha256().empty()) {
    json["evidence_sha256"] = r.evidence_sha256();
  }
  if (r.has_judged_again()) {
    json["judged_again"] = {
        {"at_unix_ms", r.judged_again().at_unix_ms()},
        {"former_spec_sha256", r.judged_again().former_spec_sha256()}};
  }
}

Json RunJson(const GradeReport& r) {
  Json json = {{"submission", r.submission()},
               {"category", r.category()},
               {"verdict", VerdictWord(r.verdict())}};
  if (!r.reason().empty()) json["reason"] = r.reason();
  if (const std::string printed = ProgramOutputOf(r); !printed.empty()) {
    json["program_output"] = printed;
  }
  if (r.samples() > 0) json["accuracy"] = r.accuracy();
  if (r.has_metric()) {
    json["metric"] = {
        {"name", r.metric().name()}, {"value", r.metric().value()},
        {"low", r.metric().low()},   {"high", r.metric().high()},
        {"unit", r.metric().unit()}, {"estimated", r.estimated()},
        {"simulated", r.simulated()}};
  }
  if (r.has_gain()) {
    json["gain"] = {{"value", r.gain().value()},
                    {"low", r.gain().low()},
                    {"high", r.gain().high()}};
  }
  if (!r.division().empty()) json["division"] = r.division();
  if (r.verdict() == PASSED) {
    json["measured_points"] = r.points();
    json["ranking_figure"] = r.ranking_figure();
  }
  json["started_unix_ms"] = r.started_unix_ms();
  AddBasis(r, json);
  return json;
}

// "2.00x [1.95, 2.06]"; without an interval "1.00x".
std::string GainText(const Figure& gain) {
  return absl::StrCat(absl::StrFormat("%.2fx", gain.value()),
                      gain.high() > 0 ? absl::StrFormat(" [%.2f, %.2f]",
                                                        gain.low(), gain.high())
                                      : "");
}

}  // namespace

std::string Medal(int rank) {
  const char* const kMedals[] = {"🥇", "🥈", "🥉"};
  return rank >= 1 && rank <= 3 ? kMedals[rank - 1] : "";
}

std::string FigureMeaning(const CategorySpec& spec) {
  switch (spec.composite()) {
    case WEIGHTED_POINTS:
      return "weighted points";
    case GEOMETRIC_MEAN:
      return "mean of its gains";
    default:
      return "on the reference machine";
  }
}

std::vector<Place> Ranking(const CategorySpec& spec,
                           const std::vector<GradeReport>& current) {
  std::vector<Standing> standings;
  std::map<std::string, const GradeReport*> by_name;
  for (const GradeReport& r : current) {
    if (r.category() != spec.name() || r.verdict() != PASSED) continue;
    standings.push_back({r.submission(), r.ranking_figure(), r.accuracy(),
                         r.started_unix_ms()});
    by_name[r.submission()] = &r;
  }
  std::vector<Place> places;
  for (const Standing& s : Rank(std::move(standings), spec.resolution(),
                                MetricOf(spec).higher_is_better)) {
    places.push_back({s.rank, *by_name.at(s.name)});
  }
  return places;
}

std::string RankText(int rank) {
  return rank > 0 ? absl::StrCat(rank, ".") : "–";
}

std::vector<Place> Lines(const Season& season, const CategorySpec& spec) {
  GradeReport baseline;
  baseline.set_submission(kBaseline);
  baseline.set_category(spec.name());
  std::vector<Place> compared;
  for (const GradeReport& r : season.compared) {
    if (r.category() != spec.name() || r.verdict() != PASSED) continue;
    if (r.submission() == kBaseline) {
      baseline = r;
    } else {
      compared.push_back({0, r, RoleOf(season, r.submission())});
    }
  }
  const std::vector<double> ones(spec.terms_size(), 1);
  baseline.set_verdict(PASSED);
  baseline.set_points(0);
  baseline.set_ranking_figure(RankingFigure(spec, ScoreOf(spec, ones)));
  baseline.clear_gain();
  baseline.mutable_gain()->set_value(1);
  compared.push_back({0, std::move(baseline), "baseline"});

  std::vector<Place> lines = Ranking(spec, season.ranked);
  const bool higher = MetricOf(spec).higher_is_better;
  for (Place& c : compared) {
    // Ties among the ranked are no order of figures: before the first that is
    // worse than it.
    const double figure = c.report.ranking_figure();
    const auto at =
        std::find_if(lines.begin(), lines.end(), [&](const Place& line) {
          const double other = line.report.ranking_figure();
          return higher ? other < figure : other > figure;
        });
    lines.insert(at, std::move(c));
  }
  if (season.config.has_marks()) {
    for (Place& p : lines) {
      p.mark = MarkOf(season.config.marks(),
                      std::clamp(p.report.points(), 0.0, 100.0));
    }
  }
  return lines;
}

std::string LeaderboardText(const Season& season) {
  std::string text = "🏆 TinyTorch Olympics Leaderboard\n";
  bool figures = false;
  for (const CategorySpec& spec : season.specs) {
    absl::StrAppend(&text, "\n", spec.sign(), " ", spec.title(),
                    " Category:\n");
    std::vector<std::vector<std::string>> rows;
    bool anybody = false;
    for (const Place& p : Lines(season, spec)) {
      const GradeReport& r = p.report;
      anybody = anybody || p.rank > 0 || r.has_metric();
      std::vector<std::string> said;
      for (const std::string& s : {Medal(p.rank), p.role, MarksText(r)}) {
        if (!s.empty()) said.push_back(s);
      }
      rows.push_back({RankText(p.rank), r.submission(),
                      FigureText(r.ranking_figure(), MetricOf(spec).unit),
                      r.samples() > 0
                          ? absl::StrFormat("(%.1f%% acc)", 100 * r.accuracy())
                          : "",
                      GainText(r.gain()), absl::StrFormat("%.1f", r.points())});
      if (p.mark.has_value()) {
        rows.back().push_back(absl::StrFormat("%.1f", *p.mark));
      }
      rows.back().push_back(
          r.has_metric() ? FigureText(r.metric().value(), MetricOf(spec).unit)
                         : "");
      rows.back().push_back(absl::StrJoin(said, " "));
    }
    if (!anybody) {
      text += "nobody yet\n";
      continue;
    }
    figures = true;
    std::vector<std::string> head = {">",
                                     "name",
                                     absl::StrCat(">", FigureMeaning(spec)),
                                     ">accuracy",
                                     ">gain over baseline",
                                     ">measured points"};
    if (season.config.has_marks()) head.push_back(">measured mark");
    head.insert(head.end(), {">in its own run", ""});
    text += Table(head, rows);
  }
  if (figures) {
    text +=
        "\nA figure on the reference machine is the gain over the baseline in "
        "the same run times\nwhat the baseline has there: it compares between "
        "runs. What was measured in its own run is\nof that run's machine and "
        "load, and does not.\n";
  }
  return text + AwardsText(season.specs, season.awards);
}

std::string LeaderboardJson(const Season& season) {
  Json categories = Json::array();
  for (const CategorySpec& spec : season.specs) {
    Json places = Json::array(), unranked = Json::array();
    for (const Place& p : Lines(season, spec)) {
      Json place;
      if (p.rank > 0) place["rank"] = p.rank;
      if (p.rank == 0) place["role"] = p.role;
      place.update(RunJson(p.report));
      if (p.mark.has_value()) place["measured_mark"] = *p.mark;
      (p.rank > 0 ? places : unranked).push_back(std::move(place));
    }
    categories.push_back({{"category", spec.name()},
                          {"title", spec.title()},
                          {"places", std::move(places)},
                          {"unranked", std::move(unranked)}});
  }
  Json overall = Json::array(), first_blood = Json::array(),
       given = Json::array();
  for (const ChampionStanding& s : season.awards.overall) {
    overall.push_back({{"rank", s.rank},
                       {"submission", s.name},
                       {"weighted_counted_points", s.sum},
                       {"categories", s.categories}});
  }
  for (const RunOnRecord& r : season.awards.first_blood) {
    first_blood.push_back({{"category", r.category},
                           {"submission", r.name},
                           {"gain_low", r.gain_lowest}});
  }
  for (const GivenAward& g : season.awards.given) {
    given.push_back({{"award", g.award},
                     {"submission", g.submission},
                     {"reason", g.reason}});
  }
  return DumpJson({{"categories", std::move(categories)},
                   {"overall", std::move(overall)},
                   {"first_blood", std::move(first_blood)},
                   {"awards", std::move(given)}});
}

namespace {

// As they are told. What was not built is told once: in the categories where it
// has no points for it, or else by itself.
std::vector<const Grade*> InOrder(const Season& season) {
  std::map<std::string, size_t> category;
  std::map<std::pair<std::string, std::string>, size_t> line;
  for (const CategorySpec& spec : season.specs) {
    category.emplace(spec.name(), category.size());
    for (const Place& p : Lines(season, spec)) {
      line.emplace(std::make_pair(spec.name(), p.report.submission()),
                   line.size());
    }
  }
  std::set<std::string> told;
  for (const Grade& g : season.grades) {
    if (g.category != kAllCategories && g.run.has_value() &&
        g.run->verdict() == NOT_BUILT) {
      told.insert(g.submission);
    }
  }
  std::vector<const Grade*> grades;
  for (const Grade& g : season.grades) {
    if (g.category == kAllCategories && told.contains(g.submission)) continue;
    grades.push_back(&g);
  }
  const auto key = [&](const Grade* g) {
    const auto c = category.find(g->category);
    const auto l = line.find({g->category, g->submission});
    return std::tuple(c == category.end() ? category.size() : c->second,
                      l == line.end() ? line.size() : l->second, g->submission);
  };
  std::stable_sort(
      grades.begin(), grades.end(),
      [&](const Grade* a, const Grade* b) { return key(a) < key(b); });
  return grades;
}

std::string Tenths(const std::optional<double>& value) {
  return value.has_value() ? absl::StrFormat("%.1f", *value) : "-";
}

}  // namespace

std::string ScoresText(const Season& season, bool colour) {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> printed;  // below each row
  for (const Grade* grade : InOrder(season)) {
    const Grade& g = *grade;
    const GradeReport r = g.run.value_or(GradeReport());
    std::vector<std::string> why;
    const std::string role = RoleOf(season, g.submission);
    for (const std::string& part :
         {role.empty() ? role : absl::StrCat("the course's own: ", role),
          NoteOf(g), r.reason(), MarksText(r)}) {
      if (!part.empty()) why.push_back(part);
    }
    const bool passed = r.verdict() == PASSED;
    printed.push_back(ProgramLines(ProgramOutputOf(r)));
    rows.push_back(
        {g.submission, TitleOf(season.specs, g.category),
         !g.run.has_value()
             ? "-"
             : Painted(VerdictWord(r.verdict()),
                       passed ? Paint::kGreen : Paint::kRed, colour),
         r.has_metric() ? FigureText(r.metric().value(), r.metric().unit())
                        : "-",
         r.has_gain() ? absl::StrFormat("%.2fx", r.gain().value()) : "-",
         r.samples() > 0 ? absl::StrFormat("%.2f%%", 100 * r.accuracy()) : "-",
         Tenths(g.measured), Tenths(g.points)});
    if (season.config.has_marks()) rows.back().push_back(Tenths(g.mark));
    rows.back().push_back(absl::StrJoin(why, "; "));
  }
  if (rows.empty()) {
    return "No grades yet: `tito olympics grade` grades the roster.\n";
  }
  std::vector<std::string> head = {
      "submission", "category",  "verdict",          ">measured",
      ">gain",      ">accuracy", ">measured points", ">counted points"};
  if (season.config.has_marks()) head.push_back(">mark");
  head.push_back("reason");
  std::string text;
  std::istringstream table(Table(head, rows));
  std::string line;
  for (size_t i = 0; std::getline(table, line); ++i) {
    // The first is the headings'.
    absl::StrAppend(&text, line, "\n", i == 0 ? "" : printed[i - 1]);
  }
  return text;
}

std::string ScoresJson(const Season& season) {
  Json json = Json::array();
  for (const Grade* graded : InOrder(season)) {
    const Grade& g = *graded;
    Json one = g.run.has_value() ? RunJson(*g.run)
                                 : Json{{"submission", g.submission},
                                        {"category", g.category}};
    if (const std::string role = RoleOf(season, g.submission); !role.empty()) {
      one["role"] = role;
    }
    // What was measured stays with the run; these are what counts.
    Json grade = {
        {"counted_points", nullptr},  {"late_days", g.late_days},
        {"late_share", g.late_share}, {"bonus_share", g.bonus_share},
        {"overridden", g.overridden}, {"disqualified", g.disqualified}};
    if (g.points.has_value()) grade["counted_points"] = *g.points;
    if (g.mark.has_value()) grade["mark"] = *g.mark;
    if (!g.reason.empty()) grade["reason"] = g.reason;
    one["grade"] = std::move(grade);
    json.push_back(std::move(one));
  }
  return DumpJson(json);
}

}  // namespace olympics
