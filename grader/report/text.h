// Text from outside, made fit to be stored and shown.
#ifndef GRADER_REPORT_TEXT_H_
#define GRADER_REPORT_TEXT_H_

#include <string>

namespace olympics {

// Valid UTF-8 without control characters but tabs and line breaks: what is
// neither becomes '?'. Fit for XML, JSON, protobuf strings and terminals.
std::string PlainText(const std::string& text);

// The last lines that a program printed, fit to be shown below what became of
// it: PlainText, at most 8 lines that are not empty, each of 240 bytes at most
// ("..." where more was cut off), and never more than 2 KB. "" where it
// printed nothing. A carriage return ends a line, as a progress bar's do.
std::string LastLines(const std::string& output);

// Lines of LastLines as they stand below a message: each ends with a line break
// and begins with `prefix`, so that nothing that a program prints can look like
// a line of the grader's.
//
//   ProgramLines("a\nb") is "    | a\n    | b\n"; ProgramLines("") is "".
std::string ProgramLines(const std::string& lines,
                         const std::string& prefix = "    | ");

// Whether every byte belongs to a well-formed UTF-8 sequence, and none is a
// NUL.
bool IsUtf8Text(const std::string& bytes);

}  // namespace olympics

#endif  // GRADER_REPORT_TEXT_H_
