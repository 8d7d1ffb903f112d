// The leaderboard and the scores, as text and as JSON: pure functions of the
// runs on record and the categories' specs.
#ifndef TOOLS_LEADERBOARD_LEADERBOARD_H_
#define TOOLS_LEADERBOARD_LEADERBOARD_H_

#include <optional>
#include <string>
#include <vector>

#include "categories/category.pb.h"
#include "grader/report/grade.pb.h"
#include "tools/leaderboard/season.h"

namespace olympics {

// 🥇, 🥈, 🥉 for the first three ranks; "" for all others.
std::string Medal(int rank);

// What a category's ranking figure is, in a few words below its heading: "on
// the reference machine"; of composites "weighted points" or "mean of its
// gains".
std::string FigureMeaning(const CategorySpec& spec);

// One line of a category's ranking.
struct Place {
  int rank;  // 0: it is not ranked
  GradeReport report;
  std::string role = {};  // "baseline" or "example" of what is not ranked
  // Of its measured points, where the course has marks.
  std::optional<double> mark = {};
};

// Those of `current` that passed in the category, best first.
std::vector<Place> Ranking(const CategorySpec& spec,
                           const std::vector<GradeReport>& current);

// All lines of a category's table: those of the ranking, and among them, by
// their figures, the course's own without a rank. The baseline's line is at
// gain 1 whatever it was measured at, and there whether it was measured or not;
// its report then has no samples and no metric.
std::vector<Place> Lines(const Season& season, const CategorySpec& spec);

// "1." of a rank, "–" of none.
std::string RankText(int rank);

// The leaderboard as the course shows it, a table for each category, then the
// awards. Points there are measured points, and marks those of measured points.
std::string LeaderboardText(const Season& season);
std::string LeaderboardJson(const Season& season);

// Every grade with its verdict, measured and counted points, mark and reason:
// categories in the course's order, in each the ranking's first, then who is
// not ranked; below a row what its program printed last, where that failed; for
// a terminal with `colour`.
std::string ScoresText(const Season& season, bool colour);
std::string ScoresJson(const Season& season);

}  // namespace olympics

#endif  // TOOLS_LEADERBOARD_LEADERBOARD_H_
