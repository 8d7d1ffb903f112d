// Who takes part: the rows of submissions/students.csv.
#ifndef TOOLS_COURSE_STUDENTS_H_
#define TOOLS_COURSE_STUDENTS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace olympics {

// Who handed a submission in, as the LMS knows them.
struct Student {
  std::string submission;  // of several: they are a team
  std::string name;
  std::string id;      // Canvas's user id
  std::string sis_id;  // SIS User ID; Moodle's "ID number"
  std::string login;   // SIS Login ID; Moodle's "username"
  std::string section;
  std::string email;
  std::string display_name;  // on a leaderboard with aliases
  std::string lti_user_id;   // "sub" in the platform's LTI launches
};

// Reads a CSV file whose first row names the columns: submission and any of
// name, id, sis_id, login, section, email, display_name, lti_user_id. A byte
// order mark, any line ends, blanks around cells and blank rows are passed
// over. InvalidArgument names the line and what to do: for what is no UTF-8
// text or is parted by semicolons, for a submission that is no name ("../x"),
// and for two students that share what tells people apart.
//
//   "submission,name\nalice, Chen \n" has one student, "Chen"
//   "submission,name\n../x,Chen\n"    "line 2: \"../x\" is no name for ..."
absl::StatusOr<std::vector<Student>> ParseStudents(const std::string& csv);

// The file's text with one more student. AlreadyExists where the id, the login
// or the e-mail address is somebody's already, and says whose, and where the
// submission is, unless the student is to `join` it; InvalidArgument for a name
// that is none, and for cells that hold line breaks or that a spreadsheet would
// take for a formula. `csv` is "" where there is no file.
absl::StatusOr<std::string> StudentsWith(const std::string& csv,
                                         const Student& student,
                                         bool join = false);

// "Alice Chen" of "Chen, Alice", as LMSs list names; any other name, and one
// with a suffix ("King, Jr."), as it is.
std::string PlainName(const std::string& name);

// Whose a submission is: "Alice Chen", "Alice Chen and Bob Smith", "A, B and
// C";
// "" where nobody is listed for it.
std::string TeamName(const std::vector<Student>& students,
                     const std::string& submission);

// Those whose grades are told: `students`, or where nobody is listed one for
// each of the submissions, known by its name alone.
std::vector<Student> StudentsOf(const std::vector<Student>& students,
                                const std::vector<std::string>& submissions);

// Submissions of nobody who is listed, where somebody is.
std::vector<std::string> Unlisted(const std::vector<Student>& students,
                                  const std::vector<std::string>& submissions);

}  // namespace olympics

#endif  // TOOLS_COURSE_STUDENTS_H_
