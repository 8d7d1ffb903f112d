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

// Reads the file as Starlark does, in either kind of quotes, on one line or
// several. InvalidArgument names the line of anything but docstrings, comments
// and lists of names, added up: "ROSTER = [n for n in NAMES]".
absl::StatusOr<Roster> ParseRoster(const std::string& text);

// Returns the roster's text with `name` on it: among STUDENTS where ROSTER has
// such a list, in the order of the alphabet. Every other name and remark stays.
// Returns the text as it is where the name is there already, and where
// ParseRoster refuses it.
//
//   RosterWith("ROSTER = ['a', 'c']\n", "b") is "ROSTER = ['a', \"b\", 'c']\n"
std::string RosterWith(const std::string& text, const std::string& name);

// Whether `name` could be taken for one of those: the case of its letters makes
// no difference to a reader.
bool LooksLikeOwn(const std::set<std::string>& own, const std::string& name);

}  // namespace olympics

#endif  // TOOLS_COURSE_ROSTER_H_
