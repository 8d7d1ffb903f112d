// The course's tree, as tito's commands find things in it.
#ifndef TOOLS_CLI_COURSE_H_
#define TOOLS_CLI_COURSE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "categories/category.pb.h"
#include "tools/course/course.pb.h"
#include "tools/course/names.h"
#include "tools/course/students.h"
#include "tools/leaderboard/season.h"
#include "tools/record/record.pb.h"
#include "tools/record/store.h"

namespace olympics {

struct Course {
  std::string root;
  std::string state() const { return root + "/.tito"; }
  std::string record() const { return state() + "/record.db"; }
  std::string roster() const { return root + "/submissions/roster.bzl"; }
  std::string students() const { return root + "/submissions/students.csv"; }
  std::string config() const { return root + "/submissions/course.textproto"; }
  std::string folder(const std::string& submission) const {
    return root + "/submissions/" + submission;
  }
};

// Every folder of categories/ with a spec, in their order.
absl::StatusOr<std::vector<CategorySpec>> LoadSpecs(const Course& course);

// The category that is called so; "speed" stands for speed_demon, as in the
// course's text. NotFound names those that there are.
absl::StatusOr<std::string> CategoryNamed(
    const std::vector<CategorySpec>& specs, const std::string& category);
absl::StatusOr<std::string> CategoryNamed(const Course& course,
                                          const std::string& category);

absl::StatusOr<std::vector<Student>> LoadStudents(const Course& course);
absl::StatusOr<CourseConfig> LoadConfig(const Course& course);
absl::StatusOr<std::vector<std::string>> LoadRoster(const Course& course);

// The record, made where there is none, and all that is in it.
absl::StatusOr<std::vector<Entry>> LoadEntries(const Course& course);

// All of it, under the names of submissions, or as everybody may see it.
enum class View { kOwn, kPublic };
absl::StatusOr<Season> LoadSeason(const Course& course, View view);

// What submissions are called in public.
absl::StatusOr<Names> LoadNames(const Course& course,
                                const CourseConfig& config,
                                const std::vector<Entry>& entries);

// Adds it to the record, by whoever runs this.
absl::Status AddEvent(const Course& course, Event event);

// Whoever runs this, as the machine knows them.
std::string Who();

// `name`, or where that is "" whoever works with this tree.
absl::StatusOr<std::string> NameOrMine(const Course& course,
                                       const std::string& name);
absl::Status WriteMine(const Course& course, const std::string& name);

// OK if the submission is on record, on the roster or registered; NotFound
// otherwise, with names that are like it.
absl::Status KnownSubmission(const Course& course, const std::string& name);

// Whether standard output is a terminal that wants colours (NO_COLOR, TERM).
bool Colour();

// The end of a command: prints its answer and gives its exit code.
absl::StatusOr<int> Answer(const std::string& text, int code = 0);

// The same into the file `out`, where one is named, and says so with `what`.
absl::StatusOr<int> Deliver(const std::string& text, const std::string& out,
                            const std::string& what);

}  // namespace olympics

#endif  // TOOLS_CLI_COURSE_H_
