#include "grader/report/files.h"

#include "absl/strings/str_cat.h"
#include "base/files.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/json_util.h"

namespace olympics {

absl::Status ReadTextProto(const std::string& path,
                           google::protobuf::Message& message) {
  absl::StatusOr<std::string> text = base::ReadFile(path);
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
