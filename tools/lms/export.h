// Grades in the files that learning-management systems import: pure functions.
//
// What a grade is worth there is its counted points, 0..100 for each category,
// or its mark, 0..the target's, where the course has marks; more with extra
// credit. What has none, because the grader failed or found it unstable, or
// because nobody handed it in and the course has no mark for that, is an empty
// cell, which changes no grade. Categories are in the season's order.
#ifndef TOOLS_LMS_EXPORT_H_
#define TOOLS_LMS_EXPORT_H_

#include <string>
#include <vector>

#include "tools/course/policy.h"
#include "tools/course/students.h"
#include "tools/leaderboard/season.h"

namespace olympics {

// What a student is told beside the points.
std::string FeedbackOf(const Grade& grade);

// Canvas's gradebook CSV ("How do I import grades in the Gradebook?"): Student,
// ID, SIS User ID, SIS Login ID, Section, then a column for each assignment;
// the second row holds the points possible.
std::string CanvasCsv(const Season& season,
                      const std::vector<Student>& students);

// Moodle's grade import CSV ("Grade import"): the columns that users are mapped
// by, then for each grade item its grade and its feedback.
std::string MoodleCsv(const Season& season,
                      const std::vector<Student>& students);

// Moodle's XML import ("Grade import", XML file): <results>, a <result> for
// each grade. Grade items are found by their ID number, which is the category's
// name, and students by theirs: who has no sis_id is left out. `batch` names
// the import: Moodle takes each once.
std::string MoodleXml(const Season& season,
                      const std::vector<Student>& students,
                      const std::string& batch);

// Gradescope's results.json of one submission ("Autograder specifications"):
// score, a test for each check, and the fields of its leaderboard.
std::string GradescopeJson(const Season& season, const std::string& submission);

// PrairieLearn's results.json of one submission ("External grading"): its
// score, from 0 to 1, is the mean over the categories of the season.
std::string PrairieLearnJson(const Season& season,
                             const std::string& submission);

// A row for each student and category: submission, name, id, sis_id, login,
// email, category, verdict, measured_points, counted_points, mark, metric,
// unit, gain, accuracy, feedback.
std::string PlainCsv(const Season& season,
                     const std::vector<Student>& students);

// The same as an array of objects; what has no value is null.
std::string PlainJson(const Season& season,
                      const std::vector<Student>& students);

}  // namespace olympics

#endif  // TOOLS_LMS_EXPORT_H_
