#include "tools/leaderboard/leaderboard.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "categories/score.h"
#include "grader/judge/judge.h"
#include "nlohmann/json.hpp"
#include "tools/leaderboard/table.h"
#include "tools/text/text.h"

namespace olympics {
namespace {

using Json = nlohmann::ordered_json;

Json RunJson(const GradeReport& r) {
  Json json = {{"submission", r.submission()},
               {"category", r.category()},
               {"verdict", VerdictWord(r.verdict())}};
  if (!r.reason().empty()) json["reason"] = r.reason();
  if (r.samples() > 0) json["accuracy"] = r.accuracy();
  if (r.has_metric()) {
    json["metric"] = {
        {"name", r.metric().name()}, {"value", r.metric().value()},
        {"low", r.metric().low()},   {"high", r.metric().high()},
        {"unit", r.metric().unit()}, {"estimated", r.estimated()},
        {"simulated", r.simulated()}};
    json["gain"] = {{"value", r.gain().value()},
                    {"low", r.gain().low()},
                    {"high", r.gain().high()}};
  }
  if (!r.division().empty()) json["division"] = r.division();
  if (r.verdict() == PASSED) {
    json["points"] = r.points();
    json["ranking_figure"] = r.ranking_figure();
  }
  json["started_unix_ms"] = r.started_unix_ms();
  return json;
}

}  // namespace

std::string Medal(int rank) {
  const char* const kMedals[] = {"🥇", "🥈", "🥉"};
  return rank >= 1 && rank <= 3 ? kMedals[rank - 1] : "";
}

std::string WithUnit(double value, const std::string& unit) {
  return absl::StrFormat("%.*f %s", value < 100 ? 2 : 1, value, unit);
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

std::string LeaderboardText(const Season& season) {
  std::string text = "🏆 TinyTorch Olympics Leaderboard\n";
  for (const CategorySpec& spec : season.specs) {
    absl::StrAppend(&text, "\n", spec.sign(), " ", spec.title(),
                    " Category:\n");
    std::vector<std::vector<std::string>> rows;
    for (const Place& p : Ranking(spec, season.ranked)) {
      const GradeReport& r = p.report;
      rows.push_back(
          {absl::StrCat(p.rank, "."), r.submission(),
           WithUnit(r.ranking_figure(), MetricOf(spec).unit),
           absl::StrFormat("(%.1f%% acc)", 100 * r.accuracy()),
           absl::StrFormat("%.2fx [%.2f, %.2f]", r.gain().value(),
                           r.gain().low(), r.gain().high()),
           absl::StrFormat("%.1f", r.points()),
           WithUnit(r.metric().value(), MetricOf(spec).unit),
           absl::StrCat(Medal(p.rank), MarksText(r).empty() ? "" : " ",
                        MarksText(r))});
    }
    if (rows.empty()) {
      text += "nobody yet\n";
      continue;
    }
    text += Table({">", "name", ">ranking figure", ">accuracy",
                   ">gain over baseline", ">points", ">measured", ""},
                  rows);
  }
  return text + AwardsText(season.specs, season.awards);
}

std::string LeaderboardJson(const Season& season) {
  Json categories = Json::array();
  for (const CategorySpec& spec : season.specs) {
    Json places = Json::array();
    for (const Place& p : Ranking(spec, season.ranked)) {
      Json place = {{"rank", p.rank}};
      place.update(RunJson(p.report));
      places.push_back(std::move(place));
    }
    categories.push_back({{"category", spec.name()},
                          {"title", spec.title()},
                          {"places", std::move(places)}});
  }
  Json overall = Json::array(), first_blood = Json::array(),
       given = Json::array();
  for (const ChampionStanding& s : season.awards.overall) {
    overall.push_back({{"rank", s.rank},
                       {"submission", s.name},
                       {"weighted_points", s.sum},
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

std::string ScoresText(const Season& season, bool colour) {
  std::vector<std::vector<std::string>> rows;
  for (const Grade& g : season.grades) {
    const GradeReport r = g.run.value_or(GradeReport());
    std::vector<std::string> why;
    for (const std::string& part : {NoteOf(g), r.reason(), MarksText(r)}) {
      if (!part.empty()) why.push_back(part);
    }
    const bool passed = r.verdict() == PASSED;
    rows.push_back(
        {g.submission, TitleOf(season.specs, g.category),
         !g.run.has_value()
             ? "-"
             : Painted(VerdictWord(r.verdict()),
                       passed ? Paint::kGreen : Paint::kRed, colour),
         r.has_metric() ? WithUnit(r.metric().value(), r.metric().unit()) : "-",
         r.has_gain() ? absl::StrFormat("%.2fx", r.gain().value()) : "-",
         r.samples() > 0 ? absl::StrFormat("%.2f%%", 100 * r.accuracy()) : "-",
         g.points.has_value() ? absl::StrFormat("%.1f", *g.points) : "-",
         absl::StrJoin(why, "; ")});
  }
  if (rows.empty()) {
    return "No grades yet: `tito olympics grade` grades the roster.\n";
  }
  return Table({"submission", "category", "verdict", ">measured", ">gain",
                ">accuracy", ">points", "reason"},
               rows);
}

std::string ScoresJson(const Season& season) {
  Json json = Json::array();
  for (const Grade& g : season.grades) {
    Json one = g.run.has_value() ? RunJson(*g.run)
                                 : Json{{"submission", g.submission},
                                        {"category", g.category}};
    // What was measured stays with the run; these are what counts.
    Json grade = {
        {"points", nullptr},          {"late_days", g.late_days},
        {"late_share", g.late_share}, {"bonus_share", g.bonus_share},
        {"overridden", g.overridden}, {"disqualified", g.disqualified}};
    if (g.points.has_value()) grade["points"] = *g.points;
    if (!g.reason.empty()) grade["reason"] = g.reason;
    one["grade"] = std::move(grade);
    json.push_back(std::move(one));
  }
  return DumpJson(json);
}

}  // namespace olympics
