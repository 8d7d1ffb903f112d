// Reports in files.
#ifndef GRADER_REPORT_FILES_H_
#define GRADER_REPORT_FILES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

namespace olympics {

// Reading and replacing as in sandbox/whole_file.h.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// With those above it, where they are missing.
absl::Status MakeFolder(const std::string& path);

// A link's target is replaced, and what is no ordinary file is written to.
absl::Status WriteFile(const std::string& path, const std::string& content);

// From a textproto; errors name the file and what is wrong with it.
absl::Status ReadTextProto(const std::string& path,
                           google::protobuf::Message& message);

std::string ToTextProto(const google::protobuf::Message& message);
std::string ToJson(const google::protobuf::Message& message);

}  // namespace olympics

#endif  // GRADER_REPORT_FILES_H_
