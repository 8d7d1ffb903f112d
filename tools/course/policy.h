// From what is on record to what counts: pure functions.
#ifndef TOOLS_COURSE_POLICY_H_
#define TOOLS_COURSE_POLICY_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "categories/category.pb.h"
#include "categories/competition.h"
#include "grader/report/grade.pb.h"
#include "tools/course/course.pb.h"
#include "tools/record/record.pb.h"

namespace olympics {

// A submission's grade in one category.
struct Grade {
  std::string submission, category;
  int attempt = 0;  // of that submission, from 1; 0: nothing was handed in
  // The run that counts: as CurrentOf() has it, but that of two results, one in
  // time and one late, it is that which is worth more. None where an instructor
  // gave points without any.
  std::optional<GradeReport> run;
  int late_days = 0;        // begun, after the deadline of its hand-in
  double late_share = 0;    // taken off: 0 to 1
  double bonus_share = 0;   // of awards
  bool overridden = false;  // points are as an instructor said
  bool disqualified = false;
  std::string reason;  // of the override
  // Measured points, 0 to 100, of the run; none where it is no result: the
  // grader failed, or found it unstable.
  std::optional<double> measured;
  // Counted points: those measured, less what is late, with the bonus (at most
  // 100 again where the course gives no extra credit), or as an instructor
  // said.
  std::optional<double> points;
  // By the same steps from the measured points' mark; none where the course has
  // no marks, and where there are no points.
  std::optional<double> mark;
};

// What an LMS is told of a grade: its mark where the course has marks, else its
// counted points; of none (nullptr) the course's mark of what is missing. None:
// nothing, which changes no grade there.
std::optional<double> WorthOf(const CourseConfig& config, const Grade* grade);

// What is not as measured, in a phrase for its student; "" where all is.
std::string NoteOf(const Grade& grade);

// Sorted by category, then submission; those of unknown categories are left
// out, but for kAllCategories.
std::vector<Grade> GradesOf(const CourseConfig& config,
                            const std::vector<CategorySpec>& specs,
                            const std::vector<Entry>& entries);

// The runs that count, without those of the disqualified: what is ranked.
std::vector<GradeReport> RankedRuns(const std::vector<Grade>& grades);

// What the deadline means for what is handed in now: "the deadline is ..." or
// "2 days late (the deadline was ...): 20 % of the points are taken off"; ""
// where the course has none.
std::string DeadlineNote(const CourseConfig& config,
                         const std::vector<Entry>& entries,
                         const std::string& submission,
                         const std::string& phase, int64_t now_unix_ms);

// Whether something may be handed in now. What could not be graded for the
// machine's reasons is not counted. FailedPrecondition says why not, and
// where it may be later, when.
absl::Status MayHandIn(const CourseConfig& config,
                       const std::vector<Entry>& entries,
                       const std::string& submission, const std::string& phase,
                       int64_t now_unix_ms);

// The awards that are given on record and not withdrawn, by submission.
std::map<std::string, Bonuses> BonusesOf(const std::vector<Entry>& entries);

// "innovation", "documentation", "teaching".
const std::vector<std::string>& AwardNames();

// Peers' votes for an award: submission and count, most first. A voter has one
// vote, the latest, and none for themselves nor for `own`, the course's own.
std::vector<std::pair<std::string, int>> VotesOf(
    const std::vector<Entry>& entries, const std::set<std::string>& own,
    const std::string& award);

}  // namespace olympics

#endif  // TOOLS_COURSE_POLICY_H_
