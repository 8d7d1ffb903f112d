#include "tools/leaderboard/season.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "tools/course/roster.h"
#include "tools/record/store.h"

namespace olympics {

Season SeasonOf(CourseConfig config, std::vector<CategorySpec> specs,
                std::vector<Entry> entries, std::set<std::string> own) {
  Season season;
  if (!config.rank_examples()) season.own = std::move(own);
  season.own.insert(kBaseline);
  season.grades = GradesOf(config, specs, entries);
  for (GradeReport& run : RankedRuns(season.grades)) {
    std::vector<GradeReport>& to =
        season.own.contains(run.submission()) ? season.compared : season.ranked;
    to.push_back(std::move(run));
  }
  season.awards = AwardsOf(specs, season.grades, entries, season.own);
  season.config = std::move(config);
  season.specs = std::move(specs);
  season.entries = std::move(entries);
  return season;
}

std::string RoleOf(const Season& season, const std::string& submission) {
  if (!season.own.contains(submission)) return "";
  return submission == kBaseline ? "baseline" : "example";
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
  std::erase_if(season.grades, [&](const Grade& g) {
    return g.category != category && g.category != kAllCategories;
  });
  for (std::vector<GradeReport>* runs : {&season.ranked, &season.compared}) {
    std::erase_if(
        *runs, [&](const GradeReport& r) { return r.category() != category; });
  }
  std::erase_if(season.awards.first_blood,
                [&](const RunOnRecord& r) { return r.category != category; });
  return season;
}

}  // namespace olympics
