#include "tools/record/build_events.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "nlohmann/json.hpp"

namespace olympics {
namespace {

using Json = nlohmann::json;

// The object at a path of names, or an empty one.
const Json& At(const Json& event, std::initializer_list<const char*> names) {
  static const Json* const kNothing = new Json(Json::object());
  const Json* at = &event;
  for (const char* name : names) {
    if (!at->is_object() || !at->contains(name)) return *kNothing;
    at = &(*at)[name];
  }
  return *at;
}

std::string Text(const Json& value) {
  return value.is_string() ? value.get<std::string>() : "";
}

// A file:// address as a path; Bazel escapes what is special in an address.
std::string PathOf(const std::string& uri) {
  constexpr char kScheme[] = "file://";
  if (!absl::StartsWith(uri, kScheme)) return "";
  std::string path;
  const auto hex = [](char c) {
    const size_t digit =
        std::string("0123456789abcdef").find(static_cast<char>(c | 0x20));
    return digit == std::string::npos ? -1 : static_cast<int>(digit);
  };
  for (size_t i = sizeof(kScheme) - 1; i < uri.size(); ++i) {
    if (uri[i] == '%' && i + 2 < uri.size() && hex(uri[i + 1]) >= 0 &&
        hex(uri[i + 2]) >= 0) {
      path += static_cast<char>(hex(uri[i + 1]) * 16 + hex(uri[i + 2]));
      i += 2;
    } else {
      path += uri[i];
    }
  }
  return path;
}

// Colours and cursor movements off.
std::string WithoutEscapes(const std::string& text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b' && i + 1 < text.size() && text[i + 1] == '[') {
      i += 2;
      while (i < text.size() && (text[i] < '@' || text[i] > '~')) ++i;
    } else if (text[i] != '\r') {
      out += text[i];
    }
  }
  return out;
}

void AddErrors(const std::string& stderr_text, std::vector<std::string>& out) {
  for (const auto& line : std::vector<std::string>(
           absl::StrSplit(WithoutEscapes(stderr_text), '\n'))) {
    if (absl::StartsWith(line, "ERROR:") ||
        absl::StrContains(line, ": error:") ||
        absl::StrContains(line, ": fatal error:") ||
        absl::StrContains(line, ": undefined reference to ") ||
        absl::StartsWith(line, "Error in fail:")) {
      out.push_back(line);
    }
  }
}

}  // namespace

BuildEvents ParseBuildEvents(const std::string& text) {
  BuildEvents events;
  for (const auto& line :
       std::vector<std::string>(absl::StrSplit(text, '\n'))) {
    const Json event = Json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (!event.is_object()) continue;
    AddErrors(Text(At(event, {"progress", "stderr"})), events.errors);
    if (event.contains("lastMessage") && event["lastMessage"] == true) {
      events.finished = true;
    }
    if (At(event, {"configured", "testSize"}).is_string()) {
      events.test_targets.push_back(
          Text(At(event, {"id", "targetConfigured", "label"})));
    }
    const std::string label = Text(At(event, {"id", "testResult", "label"}));
    if (label.empty() || !event.contains("testResult")) continue;
    TestRun run;
    run.label = label;
    run.status = Text(At(event, {"testResult", "status"}));
    double milliseconds = 0;  // a 64-bit number, so in JSON a text
    if (absl::SimpleAtod(
            Text(At(event, {"testResult", "testAttemptDurationMillis"})),
            &milliseconds)) {
      run.seconds = milliseconds / 1000;
    }
    const Json& outputs = At(event, {"testResult", "testActionOutput"});
    if (outputs.is_array()) {
      for (const Json& o : outputs) {
        const std::string name = Text(At(o, {"name"}));
        const std::string path = PathOf(Text(At(o, {"uri"})));
        if (name == "test.xml") run.junit = path;
        if (name == "test.log") run.log = path;
        if (absl::EndsWith(name, "outputs.zip")) run.outputs = path;
      }
    }
    events.tests.push_back(std::move(run));
  }
  return events;
}

}  // namespace olympics
