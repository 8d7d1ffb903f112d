#include "categories/competition.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace olympics {
namespace {

constexpr double kInnovation = 0.05, kDocumentation = 0.03, kTeaching = 0.03;

}  // namespace

double BonusShare(const Bonuses& bonuses) {
  return (bonuses.innovation ? kInnovation : 0) +
         (bonuses.documentation ? kDocumentation : 0) +
         (bonuses.teaching ? kTeaching : 0);
}

double WithBonus(double points, const Bonuses& bonuses) {
  return points * (1 + BonusShare(bonuses));
}

std::vector<ChampionStanding> OverallChampion(
    const std::vector<CategoryPoints>& results) {
  // By who and category: the weighted points of the best.
  std::map<std::string, std::map<std::string, double>> best;
  for (const CategoryPoints& r : results) {
    const double weighted = r.difficulty * r.points;
    const auto [at, added] = best[r.name].emplace(r.category, weighted);
    if (!added) at->second = std::max(at->second, weighted);
  }
  std::vector<ChampionStanding> standings;
  for (const auto& [name, categories] : best) {
    if (static_cast<int>(categories.size()) < kChampionCategories) continue;
    ChampionStanding s = {name, static_cast<int>(categories.size())};
    for (const auto& [category, weighted] : categories) s.sum += weighted;
    standings.push_back(s);
  }
  const auto key = [](const ChampionStanding& s) {
    return std::tuple(-s.sum, -s.categories);
  };
  std::stable_sort(standings.begin(), standings.end(),
                   [&](const ChampionStanding& a, const ChampionStanding& b) {
                     return key(a) < key(b);
                   });
  for (size_t i = 0; i < standings.size(); ++i) {
    const bool shared = i > 0 && key(standings[i]) == key(standings[i - 1]);
    standings[i].rank =
        shared ? standings[i - 1].rank : static_cast<int>(i) + 1;
  }
  return standings;
}

std::vector<RunOnRecord> FirstBlood(const std::vector<RunOnRecord>& runs,
                                    const std::string& baseline) {
  std::vector<RunOnRecord> sorted = runs;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const RunOnRecord& a, const RunOnRecord& b) {
                     return a.order < b.order;
                   });
  std::set<std::string> taken;
  std::vector<RunOnRecord> first;
  for (const RunOnRecord& run : sorted) {
    if (run.name == baseline || !run.ranked || !(run.gain_lowest > 1)) continue;
    if (taken.insert(run.category).second) first.push_back(run);
  }
  return first;
}

}  // namespace olympics
