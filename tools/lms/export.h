// Grades in the files that learning-management systems import: pure functions.
//
// Points are those of the grades, 0..100 for each category (or more, with extra
// credit). What has none, because the grader failed or found it unstable, or
// because it was not entered, is an empty cell, which changes no grade.
#ifndef TOOLS_LMS_EXPORT_H_
#define TOOLS_LMS_EXPORT_H_

#include <string>
#include <vector>

#include "categories/category.pb.h"
#include "tools/course/policy.h"
#include "tools/course/students.h"

namespace olympics {

inline constexpr double kPointsPossible = 100;

// What a student is told beside the points.
std::string FeedbackOf(const Grade& grade);

// Canvas's gradebook CSV ("How do I import grades in the Gradebook?"): Student,
// ID, SIS User ID, SIS Login ID, Section, then a column for each assignment;
// the second row holds the points possible.
std::string CanvasCsv(const std::vector<CategorySpec>& specs,
                      const std::vector<Student>& students,
                      const std::vector<Grade>& grades);

// Moodle's grade import CSV ("Grade import"): the columns that users are mapped
// by, then for each grade item its grade and its feedback.
std::string MoodleCsv(const std::vector<CategorySpec>& specs,
                      const std::vector<Student>& students,
                      const std::vector<Grade>& grades);

// Moodle's XML import ("Grade import", XML file): <results>, a <result> for
// each grade. Grade items are found by their ID number, which is the category's
// name, and students by theirs: who has no sis_id is left out. `batch` names
// the import: Moodle takes each once.
std::string MoodleXml(const std::vector<CategorySpec>& specs,
                      const std::vector<Student>& students,
                      const std::vector<Grade>& grades,
                      const std::string& batch);

// Gradescope's results.json of one submission ("Autograder specifications"):
// score, a test for each check, and the fields of its leaderboard.
std::string GradescopeJson(const std::vector<CategorySpec>& specs,
                           const std::string& submission,
                           const std::vector<Grade>& grades);

// PrairieLearn's results.json of one submission ("External grading"): its
// score, from 0 to 1, is the mean over the categories of `specs`.
std::string PrairieLearnJson(const std::vector<CategorySpec>& specs,
                             const std::string& submission,
                             const std::vector<Grade>& grades);

// A row for each student and category: submission, name, id, sis_id, login,
// email, category, verdict, points, metric, unit, gain, accuracy, feedback.
std::string PlainCsv(const std::vector<CategorySpec>& specs,
                     const std::vector<Student>& students,
                     const std::vector<Grade>& grades);

// The same as an array of objects; what has no value is null.
std::string PlainJson(const std::vector<CategorySpec>& specs,
                      const std::vector<Student>& students,
                      const std::vector<Grade>& grades);

}  // namespace olympics

#endif  // TOOLS_LMS_EXPORT_H_
