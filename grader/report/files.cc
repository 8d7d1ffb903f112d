#include "grader/report/files.h"

#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/json_util.h"
#include "sandbox/whole_file.h"

namespace olympics {

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  return sandbox::ReadFile(path);
}

absl::Status MakeFolder(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (!error) return absl::OkStatus();
  return absl::UnavailableError(
      absl::StrCat("cannot make the folder ", path, ": ", error.message()));
}

absl::Status WriteFile(const std::string& path, const std::string& content) {
  return sandbox::ReplaceFile(path, content);
}

absl::Status ReadTextProto(const std::string& path,
                           google::protobuf::Message& message) {
  absl::StatusOr<std::string> text = ReadFile(path);
  if (!text.ok()) return text.status();
  if (!google::protobuf::TextFormat::ParseFromString(*text, &message)) {
    return absl::InvalidArgumentError(absl::StrCat(
        path, " is no ", message.GetTypeName(), " in protobuf's text form"));
  }
  return absl::OkStatus();
}

std::string ToTextProto(const google::protobuf::Message& message) {
  std::string text;
  google::protobuf::TextFormat::PrintToString(message, &text);
  return text;
}

std::string ToJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  std::string json;
  const auto status =
      google::protobuf::util::MessageToJsonString(message, &json, options);
  return status.ok() ? json : "{}\n";
}

}  // namespace olympics
