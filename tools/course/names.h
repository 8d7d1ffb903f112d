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

// Returns what each submission that is listed or on record is called, by its
// own name; empty where each is called as it is. An alias is the display_name
// that its student chose, or else one made up from `secret`, which nobody finds
// out without it. Neither changes for what others choose, nor for who joins
// later: a display_name does not count where it reads as a name of the course's
// own, as another's submission or display_name, or as a name that is made up
// for anybody else (CouldBeMadeUp), be it only later on. `own` is the course's
// own, which is called as it is, and as nobody else is.
Names NamesOf(const CourseConfig& config, const std::vector<Student>& students,
              const std::vector<Entry>& entries,
              const std::set<std::string>& own, const std::string& secret);

// Returns whether aliases are made up like `name`, for whomever: "Bold Fox" and
// " bold  fox 2" are, and "Turbo" is not.
bool CouldBeMadeUp(const std::string& name);

std::string NameOf(const Names& names, const std::string& submission);

// The entries under these names.
std::vector<Entry> Renamed(std::vector<Entry> entries, const Names& names);

}  // namespace olympics

#endif  // TOOLS_COURSE_NAMES_H_
