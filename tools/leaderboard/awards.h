// The awards that follow from the runs on record alone: pure functions over
// categories/competition.
#ifndef TOOLS_LEADERBOARD_AWARDS_H_
#define TOOLS_LEADERBOARD_AWARDS_H_

#include <string>
#include <vector>

#include "categories/category.pb.h"
#include "categories/competition.h"
#include "grader/report/grade.pb.h"

namespace olympics {

// The instructors' submission, which wins nothing.
inline constexpr char kBaseline[] = "baseline";

struct Awards {
  std::vector<ChampionStanding> overall;  // best first
  std::vector<RunOnRecord> first_blood;   // in the order of the record
};

// Of every run ever recorded, in the order of the record.
Awards AwardsOf(const std::vector<CategorySpec>& specs,
                const std::vector<GradeReport>& runs);

// Sections of the leaderboard; "" for each that nobody has won.
std::string AwardsText(const std::vector<CategorySpec>& specs,
                       const Awards& awards);

}  // namespace olympics

#endif  // TOOLS_LEADERBOARD_AWARDS_H_
