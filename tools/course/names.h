// What a submission is called where others see it.
#ifndef TOOLS_COURSE_NAMES_H_
#define TOOLS_COURSE_NAMES_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tools/course/course.pb.h"
#include "tools/course/students.h"
#include "tools/record/record.pb.h"

namespace olympics {

using Names = std::map<std::string, std::string>;

// Submission to name, of every submission that is listed or on record; empty
// where each is called as it is. An alias is the display_name that its student
// chose, or else one made up from `secret`, which nobody finds out without it;
// it stays the same whoever else joins, and whatever others choose: a
// display_name that reads as another's name does not count. `own` is the
// course's own, which is called as it is, and as nobody else is.
Names NamesOf(const CourseConfig& config, const std::vector<Student>& students,
              const std::vector<Entry>& entries,
              const std::set<std::string>& own, const std::string& secret);

std::string NameOf(const Names& names, const std::string& submission);

// The entries under these names.
std::vector<Entry> Renamed(std::vector<Entry> entries, const Names& names);

}  // namespace olympics

#endif  // TOOLS_COURSE_NAMES_H_
