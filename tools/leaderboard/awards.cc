#include "tools/leaderboard/awards.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/course/roster.h"
#include "tools/leaderboard/table.h"

namespace olympics {
namespace {

const CategorySpec* Find(const std::vector<CategorySpec>& specs,
                         const std::string& name) {
  const auto it =
      std::find_if(specs.begin(), specs.end(),
                   [&](const CategorySpec& s) { return s.name() == name; });
  return it == specs.end() ? nullptr : &*it;
}

}  // namespace

Awards AwardsOf(const std::vector<CategorySpec>& specs,
                const std::vector<Grade>& grades,
                const std::vector<Entry>& entries,
                const std::set<std::string>& own) {
  std::vector<CategoryPoints> points;
  std::set<std::pair<std::string, std::string>> out;
  for (const Grade& g : grades) {
    if (g.disqualified) out.emplace(g.submission, g.category);
    const CategorySpec* spec = Find(specs, g.category);
    if (spec == nullptr || own.contains(g.submission)) continue;
    if (!g.overridden && (!g.run.has_value() || g.run->verdict() != PASSED)) {
      continue;
    }
    if (g.disqualified || !g.points.has_value()) continue;
    points.push_back({g.submission, g.category, *g.points, spec->difficulty()});
  }
  std::vector<RunOnRecord> ordered;
  std::vector<GivenAward> given;
  for (const Entry& e : entries) {
    if (e.event().has_award()) {
      const AwardGiven& award = e.event().award();
      std::erase_if(given, [&](const GivenAward& g) {
        return g.award == award.award() && g.submission == award.submission();
      });
      if (!award.withdrawn() && !own.contains(award.submission())) {
        given.push_back(
            {award.award(), award.submission(), e.event().reason()});
      }
    }
    if (!e.has_run()) continue;
    const GradeReport& r = e.run();
    const CategorySpec* spec = Find(specs, r.category());
    if (spec == nullptr || own.contains(r.submission())) continue;
    if (out.contains({r.submission(), r.category()})) continue;
    ordered.push_back(
        {static_cast<int64_t>(ordered.size()), r.submission(), r.category(),
         // Within the resolution it is the baseline's equal.
         r.verdict() == PASSED && r.gain().low() > 1 + spec->resolution(),
         r.gain().low()});
  }
  // In the course's order of categories.
  const std::vector<RunOnRecord> first = FirstBlood(ordered, kBaseline);
  std::vector<RunOnRecord> first_blood;
  for (const CategorySpec& spec : specs) {
    for (const RunOnRecord& r : first) {
      if (r.category == spec.name()) first_blood.push_back(r);
    }
  }
  return {static_cast<int>(specs.size()), OverallChampion(points),
          std::move(first_blood), std::move(given)};
}

std::string AwardTitle(const std::string& award) {
  if (award == "innovation") return "🚀 Innovation Award";
  if (award == "documentation") return "📝 Documentation Award";
  if (award == "teaching") return "📚 Teaching Award";
  return award;
}

std::string AwardsText(const std::vector<CategorySpec>& specs,
                       const Awards& awards) {
  std::string text;
  if (!awards.overall.empty()) {
    std::vector<std::vector<std::string>> rows;
    for (const ChampionStanding& s : awards.overall) {
      rows.push_back({absl::StrCat(s.rank, "."), s.name,
                      absl::StrFormat("%.1f", s.sum),
                      absl::StrCat(s.categories, " of ", awards.categories),
                      s.rank == 1 ? "🏆" : ""});
    }
    absl::StrAppend(
        &text, "\n🏆 Overall Champion (", kChampionCategories,
        " categories or more):\n",
        Table({">", "name", ">counted points, weighted", "categories", ""},
              rows));
  }
  if (!awards.first_blood.empty()) {
    std::vector<std::vector<std::string>> rows;
    for (const RunOnRecord& r : awards.first_blood) {
      const CategorySpec* spec = Find(specs, r.category);
      rows.push_back({r.name, spec->title(),
                      absl::StrFormat("at least %.2fx", r.gain_lowest)});
    }
    absl::StrAppend(&text,
                    "\n🎯 First Blood (the first to beat the baseline):\n",
                    Table({"name", "category", ">gain"}, rows));
  }
  if (!awards.given.empty()) {
    std::vector<std::vector<std::string>> rows;
    for (const GivenAward& g : awards.given) {
      rows.push_back({AwardTitle(g.award), g.submission, g.reason});
    }
    absl::StrAppend(&text, "\n🏅 Special Awards:\n",
                    Table({"award", "name", "for"}, rows));
  }
  return text;
}

}  // namespace olympics
