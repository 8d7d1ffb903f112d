#include "tools/leaderboard/leaderboard.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "categories/score.h"
#include "grader/judge/judge.h"
#include "nlohmann/json.hpp"
#include "tools/leaderboard/table.h"

namespace olympics {
namespace {

using Json = nlohmann::ordered_json;

// JSON that any text can be put into: what is not UTF-8 is replaced.
std::string Dump(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

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

std::string LeaderboardText(const std::vector<CategorySpec>& specs,
                            const std::vector<GradeReport>& current,
                            const Awards& awards) {
  std::string text = "🏆 TinyTorch Olympics Leaderboard\n";
  for (const CategorySpec& spec : specs) {
    absl::StrAppend(&text, "\n", spec.sign(), " ", spec.title(),
                    " Category:\n");
    std::vector<std::vector<std::string>> rows;
    for (const Place& p : Ranking(spec, current)) {
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
  return text + AwardsText(specs, awards);
}

std::string LeaderboardJson(const std::vector<CategorySpec>& specs,
                            const std::vector<GradeReport>& current,
                            const Awards& awards) {
  Json categories = Json::array();
  for (const CategorySpec& spec : specs) {
    Json places = Json::array();
    for (const Place& p : Ranking(spec, current)) {
      Json place = {{"rank", p.rank}};
      place.update(RunJson(p.report));
      places.push_back(std::move(place));
    }
    categories.push_back({{"category", spec.name()},
                          {"title", spec.title()},
                          {"places", std::move(places)}});
  }
  Json overall = Json::array(), first_blood = Json::array();
  for (const ChampionStanding& s : awards.overall) {
    overall.push_back({{"rank", s.rank},
                       {"submission", s.name},
                       {"weighted_points", s.sum},
                       {"categories", s.categories}});
  }
  for (const RunOnRecord& r : awards.first_blood) {
    first_blood.push_back({{"category", r.category},
                           {"submission", r.name},
                           {"gain_low", r.gain_lowest}});
  }
  return Dump({{"categories", std::move(categories)},
               {"overall", std::move(overall)},
               {"first_blood", std::move(first_blood)}});
}

std::string ScoresText(const std::vector<CategorySpec>& specs,
                       const std::vector<GradeReport>& current) {
  std::vector<std::vector<std::string>> rows;
  for (const GradeReport& r : current) {
    const auto spec = std::find_if(
        specs.begin(), specs.end(),
        [&](const CategorySpec& s) { return s.name() == r.category(); });
    const std::string title =
        spec == specs.end() ? r.category() : spec->title();
    rows.push_back(
        {r.submission(), title, VerdictWord(r.verdict()),
         r.has_metric() ? WithUnit(r.metric().value(), r.metric().unit()) : "-",
         r.has_gain() ? absl::StrFormat("%.2fx", r.gain().value()) : "-",
         r.samples() > 0 ? absl::StrFormat("%.2f%%", 100 * r.accuracy()) : "-",
         r.verdict() == PASSED ? absl::StrFormat("%.1f", r.points()) : "-",
         r.reason().empty() ? MarksText(r) : r.reason()});
  }
  if (rows.empty()) {
    return "No grades yet: `tito olympics grade` grades the roster.\n";
  }
  return Table({"submission", "category", "verdict", ">measured", ">gain",
                ">accuracy", ">points", "reason"},
               rows);
}

std::string ScoresJson(const std::vector<GradeReport>& current) {
  Json json = Json::array();
  for (const GradeReport& r : current) json.push_back(RunJson(r));
  return Dump(json);
}

}  // namespace olympics
