#include "tools/cli/course.h"

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/files.h"
#include "categories/spec.h"
#include "tools/course/config.h"
#include "tools/intake/intake.h"
#include "tools/leaderboard/table.h"
#include "tools/record/record.h"
#include "tools/signing/keys.h"
#include "tools/text/suggest.h"

namespace olympics {

namespace fs = std::filesystem;

absl::StatusOr<std::vector<CategorySpec>> LoadSpecs(const Course& course) {
  std::map<std::string, CategorySpec> specs;
  std::error_code error;
  for (const auto& entry :
       fs::directory_iterator(course.root + "/categories", error)) {
    const std::string path = entry.path().string() + "/spec.textproto";
    if (!fs::exists(path)) continue;
    absl::StatusOr<CategorySpec> spec = LoadSpec(path);
    if (!spec.ok()) return spec.status();
    const std::string name = spec->name();
    specs[name] = *std::move(spec);
  }
  if (specs.empty()) {
    return absl::NotFoundError(
        absl::StrCat("no category's spec below ", course.root, "/categories"));
  }
  std::vector<CategorySpec> list;
  for (auto& [name, spec] : specs) list.push_back(std::move(spec));
  std::stable_sort(list.begin(), list.end(),
                   [](const CategorySpec& a, const CategorySpec& b) {
                     return std::make_pair(a.order() == 0, a.order()) <
                            std::make_pair(b.order() == 0, b.order());
                   });
  return list;
}

absl::StatusOr<std::string> CategoryNamed(
    const std::vector<CategorySpec>& specs, const std::string& category) {
  const std::string typed = Plain(category);
  std::vector<std::string> known;
  for (const CategorySpec& s : specs) {
    if (typed == Plain(s.name()) || typed == Plain(s.title())) return s.name();
    known.push_back(s.name());
  }
  for (const std::string& name : known) {
    if (!typed.empty() && name.rfind(typed + "_", 0) == 0) return name;
  }
  return absl::NotFoundError(
      absl::StrCat("there is no category \"", category, "\"; there are ",
                   absl::StrJoin(known, ", "), DidYouMean(category, known)));
}

absl::StatusOr<std::string> CategoryNamed(const Course& course,
                                          const std::string& category) {
  const absl::StatusOr<std::vector<CategorySpec>> specs = LoadSpecs(course);
  if (!specs.ok()) return specs.status();
  return CategoryNamed(*specs, category);
}

bool IsAll(const std::string& category) { return Plain(category) == "all"; }

absl::StatusOr<std::vector<Student>> LoadStudents(const Course& course) {
  if (!fs::exists(course.students())) return std::vector<Student>();
  const absl::StatusOr<std::string> text = base::ReadFile(course.students());
  if (!text.ok()) return text.status();
  absl::StatusOr<std::vector<Student>> students = ParseStudents(*text);
  if (students.ok()) return students;
  return absl::InvalidArgumentError(absl::StrCat(
      course.students(), ": ", std::string(students.status().message())));
}

absl::StatusOr<CourseConfig> LoadConfig(const Course& course) {
  return LoadCourse(course.config());
}

absl::StatusOr<Roster> LoadRoster(const Course& course) {
  const absl::StatusOr<std::string> text = base::ReadFile(course.roster());
  if (!text.ok()) return text.status();
  absl::StatusOr<Roster> roster = ParseRoster(*text);
  if (roster.ok()) return roster;
  return absl::InvalidArgumentError(absl::StrCat(
      course.roster(), ": ", std::string(roster.status().message())));
}

absl::StatusOr<std::vector<Entry>> LoadEntries(const Course& course) {
  if (absl::Status s = base::MakeFolder(course.state()); !s.ok()) return s;
  absl::StatusOr<std::unique_ptr<Store>> store = OpenRecord(course.state());
  if (!store.ok()) return store.status();
  return (*store)->News();
}

absl::StatusOr<Names> LoadNames(const Course& course,
                                const CourseConfig& config,
                                const std::vector<Entry>& entries,
                                const std::set<std::string>& own) {
  if (config.names() != CourseConfig::ALIAS) return Names();
  const absl::StatusOr<std::vector<Student>> students = LoadStudents(course);
  if (!students.ok()) return students.status();
  const absl::StatusOr<Keys> keys = LoadKeys(course.state());
  if (!keys.ok()) return keys.status();
  if (!keys->secret.has_value()) {
    return absl::FailedPreconditionError(
        absl::StrCat("aliases take the course's secret key, ", course.state(),
                     "/key: without it they cannot be shown"));
  }
  return NamesOf(config, *students, entries, own, keys->secret->Text());
}

absl::StatusOr<Season> LoadSeason(const Course& course, View view) {
  absl::StatusOr<std::vector<Entry>> entries = LoadEntries(course);
  if (!entries.ok()) return entries.status();
  return SeasonFrom(course, *std::move(entries), view);
}

absl::StatusOr<Season> SeasonFrom(const Course& course,
                                  std::vector<Entry> entries, View view) {
  absl::StatusOr<CourseConfig> config = LoadConfig(course);
  if (!config.ok()) return config.status();
  absl::StatusOr<std::vector<CategorySpec>> specs = LoadSpecs(course);
  if (!specs.ok()) return specs.status();
  absl::StatusOr<Roster> roster = LoadRoster(course);
  if (!roster.ok()) return roster.status();
  if (view == View::kPublic) {
    const absl::StatusOr<Names> names =
        LoadNames(course, *config, entries, roster->own);
    if (!names.ok()) return names.status();
    entries = Renamed(std::move(entries), *names);
  }
  return SeasonOf(*std::move(config), *std::move(specs), std::move(entries),
                  std::move(roster->own));
}

absl::Status AddEvent(const Course& course, Event event) {
  if (absl::Status s = base::MakeFolder(course.state()); !s.ok()) return s;
  event.set_by(Who(course));
  SignRequest request;
  *request.add_events() = std::move(event);
  return AppendToRecord(course.state(), request).status();
}

std::optional<Guest> GuestOf(const Course& course) {
  struct stat tree;
  const char* login = std::getenv("SUDO_USER");
  const char* uid = std::getenv("SUDO_UID");
  Guest guest;
  if (login == nullptr || uid == nullptr ||
      !absl::SimpleAtoi(uid, &guest.uid) ||
      stat(course.root.c_str(), &tree) != 0 || tree.st_uid != getuid() ||
      guest.uid == getuid() || !ValidateSubmissionName(login).ok()) {
    return std::nullopt;
  }
  guest.login = login;
  return guest;
}

std::string Who(const Course& course) {
  if (const auto guest = GuestOf(course); guest.has_value()) {
    return guest->login;
  }
  // Not $USER, which everybody sets as they like.
  const passwd* user = getpwuid(getuid());
  return user != nullptr ? user->pw_name : absl::StrCat("user ", getuid());
}

namespace {

// The file with the submission's name of whoever runs this: of those who share
// a tree, one each.
std::string MePath(const Course& course) {
  struct stat tree;
  const bool owner =
      stat(course.root.c_str(), &tree) == 0 && tree.st_uid == getuid();
  return owner && !GuestOf(course).has_value()
             ? course.state() + "/me"
             : absl::StrCat(course.state(), "/me.", Who(course));
}

}  // namespace

namespace {

struct Known {
  std::set<std::string> own;         // the course's
  std::set<std::string> registered;  // students', by them or on the roster
};

absl::StatusOr<Known> KnownNames(const Course& course) {
  const absl::StatusOr<Roster> roster = LoadRoster(course);
  if (!roster.ok()) return roster.status();
  Known known = {roster->own, {}};
  known.registered.insert(roster->names.begin(), roster->names.end());
  const absl::StatusOr<std::vector<Student>> students = LoadStudents(course);
  if (!students.ok()) return students.status();
  for (const Student& s : *students) known.registered.insert(s.submission);
  for (const std::string& own : known.own) known.registered.erase(own);
  return known;
}

absl::Status NobodysName(const std::string& name,
                         const std::set<std::string>& known) {
  return absl::NotFoundError(absl::StrCat(
      "there is no submission \"", name, "\"",
      DidYouMean(name, std::vector<std::string>(known.begin(), known.end()))));
}

}  // namespace

absl::StatusOr<std::string> NameOrMine(const Course& course,
                                       const std::string& name) {
  if (!name.empty()) {
    if (absl::Status s = ValidateSubmissionName(name); !s.ok()) return s;
    return name;
  }
  const absl::StatusOr<std::string> me = base::ReadFile(MePath(course));
  if (me.ok() && !me->empty()) return me->substr(0, me->find('\n'));
  return absl::FailedPreconditionError(
      "you are not registered here yet: `tito olympics register NAME`");
}

absl::StatusOr<std::string> ActingAs(const Course& course,
                                     const std::string& name) {
  absl::StatusOr<std::string> acting = NameOrMine(course, name);
  if (!acting.ok() || name.empty() || !GuestOf(course).has_value()) {
    return acting;
  }
  const absl::StatusOr<std::string> mine = NameOrMine(course, "");
  if (!mine.ok() || *mine == name) return mine;
  return absl::PermissionDeniedError(
      absl::StrCat("you registered ", *mine, ", and not ", name,
                   ": ask an instructor to do it for you"));
}

absl::Status WriteMine(const Course& course, const std::string& name) {
  return base::WriteFile(MePath(course), name + "\n");
}

absl::Status KnownSubmission(const Course& course, const std::string& name) {
  const absl::StatusOr<Known> known = KnownNames(course);
  if (!known.ok()) return known.status();
  std::set<std::string> all = known->registered;
  all.insert(known->own.begin(), known->own.end());
  const absl::StatusOr<std::vector<Entry>> entries = LoadEntries(course);
  if (!entries.ok()) return entries.status();
  for (const Entry& e : *entries) {
    if (e.has_run()) all.insert(e.run().submission());
  }
  return all.contains(name) ? absl::OkStatus() : NobodysName(name, all);
}

absl::Status KnownCompetitor(const Course& course, const std::string& name) {
  const absl::StatusOr<Known> known = KnownNames(course);
  if (!known.ok()) return known.status();
  if (!known->own.contains(name)) return KnownSubmission(course, name);
  return absl::InvalidArgumentError(
      absl::StrCat(name,
                   " is the course's own: it is there for comparison, "
                   "and wins nothing"));
}

absl::Status MayHandInAs(const Course& course, const std::string& name) {
  const absl::StatusOr<Known> known = KnownNames(course);
  if (!known.ok()) return known.status();
  if (known->own.contains(name)) {
    return absl::PermissionDeniedError(
        absl::StrCat(name,
                     " is the course's own: hand in under the name that you "
                     "registered"));
  }
  if (known->registered.contains(name)) return absl::OkStatus();
  const absl::Status nobody = NobodysName(name, known->registered);
  return absl::NotFoundError(absl::StrCat(
      std::string(nobody.message()),
      absl::EndsWith(nobody.message(), "?") ? " If not" : ". If it is to be",
      ", register it first: `tito olympics register ", name, "`"));
}

std::string ForTerminal(const std::string& text) {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    const std::string locale = absl::AsciiStrToLower(value);
    return absl::StrContains(locale, "utf-8") ||
                   absl::StrContains(locale, "utf8")
               ? text
               : WithoutSigns(text);
  }
  return WithoutSigns(text);
}

bool Colour() {
  const char* no = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  return isatty(STDOUT_FILENO) == 1 && (no == nullptr || *no == '\0') &&
         term != nullptr && std::string(term) != "dumb";
}

absl::StatusOr<int> Answer(const std::string& text, int code) {
  std::fputs(text.c_str(), stdout);
  if (std::fflush(stdout) == 0) return code;
  return absl::UnavailableError("cannot write to standard output");
}

absl::StatusOr<int> Deliver(const std::string& text, const std::string& out,
                            const std::string& what) {
  if (out.empty()) return Answer(text);
  if (absl::Status s = base::WriteFile(out, text); !s.ok()) return s;
  std::printf("%s: %s\n", out.c_str(), what.c_str());
  return 0;
}

}  // namespace olympics
