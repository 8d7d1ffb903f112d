#include "tools/leaderboard/awards.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/leaderboard/table.h"
#include "tools/record/store.h"

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
                const std::vector<GradeReport>& runs) {
  std::vector<CategoryPoints> points;
  for (const GradeReport& r : Current(runs)) {
    const CategorySpec* spec = Find(specs, r.category());
    if (spec == nullptr || r.verdict() != PASSED) continue;
    if (r.submission() == kBaseline) continue;
    points.push_back(
        {r.submission(), r.category(), r.points(), spec->difficulty()});
  }
  std::vector<RunOnRecord> ordered;
  for (const GradeReport& r : runs) {
    if (Find(specs, r.category()) == nullptr) continue;
    ordered.push_back({static_cast<int64_t>(ordered.size()), r.submission(),
                       r.category(), r.verdict() == PASSED, r.gain().low()});
  }
  return {OverallChampion(points), FirstBlood(ordered, kBaseline)};
}

std::string AwardsText(const std::vector<CategorySpec>& specs,
                       const Awards& awards) {
  std::string text;
  if (!awards.overall.empty()) {
    std::vector<std::vector<std::string>> rows;
    for (const ChampionStanding& s : awards.overall) {
      rows.push_back({absl::StrCat(s.rank, "."), s.name,
                      absl::StrFormat("%.1f", s.sum),
                      absl::StrCat(s.categories, " of ", specs.size()),
                      s.rank == 1 ? "🏆" : ""});
    }
    absl::StrAppend(
        &text, "\n🏆 Overall Champion (", kChampionCategories,
        " categories or more):\n",
        Table({">", "name", ">weighted points", "categories", ""}, rows));
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
  return text;
}

}  // namespace olympics
