// The awards: those that follow from the runs on record, and those that
// instructors gave. Pure functions over categories/competition.
#ifndef TOOLS_LEADERBOARD_AWARDS_H_
#define TOOLS_LEADERBOARD_AWARDS_H_

#include <set>
#include <string>
#include <vector>

#include "categories/category.pb.h"
#include "categories/competition.h"
#include "grader/report/grade.pb.h"
#include "tools/course/policy.h"
#include "tools/record/record.pb.h"

namespace olympics {

struct GivenAward {
  std::string award;  // "innovation", ...
  std::string submission;
  std::string reason;
};

struct Awards {
  int categories = 0;                     // that the course has
  std::vector<ChampionStanding> overall;  // best first
  std::vector<RunOnRecord> first_blood;   // in the course's order of categories
  std::vector<GivenAward> given;  // not withdrawn, in the record's order
};

// `entries` are the whole record, `grades` what follows from it. `own` are the
// submissions that win nothing.
Awards AwardsOf(const std::vector<CategorySpec>& specs,
                const std::vector<Grade>& grades,
                const std::vector<Entry>& entries,
                const std::set<std::string>& own);

// "🚀 Innovation Award" of "innovation".
std::string AwardTitle(const std::string& award);

// Sections of the leaderboard; "" for each that nobody has won.
std::string AwardsText(const std::vector<CategorySpec>& specs,
                       const Awards& awards);

}  // namespace olympics

#endif  // TOOLS_LEADERBOARD_AWARDS_H_
