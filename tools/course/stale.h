// Grades that were made under another spec than the category has now.
#ifndef TOOLS_COURSE_STALE_H_
#define TOOLS_COURSE_STALE_H_

#include <map>
#include <string>
#include <vector>

#include "tools/course/policy.h"

namespace olympics {

// By category: submissions, in the order of the grades.
using Submissions = std::map<std::string, std::vector<std::string>>;

struct SpecCheck {
  Submissions other;    // made under another spec
  Submissions unknown;  // made before that was recorded: nobody knows
};

// `now` is the digest of each spec by its name: "speed_demon", "tasks/digits".
// What an instructor's override stands for, and what is no result, was made
// under none. A spec that is gone is another one.
SpecCheck CheckSpecs(const std::vector<Grade>& grades,
                     const std::map<std::string, std::string>& now);

}  // namespace olympics

#endif  // TOOLS_COURSE_STALE_H_
