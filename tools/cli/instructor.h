// What instructors type: awards, votes, overrides, extensions, regrading, the
// audit trail, the course's set-up. Exit codes as in student.h.
#ifndef TOOLS_CLI_INSTRUCTOR_H_
#define TOOLS_CLI_INSTRUCTOR_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tools/cli/course.h"

namespace olympics {

// `submission` "" with `by_votes` is whom peers voted for most.
absl::StatusOr<int> GiveAward(const Course& course, const std::string& award,
                              std::string submission, std::string reason,
                              bool by_votes, bool withdraw);

// A peer's vote, of `voter` or whoever works with this tree.
absl::StatusOr<int> CastVote(const Course& course, const std::string& award,
                             const std::string& submission,
                             const std::string& voter);
absl::StatusOr<int> ShowVotes(const Course& course, bool json);

struct OverrideOptions {
  std::string submission, category, reason;
  std::optional<double> points;
  bool disqualify = false, withdraw = false;
};
absl::StatusOr<int> OverrideGrade(const Course& course,
                                  const OverrideOptions& options);

// Grants a later deadline for what `submission` hands in with `phase`,
// "baseline" or "final"; "" is the final one where the baseline has none of its
// own, and InvalidArgument where it has.
absl::StatusOr<int> Extend(const Course& course, const std::string& submission,
                           const std::string& until, const std::string& phase,
                           const std::string& reason);

absl::StatusOr<int> RegradeAll(const Course& course,
                               const std::vector<std::string>& submissions,
                               const std::string& category,
                               const std::string& reason);

// Everything on record, of one submission or all, in its order.
absl::StatusOr<int> ShowHistory(const Course& course,
                                const std::string& submission, bool json);

// course.textproto, students.csv and keys, where they are missing.
absl::StatusOr<int> InitCourse(const Course& course);

// Puts submissions that came into the tree otherwise than by `submit`, as by a
// merged request, on the roster.
absl::StatusOr<int> Enroll(const Course& course,
                           const std::vector<std::string>& names);

}  // namespace olympics

#endif  // TOOLS_CLI_INSTRUCTOR_H_
