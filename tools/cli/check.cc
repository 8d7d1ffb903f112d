#include "tools/cli/check.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "base/clock.h"
#include "base/files.h"
#include "categories/digest.h"
#include "categories/spec.h"
#include "grader/host/host.h"
#include "nlohmann/json.hpp"
#include "tools/course/stale.h"
#include "tools/intake/intake.h"
#include "tools/leaderboard/table.h"
#include "tools/record/head.h"
#include "tools/record/record.h"
#include "tools/record/store.h"
#include "tools/signing/files.h"
#include "tools/signing/keys.h"
#include "tools/text/suggest.h"
#include "tools/text/text.h"

namespace olympics {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

// What a course is, as far as it can be read, and what was found.
struct Found {
  std::vector<std::string> problems;
  std::vector<std::string> notes;  // worth a look, and maybe as it should be
  absl::StatusOr<std::vector<CategorySpec>> specs =
      absl::UnknownError("not read");
  std::optional<Roster> roster;
  std::optional<std::vector<Entry>> entries;
  Head head;
  int files = 0;

  void Problem(const absl::Status& s) {
    if (!s.ok()) problems.emplace_back(s.message());
  }
};

void CheckFiles(const Course& course, Found& found) {
  found.specs = LoadSpecs(course);
  found.Problem(found.specs.status());
  const absl::StatusOr<CourseConfig> config = LoadConfig(course);
  found.Problem(config.status());
  if (config.ok() && found.specs.ok()) {
    for (const LineItem& item : config->lti().line_items()) {
      found.Problem(CategoryNamed(*found.specs, item.category()).status());
    }
  }
  if (config.ok() && config->late().days() > 0 && config->time_zone().empty()) {
    found.notes.push_back(absl::StrCat(
        course.config(),
        ": a day of lateness is 24 hours, for the course has no time_zone: "
        "where daylight saving begins or ends it is none of the calendar's"));
  }
  absl::StatusOr<Roster> roster = LoadRoster(course);
  found.Problem(roster.status());
  if (!roster.ok()) return;
  for (const std::string& name : roster->names) {
    // It is a folder, a Bazel target and a cell of exports.
    if (absl::Status s = ValidateSubmissionName(name); !s.ok()) {
      found.problems.push_back(
          absl::StrCat(course.roster(), ": ", std::string(s.message())));
      continue;
    }
    if (fs::exists(course.folder(name) + "/BUILD")) continue;
    found.problems.push_back(absl::StrCat(name,
                                          " is on the roster, and submissions/",
                                          name, "/BUILD is not there"));
  }
  found.roster = *std::move(roster);
}

// Entries of a clock that ran ahead.
void CheckTimes(Found& found) {
  constexpr int64_t kDay = 24 * 3600 * int64_t{1000};
  const int64_t now = base::NowUnixMs();
  int64_t seq = 0;
  for (const Entry& e : *found.entries) {
    ++seq;
    if (e.at_unix_ms() <= now + kDay) continue;
    found.problems.push_back(absl::StrCat(
        "the record: entry ", seq, " is of ", TimeText(e.at_unix_ms()),
        ", which has not come yet: a clock was wrong. Later entries have their "
        "own time again; what was handed in then wants `tito olympics extend` "
        "or `override`"));
  }
}

void CheckRecord(const Course& course, Found& found) {
  absl::Status made = base::MakeFolder(course.state());
  const absl::StatusOr<std::unique_ptr<Store>> store =
      made.ok() ? OpenRecord(course.state())
                : absl::StatusOr<std::unique_ptr<Store>>(made);
  found.Problem(store.status());
  if (!store.ok()) return;
  const absl::StatusOr<std::vector<std::string>> audit = (*store)->Audit();
  found.Problem(audit.status());
  if (audit.ok()) {
    for (const std::string& s : *audit) {
      found.problems.push_back(absl::StrCat("the record: ", s));
    }
  }
  if (auto news = (*store)->News(); news.ok()) {
    found.entries = *std::move(news);
    found.head = (*store)->Now();
    CheckTimes(found);
  } else {
    found.Problem(news.status());
  }
  // The signer says whether the secret key is its pair, and nobody else's.
  found.Problem(AppendToRecord(course.state(), {}).status());
  const absl::StatusOr<PublicKey> key = LoadPublicKey(course.state());
  found.Problem(key.status());
  std::error_code error;
  for (const auto& file :
       fs::directory_iterator(course.state() + "/junit", error)) {
    const std::string path = file.path().string();
    // Hidden: what a writer that was killed left.
    if (!key.ok() || absl::EndsWith(path, ".sig") ||
        file.path().filename().string()[0] == '.') {
      continue;
    }
    ++found.files;
    found.Problem(VerifyFile(path, *key));
  }
  std::set<std::string> missing;
  for (const Entry& e : found.entries.value_or(std::vector<Entry>())) {
    if (!e.has_run() || e.run().verdict() == SUPERSEDED) continue;
    const std::string name =
        absl::StrCat(e.run().submission(), "_", e.run().category());
    if (!fs::exists(absl::StrCat(course.state(), "/junit/", name, ".xml"))) {
      missing.insert(name);
    }
  }
  if (!missing.empty()) {
    found.notes.push_back(absl::StrCat(
        "of runs on record the signed JUnit files are missing: ",
        absl::StrJoin(missing, ", "),
        "; restore .tito/junit from a backup, or grade them again"));
  }
}

// Whether students.csv and what was handed in name the same submissions.
void CheckStudents(const Course& course, Found& found) {
  const absl::StatusOr<std::vector<Student>> students = LoadStudents(course);
  found.Problem(students.status());
  if (!students.ok() || students->empty() || !found.roster.has_value()) return;
  const std::set<std::string>& own = found.roster->own;
  std::set<std::string> handed_in(found.roster->names.begin(),
                                  found.roster->names.end());
  for (const Entry& e : found.entries.value_or(std::vector<Entry>())) {
    if (e.has_run()) handed_in.insert(e.run().submission());
    if (e.event().has_hand_in()) {
      handed_in.insert(e.event().hand_in().submission());
    }
  }
  for (const std::string& name : own) handed_in.erase(name);
  const std::vector<std::string> nobodys = Unlisted(
      *students, std::vector<std::string>(handed_in.begin(), handed_in.end()));
  std::set<std::string> nothing;
  for (const Student& s : *students) {
    if (own.contains(s.submission)) {
      found.problems.push_back(
          absl::StrCat(course.students(), ": the submission of ", s.name, ", ",
                       s.submission, ", is the course's own"));
    } else if (!handed_in.contains(s.submission)) {
      const std::string like = Nearest(s.submission, nobodys);
      nothing.insert(like.empty()
                         ? s.submission
                         : absl::StrCat(s.submission, " (is it ", like, "?)"));
    }
  }
  if (!nothing.empty()) {
    found.notes.push_back(absl::StrCat(course.students(),
                                       ": nothing is on record of ",
                                       absl::StrJoin(nothing, ", ")));
  }
  if (!nobodys.empty()) {
    found.notes.push_back(absl::StrCat(course.students(),
                                       ": nobody has, and exports leave out, ",
                                       absl::StrJoin(nobodys, ", ")));
  }
}

// Of each spec and task by its name.
std::map<std::string, std::string> Digests(const Course& course, Found& found) {
  std::map<std::string, std::string> digests;
  for (const CategorySpec& s : *found.specs) digests[s.name()] = DigestOf(s);
  std::error_code error;
  for (const auto& file :
       fs::directory_iterator(course.root + "/categories/tasks", error)) {
    if (file.path().extension() != ".textproto") continue;
    const absl::StatusOr<TaskSpec> task = LoadTask(file.path().string());
    found.Problem(task.status());
    if (task.ok()) digests["tasks/" + task->name()] = DigestOf(*task);
  }
  return digests;
}

void CheckGrades(const Course& course, Found& found) {
  if (!found.specs.ok() || !found.entries.has_value()) return;
  const absl::StatusOr<Season> season =
      SeasonFrom(course, *found.entries, View::kOwn);
  if (!season.ok()) return;  // told already
  const SpecCheck check = CheckSpecs(season->grades, Digests(course, found));
  const std::vector<std::string>& roster = found.roster->names;
  for (const auto& [category, submissions] : check.other) {
    std::vector<std::string> here, gone;
    for (const std::string& s : submissions) {
      const bool graded =
          std::find(roster.begin(), roster.end(), s) != roster.end();
      (graded ? here : gone).push_back(s);
    }
    if (!here.empty()) {
      found.problems.push_back(absl::StrCat(
          "the spec of ", category, " changed after the grade",
          here.size() == 1 ? " of " : "s of ", absl::StrJoin(here, ", "),
          ": `tito olympics regrade ", absl::StrJoin(here, " "), " --category ",
          category, " --reason \"the spec changed\"`"));
    }
    if (!gone.empty()) {
      found.notes.push_back(absl::StrCat(
          "graded under another spec of ", category,
          ", and not on the roster any more: ", absl::StrJoin(gone, ", ")));
    }
  }
  for (const auto& [category, submissions] : check.unknown) {
    found.notes.push_back(absl::StrCat(
        "under which spec of ", category,
        " they were graded is on record nowhere, for it is older than such "
        "notes: ",
        absl::StrJoin(submissions, ", ")));
  }
}

std::string CheckText(const Found& found,
                      const std::vector<HostFinding>& host) {
  const bool colour = Colour();
  std::string text =
      absl::StrFormat("%d categories, %s on record, %d signed files\n",
                      found.specs.ok() ? found.specs->size() : 0,
                      found.head.Text(), found.files);
  for (const std::string& p : found.problems) {
    absl::StrAppend(&text, Painted("WRONG", Paint::kRed, colour), "  ", p,
                    "\n");
  }
  for (const std::string& n : found.notes) {
    absl::StrAppend(&text, Painted("NOTE", Paint::kYellow, colour), "   ", n,
                    "\n");
  }
  if (found.problems.empty()) {
    absl::StrAppend(&text, Painted("OK", Paint::kGreen, colour),
                    "  the course's files make sense, and the record is as "
                    "it was signed\n");
  }
  absl::StrAppend(&text, "\nThis machine:\n", HostText(host));
  return text;
}

}  // namespace

