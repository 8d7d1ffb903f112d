#include "tools/course/registering.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "tools/course/names.h"
#include "tools/text/fold.h"

namespace olympics {
namespace {

// Every submission that the record has anything of, folded.
std::set<std::string> OnRecord(const std::vector<Entry>& entries) {
  std::set<std::string> names;
  const auto add = [&](const std::string& name) {
    if (!name.empty()) names.insert(Folded(name));
  };
  for (const Entry& e : entries) {
    add(e.run().submission());
    add(e.event().hand_in().submission());
    add(e.event().override().submission());
    add(e.event().award().submission());
  }
  return names;
}

absl::Status DisplayNameIsFree(const Student& student, const Registered& there,
                               const std::set<std::string>& on_record) {
  const std::string& name = student.display_name;
  if (name.empty() || Folded(name) == Folded(student.submission)) {
    return absl::OkStatus();
  }
  if (CouldBeMadeUp(name)) {
    return absl::AlreadyExistsError(absl::StrCat(
        "\"", name,
        "\" is a name as they are made up for others: choose another display "
        "name"));
  }
  const bool listed = std::any_of(
      there.roster.names.begin(), there.roster.names.end(),
      [&](const std::string& other) { return Folded(other) == Folded(name); });
  if (!listed && !on_record.contains(Folded(name))) return absl::OkStatus();
  return absl::AlreadyExistsError(
      absl::StrCat("another is called \"", name, "\" already"));
}

}  // namespace

absl::Status MayRegister(const Student& student, const Registered& there,
                         bool with_grades) {
  for (const std::string& name : {student.submission, student.display_name}) {
    if (!LooksLikeOwn(there.roster.own, name)) continue;
    return absl::AlreadyExistsError(
        absl::StrCat("\"", name, "\" is the course's own: take another name"));
  }
  const std::set<std::string> on_record = OnRecord(there.entries);
  if (absl::Status s = DisplayNameIsFree(student, there, on_record); !s.ok()) {
    return s;
  }
  const bool somebodys = std::any_of(
      there.students.begin(), there.students.end(), [&](const Student& s) {
        return Folded(s.submission) == Folded(student.submission);
      });
  if (somebodys || with_grades) return absl::OkStatus();
  if (on_record.contains(Folded(student.submission))) {
    return absl::AlreadyExistsError(absl::StrCat(
        student.submission,
        " is on record already, and nobody's who is registered: take another "
        "name. If it is yours, an instructor registers you, --with-grades"));
  }
  if (there.folder) {
    return absl::AlreadyExistsError(absl::StrCat(
        "submissions/", student.submission,
        " is there already, and nobody's who is registered: take another "
        "name. If it is yours, an instructor registers you, --with-grades"));
  }
  return absl::OkStatus();
}

}  // namespace olympics
