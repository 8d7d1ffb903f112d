// Protocol buffers as text, and in files.
#ifndef GRADER_REPORT_FILES_H_
#define GRADER_REPORT_FILES_H_

#include <string>

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace olympics {

// Reads a message in protobuf's text form. InvalidArgument, which names the
// file, if it is none; else the errors of base::ReadFile.
absl::Status ReadTextProto(const std::string& path,
                           google::protobuf::Message& message);

// Returns a message in protobuf's text form, and in JSON; JSON is "{}" if a
// string in the message is no UTF-8.
std::string ToTextProto(const google::protobuf::Message& message);
std::string ToJson(const google::protobuf::Message& message);

}  // namespace olympics

#endif  // GRADER_REPORT_FILES_H_