absl::StatusOr<int> BackUpRecord(const Course& course,
                                 const std::string& file) {
  const absl::StatusOr<std::unique_ptr<Store>> store =
      OpenRecord(course.state());
  if (!store.ok()) return store.status();
  const absl::StatusOr<Head> head = (*store)->Backup(file);
  if (!head.ok()) return head.status();
  std::printf(
      "%s: %s. To go back to it: put it into %s as record.db, and remove "
      "record.db-wal and record.db-shm there\n",
      file.c_str(), head->Text().c_str(), course.state().c_str());
  return 0;
}

absl::StatusOr<int> CheckCourse(const Course& course,
                                const CheckOptions& options) {
  Found found;
  CheckFiles(course, found);
  CheckRecord(course, found);
  CheckStudents(course, found);
  CheckGrades(course, found);
  const std::vector<HostFinding> host = ExamineHost();
  const int code =
      !found.problems.empty() || (options.strict && !host.empty()) ? 3 : 0;
  if (!options.json) return Answer(CheckText(found, host), code);
  Json json = {{"categories", found.specs.ok() ? found.specs->size() : 0},
               {"entries", found.head.entries},
               {"head", absl::BytesToHexString(found.head.link)},
               {"files", found.files},
               {"problems", found.problems},
               {"notes", found.notes}};
  json["host"] = Json::parse(HostJson(host));
  return Answer(DumpJson(json), code);
}

}  // namespace olympics
