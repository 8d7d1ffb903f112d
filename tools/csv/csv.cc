#include "tools/csv/csv.h"

#include <charconv>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace olympics {
namespace {

bool IsNumber(const std::string& text) {
  double value;
  const char* begin = text.data() + (text[0] == '+' ? 1 : 0);
  const auto [end, error] =
      std::from_chars(begin, text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

std::string Cell(const std::string& text) {
  std::string safe = text;
  if (!text.empty() &&
      std::string("=+-@\t\r").find(text[0]) != std::string::npos &&
      !IsNumber(text)) {
    safe = "'" + text;
  }
  if (safe.find_first_of(",\"\r\n") == std::string::npos &&
      (safe.empty() || (safe.front() != ' ' && safe.back() != ' '))) {
    return safe;
  }
  std::string quoted = "\"";
  for (const char c : safe) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

}  // namespace

std::string WriteCsv(const std::vector<CsvRow>& rows) {
  std::string text;
  for (const CsvRow& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      if (i > 0) text += ',';
      text += Cell(row[i]);
    }
    text += "\r\n";
  }
  return text;
}

absl::StatusOr<std::vector<CsvLine>> ParseCsvLines(const std::string& text) {
  std::vector<CsvLine> rows;
  CsvLine row;
  std::string cell;
  bool quoted = false, any = false;
  int line = 1, opened = 1;
  const auto end_row = [&] {
    if (any || !row.cells.empty()) {
      row.cells.push_back(std::move(cell));
      rows.push_back(std::move(row));
    }
    row = CsvLine();
    cell.clear();
    any = false;
  };
  for (size_t i = absl::StartsWith(text, "\xef\xbb\xbf") ? 3 : 0;
       i < text.size(); ++i) {
    const char c = text[i];
    const bool ends =
        c == '\n' ||
        (c == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'));
    if (row.line == 0) row.line = line;
    if (ends) ++line;
    if (quoted) {
      if (c != '"') {
        cell += c;
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        cell += '"';
        ++i;
      } else {
        quoted = false;
      }
    } else if (c == '"' && cell.empty()) {
      quoted = true;
      any = true;
      opened = line;
    } else if (c == ',') {
      row.cells.push_back(std::move(cell));
      cell.clear();
    } else if (ends) {
      end_row();
    } else if (c != '\r') {
      cell += c;
      any = true;
    }
  }
  if (quoted) {
    return absl::InvalidArgumentError(
        absl::StrCat("line ", opened, ": a quote is not closed"));
  }
  end_row();
  return rows;
}

absl::StatusOr<std::vector<CsvRow>> ParseCsv(const std::string& text) {
  absl::StatusOr<std::vector<CsvLine>> lines = ParseCsvLines(text);
  if (!lines.ok()) return lines.status();
  std::vector<CsvRow> rows;
  for (CsvLine& line : *lines) rows.push_back(std::move(line.cells));
  return rows;
}

}  // namespace olympics
