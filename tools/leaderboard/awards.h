// The awards: those that follow from the runs on record, and those that
// instructors gave. Pure functions over categories/competition.
#ifndef TOOLS_LEADERBOARD_AWARDS_H_
#define TOOLS_LEADERBOARD_AWARDS_H_

#include <string>
#include <vector>

#include "categories/category.pb.h"
#include "categories/competition.h"
#include "grader/report/grade.pb.h"
#include "tools/course/policy.h"
#include "tools/record/record.pb.h"

namespace olympics {

// The instructors' submission, which wins nothing.
inline constexpr char kBaseline[] = "baseline";

struct GivenAward {
  std::string award;  // "innovation", ...
  std::string submission;
  std::string reason;
};

struct Awards {
  std::vector<ChampionStanding> overall;  // best first
  std::vector<RunOnRecord> first_blood;   // in the order of the record
  std::vector<GivenAward> given;          // not withdrawn, in that order, too
};

// `entries` are the whole record, `grades` what follows from it.
Awards AwardsOf(const std::vector<CategorySpec>& specs,
                const std::vector<Grade>& grades,
                const std::vector<Entry>& entries);

// "🚀 Innovation Award" of "innovation".
std::string AwardTitle(const std::string& award);

// Sections of the leaderboard; "" for each that nobody has won.
std::string AwardsText(const std::vector<CategorySpec>& specs,
                       const Awards& awards);

}  // namespace olympics

#endif  // TOOLS_LEADERBOARD_AWARDS_H_
