// Everything that tables, pages and exports tell, computed from the record.
#ifndef TOOLS_LEADERBOARD_SEASON_H_
#define TOOLS_LEADERBOARD_SEASON_H_

#include <set>
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
  // The course's own: shown for comparison, unranked, and winning nothing.
  std::set<std::string> own;
  std::vector<GradeReport> compared;  // their runs that count
  Awards awards;
};

// `own` is what the roster calls the course's own (tools/course/roster.h).
// Where the course ranks its examples, they are like students' submissions and
// the baseline alone is its own.
Season SeasonOf(CourseConfig config, std::vector<CategorySpec> specs,
                std::vector<Entry> entries, std::set<std::string> own = {});

// "baseline" or "example" of the course's own; "" of a student's submission.
std::string RoleOf(const Season& season, const std::string& submission);

// "Speed Demon" of "speed_demon"; the name itself of what is no category.
std::string TitleOf(const std::vector<CategorySpec>& specs,
                    const std::string& category);

// The grade, or nullptr; `grades` in the order that GradesOf gives them.
const Grade* FindGrade(const std::vector<Grade>& grades,
                       const std::string& submission,
                       const std::string& category);

// The season with only this category in it, and what could not be built at all:
// its champions stay those of all.
Season OnlyCategory(Season season, const std::string& category);

}  // namespace olympics

#endif  // TOOLS_LEADERBOARD_SEASON_H_
