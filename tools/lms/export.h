// Grades in the files that learning-management systems import: pure functions.
#ifndef TOOLS_LMS_EXPORT_H_
#define TOOLS_LMS_EXPORT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "categories/category.pb.h"
#include "grader/report/grade.pb.h"

namespace olympics {

// Who handed a submission in, as the LMS knows them.
struct Student {
  std::string submission;
  std::string name;
  std::string id;      // Canvas's user id
  std::string sis_id;  // SIS User ID; Moodle's "ID number"
  std::string login;   // SIS Login ID; Moodle's "username"
  std::string section;
  std::string email;
};

// From a CSV file whose first row names the columns: submission and any of
// name, id, sis_id, login, section, email. Errors name the line; a submission
// listed twice is one.
absl::StatusOr<std::vector<Student>> ParseStudents(const std::string& csv);

// One student for each submission of `current`: of `students` where listed
// there, else known by the submission's name alone.
std::vector<Student> StudentsOf(const std::vector<Student>& students,
                                const std::vector<GradeReport>& current);

// Points that an LMS records: 0..100 for each category; a submission that did
// not pass has 0, and what the grader failed at, or found unstable, has none.
inline constexpr double kPointsPossible = 100;

// Canvas's gradebook CSV ("How do I import grades in the Gradebook?"): Student,
// ID, SIS User ID, SIS Login ID, Section, then a column for each assignment;
// the second row holds the points possible. Empty cells change no grade.
std::string CanvasCsv(const std::vector<CategorySpec>& specs,
                      const std::vector<Student>& students,
                      const std::vector<GradeReport>& current);

// Moodle's grade import CSV ("Grade import"): the columns that users are mapped
// by, then for each grade item its grade and its feedback.
std::string MoodleCsv(const std::vector<CategorySpec>& specs,
                      const std::vector<Student>& students,
                      const std::vector<GradeReport>& current);

// Gradescope's results.json of one submission ("Autograder specifications"):
// score, a test for each check, and the fields of its leaderboard.
std::string GradescopeJson(const std::vector<CategorySpec>& specs,
                           const std::string& submission,
                           const std::vector<GradeReport>& current);

}  // namespace olympics

#endif  // TOOLS_LMS_EXPORT_H_
