#include "tools/course/students.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "tools/csv/csv.h"
#include "tools/intake/intake.h"
#include "tools/text/fold.h"
#include "tools/text/suggest.h"

namespace olympics {
namespace {

struct Column {
  const char* name;
  std::string Student::*cell;
  bool unique;  // no two students may have the same
};

constexpr Column kColumns[] = {{"submission", &Student::submission, false},
                               {"name", &Student::name, false},
                               {"id", &Student::id, true},
                               {"sis_id", &Student::sis_id, true},
                               {"login", &Student::login, true},
                               {"section", &Student::section, false},
                               {"email", &Student::email, true},
                               {"display_name", &Student::display_name, false},
                               {"lti_user_id", &Student::lti_user_id, true}};

// AlreadyExists if the student shares with another what tells people apart, or
// is called on the leaderboard as another submission is.
absl::Status Clash(const std::vector<Student>& students, const Student& s) {
  for (const Student& other : students) {
    for (const Column& column : kColumns) {
      const std::string& cell = s.*column.cell;
      if (!column.unique || cell.empty() ||
          Folded(other.*column.cell) != Folded(cell)) {
        continue;
      }
      return absl::AlreadyExistsError(absl::StrCat(
          "the ", column.name, " \"", cell, "\" is that of ",
          other.name.empty() ? other.submission : other.name, " already"));
    }
    if (s.submission == other.submission) continue;
    // A submission's folder, on a disk that makes no difference of case either.
    if (Folded(s.submission) == Folded(other.submission)) {
      return absl::AlreadyExistsError(
          absl::StrCat("the submission \"", s.submission,
                       "\" could be taken for \"", other.submission, "\""));
    }
    for (const auto& [mine, theirs] :
         {std::make_pair(s.display_name, other.display_name),
          std::make_pair(s.display_name, other.submission),
          std::make_pair(s.submission, other.display_name)}) {
      if (mine.empty() || Folded(mine) != Folded(theirs)) continue;
      return absl::AlreadyExistsError(
          absl::StrCat("another is called \"", theirs, "\" already"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckCell(const Column& column, const std::string& cell) {
  if (const std::string why = WhyMisread(cell); !why.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("the ", column.name, " ", why));
  }
  constexpr char kFormula[] = "=+-@";
  if (!cell.empty() &&
      std::string(kFormula).find(cell[0]) != std::string::npos) {
    return absl::InvalidArgumentError(
        absl::StrCat("the ", column.name, " \"", cell,
                     "\" begins as a spreadsheet's formula does"));
  }
  constexpr size_t kMost = 200;
  if (cell.size() > kMost) {
    return absl::InvalidArgumentError(
        absl::StrCat("the ", column.name, " is longer than ", kMost, " bytes"));
  }
  return absl::OkStatus();
}

absl::Status AtLine(int line, const std::string& what) {
  return absl::InvalidArgumentError(absl::StrCat("line ", line, ": ", what));
}

// Refuses what was saved as something else than UTF-8 and commas.
absl::Status CheckFormat(const std::string& csv) {
  if (absl::StartsWith(csv, "\xff\xfe") || absl::StartsWith(csv, "\xfe\xff") ||
      csv.find('\0') != std::string::npos) {
    return AtLine(1,
                  "the file is no UTF-8 text (UTF-16, as it seems): save it as "
                  "\"CSV UTF-8\"");
  }
  const std::string head = csv.substr(0, csv.find_first_of("\r\n"));
  for (const char* parted : {";", "\t"}) {
    if (!absl::StrContains(head, ",") && absl::StrContains(head, parted)) {
      return AtLine(
          1, absl::StrCat("the columns are parted by ",
                          *parted == ';' ? "semicolons" : "tabs",
                          ": save the file with commas between its cells"));
    }
  }
  return absl::OkStatus();
}

// What the columns of the file are, by its first row.
absl::StatusOr<std::vector<const Column*>> ColumnsOf(const CsvLine& head) {
  std::vector<const Column*> columns;
  std::vector<std::string> known;
  for (const Column& c : kColumns) known.emplace_back(c.name);
  for (const std::string& cell : head.cells) {
    const std::string name(absl::StripAsciiWhitespace(cell));
    if (const std::string why = WhyMisread(name); !why.empty()) {
      return AtLine(head.line, absl::StrCat("the name of column ",
                                            columns.size() + 1, " ", why));
    }
    const auto found =
        std::find_if(std::begin(kColumns), std::end(kColumns),
                     [&](const Column& c) { return name == c.name; });
    if (found == std::end(kColumns)) {
      return AtLine(
          head.line,
          absl::StrCat("there is no column \"", name, "\"; there are ",
                       absl::StrJoin(known, ", "), DidYouMean(name, known)));
    }
    if (std::find(columns.begin(), columns.end(), found) != columns.end()) {
      return AtLine(head.line,
                    absl::StrCat("the column ", name, " is there twice"));
    }
    columns.push_back(found);
  }
  const bool named = std::any_of(
      columns.begin(), columns.end(),
      [](const Column* c) { return c->cell == &Student::submission; });
  if (!named) return AtLine(head.line, "the column submission is missing");
  return columns;
}

bool IsBlank(const CsvRow& row) {
  return std::all_of(row.begin(), row.end(), [](const std::string& cell) {
    return absl::StripAsciiWhitespace(cell).empty();
  });
}

}  // namespace

absl::StatusOr<std::vector<Student>> ParseStudents(const std::string& csv) {
  if (absl::Status s = CheckFormat(csv); !s.ok()) return s;
  const absl::StatusOr<std::vector<CsvLine>> rows = ParseCsvLines(csv);
  if (!rows.ok()) return rows.status();
  if (rows->empty()) {
    return absl::InvalidArgumentError("the list of students is empty");
  }
  const absl::StatusOr<std::vector<const Column*>> columns =
      ColumnsOf(rows->front());
  if (!columns.ok()) return columns.status();
  std::vector<Student> students;
  for (size_t i = 1; i < rows->size(); ++i) {
    const auto& [line, row] = (*rows)[i];
    // As spreadsheets leave them below a table.
    if (IsBlank(row)) continue;
    if (row.size() != columns->size()) {
      return AtLine(line,
                    absl::StrCat("there are ", row.size(), " cells where ",
                                 columns->size(), " columns are named"));
    }
    Student s;
    for (size_t c = 0; c < row.size(); ++c) {
      const Column& column = *(*columns)[c];
      s.*column.cell = std::string(absl::StripAsciiWhitespace(row[c]));
      if (const std::string why = WhyMisread(s.*column.cell); !why.empty()) {
        return AtLine(line, absl::StrCat("the ", column.name, " ", why));
      }
    }
    if (s.submission.empty()) return AtLine(line, "the submission is missing");
    // It becomes a folder's name.
    if (absl::Status name = ValidateSubmissionName(s.submission); !name.ok()) {
      return AtLine(line, std::string(name.message()));
    }
    if (absl::Status clash = Clash(students, s); !clash.ok()) {
      return AtLine(line, std::string(clash.message()));
    }
    if (s.name.empty()) s.name = s.submission;
    students.push_back(std::move(s));
  }
  return students;
}

std::string PlainName(const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, ',');
  if (parts.size() != 2) return name;
  const std::string last(absl::StripAsciiWhitespace(parts[0]));
  const std::string first(absl::StripAsciiWhitespace(parts[1]));
  static constexpr const char* kSuffixes[] = {"Jr", "Jr.", "Sr", "Sr.",
                                              "II", "III", "IV", "PhD"};
  if (last.empty() || first.empty() ||
      std::find(std::begin(kSuffixes), std::end(kSuffixes), first) !=
          std::end(kSuffixes)) {
    return name;
  }
  return absl::StrCat(first, " ", last);
}

std::string TeamName(const std::vector<Student>& students,
                     const std::string& submission) {
  std::vector<std::string> names;
  for (const Student& s : students) {
    if (s.submission != submission || s.name.empty()) continue;
    names.push_back(PlainName(s.name));
  }
  if (names.empty()) return "";
  const std::string last = std::move(names.back());
  names.pop_back();
  // A comma within a name is not one between two.
  const bool commas = std::any_of(
      names.begin(), names.end(),
      [](const std::string& n) { return n.find(',') != std::string::npos; });
  return absl::StrCat(absl::StrJoin(names, commas ? "; " : ", "),
                      names.empty() ? "" : " and ", last);
}

std::vector<Student> StudentsOf(const std::vector<Student>& students,
                                const std::vector<std::string>& submissions) {
  if (!students.empty()) return students;
  std::vector<Student> out;
  const std::set<std::string> names(submissions.begin(), submissions.end());
  for (const std::string& name : names) {
    Student s;
    s.submission = s.name = s.login = name;
    out.push_back(std::move(s));
  }
  return out;
}

std::vector<std::string> Unlisted(const std::vector<Student>& students,
                                  const std::vector<std::string>& submissions) {
  if (students.empty()) return {};
  std::set<std::string> names(submissions.begin(), submissions.end());
  for (const Student& s : students) names.erase(s.submission);
  return {names.begin(), names.end()};
}

absl::StatusOr<std::string> StudentsWith(const std::string& csv,
                                         const Student& student, bool join) {
  if (absl::Status s = ValidateSubmissionName(student.submission); !s.ok()) {
    return s;
  }
  std::vector<Student> students;
  if (!csv.empty()) {
    absl::StatusOr<std::vector<Student>> parsed = ParseStudents(csv);
    if (!parsed.ok()) return parsed.status();
    students = *std::move(parsed);
  }
  for (const Column& column : kColumns) {
    const std::string& cell = student.*column.cell;
    if (absl::Status s = CheckCell(column, cell); !s.ok()) return s;
  }
  const auto team = std::find_if(
      students.begin(), students.end(),
      [&](const Student& s) { return s.submission == student.submission; });
  if (team != students.end() && !join) {
    return absl::AlreadyExistsError(
        absl::StrCat("the submission \"", student.submission, "\" is that of ",
                     team->name, " already; to work on it together, --join"));
  }
  if (team == students.end() && join) {
    std::vector<std::string> teams;
    for (const Student& s : students) teams.push_back(s.submission);
    return absl::NotFoundError(
        absl::StrCat("there is no submission \"", student.submission,
                     "\" to join", DidYouMean(student.submission, teams)));
  }
  if (absl::Status s = Clash(students, student); !s.ok()) return s;
  students.push_back(student);
  std::vector<CsvRow> rows(1);
  for (const Column& column : kColumns) rows[0].emplace_back(column.name);
  for (const Student& s : students) {
    CsvRow& row = rows.emplace_back();
    for (const Column& column : kColumns) row.push_back(s.*column.cell);
  }
  return WriteCsv(rows);
}

}  // namespace olympics
