// Comma-separated values, RFC 4180.
#ifndef TOOLS_CSV_CSV_H_
#define TOOLS_CSV_CSV_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace olympics {

using CsvRow = std::vector<std::string>;

// Quotes where it has to. A cell that a spreadsheet would take for a formula
// (=, +, -, @, tab or return first, and no number) gets an apostrophe in front.
std::string WriteCsv(const std::vector<CsvRow>& rows);

// A row, and the line of the file that it begins on, from 1.
struct CsvLine {
  int line = 0;
  CsvRow cells;
};

// Reads commas and quotes as in RFC 4180. Lines end with \n, \r\n or \r; a
// byte order mark and empty lines are passed over. InvalidArgument names the
// line of a quote that is not closed.
absl::StatusOr<std::vector<CsvLine>> ParseCsvLines(const std::string& text);

// The same without the lines' numbers.
absl::StatusOr<std::vector<CsvRow>> ParseCsv(const std::string& text);

}  // namespace olympics

#endif  // TOOLS_CSV_CSV_H_
