#include "tools/intake/register.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "tools/intake/intake.h"
#include "tools/lms/csv.h"

namespace olympics {
namespace {

struct Column {
  const char* name;
  std::string Student::*cell;
  bool unique;  // no two students may have the same
};

constexpr Column kColumns[] = {{"submission", &Student::submission, true},
                               {"name", &Student::name, false},
                               {"id", &Student::id, true},
                               {"sis_id", &Student::sis_id, true},
                               {"login", &Student::login, true},
                               {"section", &Student::section, false},
                               {"email", &Student::email, true}};

absl::Status CheckCell(const Column& column, const std::string& cell) {
  const bool control = std::any_of(cell.begin(), cell.end(), [](char c) {
    return static_cast<unsigned char>(c) < ' ' || c == '\x7f';
  });
  if (control) {
    return absl::InvalidArgumentError(
        absl::StrCat("the ", column.name, " holds a line break or the like"));
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

}  // namespace

absl::StatusOr<std::string> StudentsWith(const std::string& csv,
                                         const Student& student) {
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
    if (!column.unique || cell.empty()) continue;
    for (const Student& other : students) {
      if (other.*column.cell != cell) continue;
      return absl::AlreadyExistsError(
          absl::StrCat("the ", column.name, " \"", cell, "\" is that of ",
                       other.submission, " already"));
    }
  }
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
