// Who may register under which name: a pure function.
#ifndef TOOLS_COURSE_REGISTERING_H_
#define TOOLS_COURSE_REGISTERING_H_

#include <vector>

#include "absl/status/status.h"
#include "tools/course/roster.h"
#include "tools/course/students.h"
#include "tools/record/record.pb.h"

namespace olympics {

// What there is of a course when somebody registers.
struct Registered {
  const Roster& roster;
  const std::vector<Student>& students;
  const std::vector<Entry>& entries;
  bool folder = false;  // submissions/<the student's submission> is there
};

// Returns AlreadyExists, with a sentence for whoever registers, where the
// student's submission or display_name is somebody else's:
//
//  - a name of the course's own;
//  - a submission that is on record or has a folder, and that nobody
//  registered:
//    its grades would be the newcomer's. `with_grades` says that they are to
//    be: an instructor knows whose the submission is;
//  - a display_name that is another's submission, or one that aliases are made
//    up like ("Bold Fox").
//
// Whether it is a row of students.csv already is StudentsWith's to say.
absl::Status MayRegister(const Student& student, const Registered& there,
                         bool with_grades);

}  // namespace olympics

#endif  // TOOLS_COURSE_REGISTERING_H_
