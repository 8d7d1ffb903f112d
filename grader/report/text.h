// Text from outside, made fit to be stored and shown.
#ifndef GRADER_REPORT_TEXT_H_
#define GRADER_REPORT_TEXT_H_

#include <string>

namespace olympics {

// Valid UTF-8 without control characters but tabs and line breaks: what is
// neither becomes '?'. Fit for XML, JSON, protobuf strings and terminals.
std::string PlainText(const std::string& text);

// Whether every byte belongs to a well-formed UTF-8 sequence, and none is a
// NUL.
bool IsUtf8Text(const std::string& bytes);

}  // namespace olympics

#endif  // GRADER_REPORT_TEXT_H_
