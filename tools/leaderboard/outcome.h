// What a grading came to, in words for whoever handed in.
#ifndef TOOLS_LEADERBOARD_OUTCOME_H_
#define TOOLS_LEADERBOARD_OUTCOME_H_

#include <string>
#include <vector>

#include "grader/report/grade.pb.h"
#include "tools/leaderboard/season.h"

namespace olympics {

// One line, without a line break, of a report that is on record in `after`;
// `before` is the season as it was without it:
//
//   dora in Speed Demon: passed: 2.34 times the baseline, 36.4 points, rank 3
//   of 12 (before: 1.90 times, 27.5 points, rank 5 of 11) dora in Speed Demon:
//   refused: model.cc:5 calls fork, ...; 0 points dora in Speed Demon:
//   unstable: the interval ...; 27.5 points as before dora: not built:
//   submissions/dora/model.cc:7:3: error: expected ';'
//
// Points are those that count: less what is late, with awards, as an instructor
// said. A late one says so.
std::string OutcomeText(const GradeReport& report, const Season& before,
                        const Season& after);

// "3 graded: 1 passed, 2 did not; 1 could not be graded; 2 new on record": what
// could not be graded was not built, or the grader itself failed.
std::string CountText(const std::vector<GradeReport>& reports, int added);

}  // namespace olympics

#endif  // TOOLS_LEADERBOARD_OUTCOME_H_
