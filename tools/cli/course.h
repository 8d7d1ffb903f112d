// The course's tree, as tito's commands find things in it.
#ifndef TOOLS_CLI_COURSE_H_
#define TOOLS_CLI_COURSE_H_

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "categories/category.pb.h"
#include "tools/course/course.pb.h"
#include "tools/course/names.h"
#include "tools/course/roster.h"
#include "tools/course/students.h"
#include "tools/leaderboard/season.h"
#include "tools/record/record.pb.h"
#include "tools/record/store.h"

namespace olympics {

struct Course {
  std::string root;
  bool verbose = false;  // Bazel's own lines are shown
  // A season apart from that of the tree, by --state or TITO_STATE: the folder
  // of its record, keys and JUnit files, its course.textproto and its
  // students.csv. "": <root>/.tito, and <root>/submissions for the latter two.
  // Submissions, the roster and the tree's lock are the tree's in any case.
  std::string apart = {};

  std::string state() const { return apart.empty() ? shared() : apart; }
  std::string shared() const { return root + "/.tito"; }
  std::string record() const { return state() + "/record.db"; }
  std::string roster() const { return root + "/submissions/roster.bzl"; }
  std::string decided() const {
    return apart.empty() ? root + "/submissions" : apart;
  }
  std::string students() const { return decided() + "/students.csv"; }
  std::string config() const { return decided() + "/course.textproto"; }
  std::string folder(const std::string& submission) const {
    return root + "/submissions/" + submission;
  }
};

// Every folder of categories/ with a spec, in their order.
absl::StatusOr<std::vector<CategorySpec>> LoadSpecs(const Course& course);

// The category that is called so: by its name, its title as tables print it
// ("Speed Demon"), or the first word of its name ("speed"); case, blanks and
// hyphens make no difference. NotFound names those that there are.
absl::StatusOr<std::string> CategoryNamed(
    const std::vector<CategorySpec>& specs, const std::string& category);
absl::StatusOr<std::string> CategoryNamed(const Course& course,
                                          const std::string& category);

// Whether that is what stands for all categories.
bool IsAll(const std::string& category);

absl::StatusOr<std::vector<Student>> LoadStudents(const Course& course);
absl::StatusOr<CourseConfig> LoadConfig(const Course& course);
absl::StatusOr<Roster> LoadRoster(const Course& course);

// The record, made where there is none, and all that is in it.
absl::StatusOr<std::vector<Entry>> LoadEntries(const Course& course);

// All of it, under the names of submissions, or as everybody may see it.
enum class View { kOwn, kPublic };
absl::StatusOr<Season> LoadSeason(const Course& course, View view);
// The same of entries that were read already.
absl::StatusOr<Season> SeasonFrom(const Course& course,
                                  std::vector<Entry> entries, View view);

// What submissions are called in public; `own` as the roster has it.
absl::StatusOr<Names> LoadNames(const Course& course,
                                const CourseConfig& config,
                                const std::vector<Entry>& entries,
                                const std::set<std::string>& own);

// Adds it to the record, by whoever runs this.
absl::Status AddEvent(const Course& course, Event event);

// Who came to the account that the tree belongs to through sudo, from another:
// a student on a machine that all share. They act under their own name alone.
// (The variables that say so are sudo's; whoever could set them as that account
// could do anything to the tree.)
struct Guest {
  std::string login;
  unsigned int uid = 0;
};
std::optional<Guest> GuestOf(const Course& course);

// Whoever runs this, as the machine knows them.
std::string Who(const Course& course);

// `name`, or where that is "" that which whoever runs this registered.
absl::StatusOr<std::string> NameOrMine(const Course& course,
                                       const std::string& name);
absl::Status WriteMine(const Course& course, const std::string& name);

// The same of whoever acts under the name: PermissionDenied for a guest under a
// name that is not theirs.
absl::StatusOr<std::string> ActingAs(const Course& course,
                                     const std::string& name);

// OK if the submission is on record, on the roster or registered; NotFound
// otherwise, with the name that is like it.
absl::Status KnownSubmission(const Course& course, const std::string& name);

// The same of who competes, and may win, vote and be voted for: not the
// course's own, which is refused with InvalidArgument.
absl::Status KnownCompetitor(const Course& course, const std::string& name);

// Whether something may be handed in under the name: somebody registered it, or
// it is among the roster's students.
absl::Status MayHandInAs(const Course& course, const std::string& name);

// A text with medals and signs as it is where the locale is of UTF-8 (LC_ALL,
// LC_CTYPE, LANG), and with words in their place elsewhere.
std::string ForTerminal(const std::string& text);

// Whether standard output is a terminal that wants colours (NO_COLOR, TERM).
bool Colour();

// The end of a command: prints its answer and gives its exit code.
absl::StatusOr<int> Answer(const std::string& text, int code = 0);

// The same into the file `out`, where one is named, and says so with `what`.
absl::StatusOr<int> Deliver(const std::string& text, const std::string& out,
                            const std::string& what);

}  // namespace olympics

#endif  // TOOLS_CLI_COURSE_H_
