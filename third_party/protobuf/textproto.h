// Textprotos that people write: read with an error that has a place.
#ifndef THIRD_PARTY_PROTOBUF_TEXTPROTO_H_
#define THIRD_PARTY_PROTOBUF_TEXTPROTO_H_

#include <string>

#include "absl/status/status.h"
#include "google/protobuf/text_format.h"

// InvalidArgument is the first error alone: "line 2, column 9: ...". Messages
// nest at most `depth` deep.
absl::Status ParseTextproto(const std::string& text,
                            google::protobuf::Message& message,
                            int depth = 100);

#endif  // THIRD_PARTY_PROTOBUF_TEXTPROTO_H_
