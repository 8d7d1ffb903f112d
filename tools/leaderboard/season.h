// Everything that tables, pages and exports tell, computed from the record.
#ifndef TOOLS_LEADERBOARD_SEASON_H_
#define TOOLS_LEADERBOARD_SEASON_H_

#include <string>
#include <vector>

#include "categories/category.pb.h"
#include "grader/report/grade.pb.h"
#include "tools/course/course.pb.h"
#include "tools/course/policy.h"
#include "tools/leaderboard/awards.h"
#include "tools/record/record.pb.h"

namespace olympics {

struct Season {
  CourseConfig config;
  std::vector<CategorySpec> specs;
  std::vector<Entry> entries;  // the whole record
  std::vector<Grade> grades;
  std::vector<GradeReport> ranked;  // the runs that count and are ranked
  Awards awards;
};

Season SeasonOf(CourseConfig config, std::vector<CategorySpec> specs,
                std::vector<Entry> entries);

// "Speed Demon" of "speed_demon"; the name itself of what is no category.
std::string TitleOf(const std::vector<CategorySpec>& specs,
                    const std::string& category);

// The grade, or nullptr; `grades` in the order that GradesOf gives them.
const Grade* FindGrade(const std::vector<Grade>& grades,
                       const std::string& submission,
                       const std::string& category);

// The season with only this category in it: its champions stay those of all.
Season OnlyCategory(Season season, const std::string& category);

}  // namespace olympics

#endif  // TOOLS_LEADERBOARD_SEASON_H_
