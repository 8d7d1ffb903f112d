// Who is graded, and which of them are the course's own:
// submissions/roster.bzl.
//
//   EXAMPLES = ["baseline", "fused"]   the course's own
//   STUDENTS = ["alice"]               what students handed in
//   ROSTER = EXAMPLES + STUDENTS       who is graded
//
// Only ROSTER must be there. This file is the one place that says what the
// course's own is: it is shown beside what students hand in, unranked, wins
// nothing, and nobody registers or hands in under its names.
#ifndef TOOLS_COURSE_ROSTER_H_
#define TOOLS_COURSE_ROSTER_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace olympics {

// The submission that every gain is measured against (grader/defs.bzl): always
// the course's own.
inline constexpr char kBaseline[] = "baseline";

struct Roster {
  std::vector<std::string> names;  // of ROSTER, in its order
  std::set<std::string> own;       // of EXAMPLES, and the baseline
};

// InvalidArgument for a text whose ROSTER or EXAMPLES is anything but lists of
// names, added up: "ROSTER = [n for n in NAMES]".
absl::StatusOr<Roster> ParseRoster(const std::string& text);

// The roster's text with `name` on it, sorted, among STUDENTS where there is
// such a list; as it was if it is there, or if there is no list to add to.
std::string RosterWith(const std::string& text, const std::string& name);

// Whether `name` could be taken for one of those: the case of its letters makes
// no difference to a reader.
bool LooksLikeOwn(const std::set<std::string>& own, const std::string& name);

}  // namespace olympics

#endif  // TOOLS_COURSE_ROSTER_H_
