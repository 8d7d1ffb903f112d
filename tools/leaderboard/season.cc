#include "tools/leaderboard/season.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace olympics {

Season SeasonOf(CourseConfig config, std::vector<CategorySpec> specs,
                std::vector<Entry> entries) {
  Season season;
  season.grades = GradesOf(config, specs, entries);
  season.ranked = RankedRuns(season.grades);
  season.awards = AwardsOf(specs, season.grades, entries);
  season.config = std::move(config);
  season.specs = std::move(specs);
  season.entries = std::move(entries);
  return season;
}

std::string TitleOf(const std::vector<CategorySpec>& specs,
                    const std::string& category) {
  for (const CategorySpec& s : specs) {
    if (s.name() == category) return s.title();
  }
  return category;
}

const Grade* FindGrade(const std::vector<Grade>& grades,
                       const std::string& submission,
                       const std::string& category) {
  const auto key = [](const Grade& g) {
    return std::tie(g.category, g.submission);
  };
  const auto wanted = std::tie(category, submission);
  const auto found = std::lower_bound(
      grades.begin(), grades.end(), wanted,
      [&](const Grade& g, const auto& k) { return key(g) < k; });
  return found == grades.end() || key(*found) != wanted ? nullptr : &*found;
}

Season OnlyCategory(Season season, const std::string& category) {
  std::erase_if(season.specs,
                [&](const CategorySpec& s) { return s.name() != category; });
  std::erase_if(season.grades,
                [&](const Grade& g) { return g.category != category; });
  std::erase_if(season.ranked,
                [&](const GradeReport& r) { return r.category() != category; });
  std::erase_if(season.awards.first_blood,
                [&](const RunOnRecord& r) { return r.category != category; });
  return season;
}

}  // namespace olympics
