#include "sandbox/text.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "google/protobuf/text_format.h"
#include "nlohmann/json.hpp"
#include "sandbox/sandbox.pb.h"
#include "sandbox/weakening.h"
#include "third_party/protobuf/textproto.h"

namespace sandbox {
namespace {

// A message of this size is no policy and no outcome.
constexpr size_t kMaxText = 1 << 20;

absl::Status ReadTextproto(const std::string& text, const char* what,
                           google::protobuf::Message& message) {
  if (text.size() > kMaxText) {
    return absl::InvalidArgumentError(
        absl::StrCat("the ", what, " is larger than 1 MiB"));
  }
  const absl::Status status = ParseTextproto(text, message, /*depth=*/16);
  if (status.ok()) return status;
  return absl::InvalidArgumentError(absl::StrCat(
      "the ", what, " cannot be read, ", std::string(status.message())));
}

absl::StatusOr<Layer> FindLayer(const std::string& name) {
  if (const auto layer = LayerNamed(name); layer.has_value()) return *layer;
  std::string all;
  for (int i = 0; i < kLayers; ++i) {
    absl::StrAppend(&all, i > 0 ? ", " : "", LayerName(static_cast<Layer>(i)));
  }
  return absl::InvalidArgumentError(
      absl::StrCat("\"", name, "\" is no layer; there are ", all));
}

absl::StatusOr<absl::Duration> Seconds(const char* field, double seconds) {
  if (!std::isfinite(seconds) || seconds <= 0) {
    return absl::InvalidArgumentError(
        absl::StrCat(field, " is ", seconds, "; it must be above 0"));
  }
  return absl::Seconds(seconds);
}

absl::Status SetLimits(const text::SandboxPolicy::Limits& from, Limits& to) {
  if (from.has_wall_seconds()) {
    const auto wall = Seconds("limits.wall_seconds", from.wall_seconds());
    if (!wall.ok()) return wall.status();
    to.wall = *wall;
  }
  if (from.has_cpu_seconds()) {
    const auto cpu = Seconds("limits.cpu_seconds", from.cpu_seconds());
    if (!cpu.ok()) return cpu.status();
    to.cpu = *cpu;
  }
  if (from.has_memory_bytes()) to.SetMemory(from.memory_bytes());
  if (from.has_output_bytes()) to.output_bytes = from.output_bytes();
  if (from.has_file_bytes()) to.file_bytes = from.file_bytes();
  if (from.has_stack_bytes()) to.stack_bytes = from.stack_bytes();
  if (from.has_open_files()) to.open_files = from.open_files();
  if (from.has_threads()) to.threads = from.threads();
  if (from.has_cores()) to.cores = from.cores();
  return absl::OkStatus();
}

struct SecondsField {
  const char* name;
  double Outcome::*value;
};
constexpr SecondsField kSeconds[] = {
    {"wall_seconds", &Outcome::wall_seconds},
    {"user_seconds", &Outcome::user_seconds},
    {"system_seconds", &Outcome::system_seconds},
};
struct CountField {
  const char* name;
  int64_t Outcome::*value;
};
constexpr CountField kCounts[] = {
    {"peak_memory_bytes", &Outcome::peak_memory_bytes},
    {"peak_resident_bytes", &Outcome::peak_resident_bytes},
    {"peak_cgroup_bytes", &Outcome::peak_cgroup_bytes},
    {"minor_faults", &Outcome::minor_faults},
    {"major_faults", &Outcome::major_faults},
    {"voluntary_switches", &Outcome::voluntary_switches},
    {"involuntary_switches", &Outcome::involuntary_switches},
    {"output_bytes", &Outcome::output_bytes},
    {"written_bytes", &Outcome::written_bytes},
};

absl::StatusOr<Verdict> FindVerdict(const std::string& name) {
  for (int i = 0; i < kVerdicts; ++i) {
    if (name == VerdictName(static_cast<Verdict>(i))) {
      return static_cast<Verdict>(i);
    }
  }
  return absl::InvalidArgumentError(
      absl::StrCat("the outcome's verdict \"", name.substr(0, 40),
                   "\" is none that a sandbox gives"));
}

// Reads one field of `json`, if it is there; false if it is something else.
template <typename T>
bool ReadField(const nlohmann::json& json, const char* name, T& value) {
  const auto at = json.find(name);
  if (at == json.end()) return true;
  if constexpr (std::is_same_v<T, std::string>) {
    if (!at->is_string()) return false;
  } else if constexpr (std::is_same_v<T, double>) {
    if (!at->is_number()) return false;
  } else {
    // Beyond 64 bits it would have been read as a double.
    if (!at->is_number_integer() ||
        (at->is_number_unsigned() &&
         at->template get<uint64_t>() >
             uint64_t{std::numeric_limits<int64_t>::max()})) {
      return false;
    }
    const auto number = at->template get<int64_t>();
    if (number < std::numeric_limits<T>::min() ||
        number > std::numeric_limits<T>::max()) {
      return false;
    }
  }
  value = at->template get<T>();
  return true;
}

absl::StatusOr<Outcome> ParseJson(const std::string& text) {
  const auto bad = [](const std::string& what) {
    return absl::InvalidArgumentError(
        absl::StrCat("the outcome cannot be read: ", what));
  };
  if (text.size() > kMaxText) return bad("it is larger than 1 MiB");
  // Depth is bounded so that no text can exhaust the stack.
  const auto shallow = [](int depth, nlohmann::json::parse_event_t,
                          const nlohmann::json&) { return depth < 4; };
  const nlohmann::json json =
      nlohmann::json::parse(text, shallow, /*allow_exceptions=*/false);
  if (!json.is_object()) return bad("it is not a JSON object");
  Outcome to;
  std::string verdict;
  if (!ReadField(json, "verdict", verdict)) return bad("verdict is no text");
  const absl::StatusOr<Verdict> known = FindVerdict(verdict);
  if (!known.ok()) return known.status();
  to.verdict = *known;
  if (!ReadField(json, "exit_code", to.exit_code)) return bad("exit_code");
  if (!ReadField(json, "signal", to.signal)) return bad("signal");
  if (!ReadField(json, "violation", to.violation)) return bad("violation");
  if (!ReadField(json, "peak_memory_method", to.peak_memory_method)) {
    return bad("peak_memory_method");
  }
  for (const SecondsField& field : kSeconds) {
    if (!ReadField(json, field.name, to.*field.value)) return bad(field.name);
  }
  for (const CountField& field : kCounts) {
    if (!ReadField(json, field.name, to.*field.value)) return bad(field.name);
    // Any negative one says that it is not known.
    if (to.*field.value < 0) to.*field.value = Outcome().*field.value;
  }
  const auto missing = json.find("missing");
  if (missing != json.end()) {
    if (!missing->is_array()) return bad("missing");
    for (const auto& sentence : *missing) {
      if (!sentence.is_string()) return bad("missing");
      to.missing.push_back(sentence.get<std::string>());
    }
  }
  return to;
}

// The tables' names are the message's.
const google::protobuf::FieldDescriptor* FieldOf(const text::Outcome& message,
                                                 const char* name) {
  return message.GetDescriptor()->FindFieldByName(name);
}

text::Outcome ToProto(const Outcome& o) {
  text::Outcome p;
  p.set_verdict(VerdictName(o.verdict));
  p.set_exit_code(o.exit_code);
  p.set_signal(o.signal);
  p.set_violation(o.violation);
  p.set_description(o.Describe());
  p.set_peak_memory_method(o.peak_memory_method);
  const google::protobuf::Reflection& reflection = *p.GetReflection();
  for (const SecondsField& field : kSeconds) {
    reflection.SetDouble(&p, FieldOf(p, field.name), o.*field.value);
  }
  for (const CountField& field : kCounts) {
    // Negative: not known.
    if (o.*field.value >= 0) {
      reflection.SetInt64(&p, FieldOf(p, field.name), o.*field.value);
    }
  }
  for (const std::string& missing : o.missing) p.add_missing(missing);
  return p;
}

}  // namespace

absl::StatusOr<Policy> ParsePolicy(const std::string& textproto) {
  text::SandboxPolicy from;
  if (absl::Status status = ReadTextproto(textproto, "policy", from);
      !status.ok()) {
    return status;
  }
  PolicyBuilder builder = PolicyBuilder::Worker();
  if (from.use() == text::SandboxPolicy::TRAINING) {
    builder = PolicyBuilder::Training();
  } else if (from.use() == text::SandboxPolicy::INTERPRETER) {
    builder = PolicyBuilder::Interpreter();
  }
  for (const auto& mount : from.mount()) {
    if (mount.writable()) {
      builder.AddWritableFile(mount.host(), mount.guest());
    } else {
      builder.AddReadOnly(mount.host(), mount.guest());
    }
  }
  builder.AddTmp(from.tmp_bytes());
  for (const std::string& name : from.require()) {
    const absl::StatusOr<Layer> layer = FindLayer(name);
    if (!layer.ok()) return layer.status();
    builder.Require(*layer);
  }
  for (const std::string& name : from.without()) {
    const absl::StatusOr<Layer> layer = FindLayer(name);
    if (!layer.ok()) return layer.status();
    builder.Without(*layer, Weakening());
  }
  Policy policy = builder.Build();
  if (absl::Status status = SetLimits(from.limits(), policy.limits);
      !status.ok()) {
    return status;
  }
  if (absl::Status status = Validate(policy); !status.ok()) return status;
  return policy;
}

std::string OutcomeToJson(const Outcome& o) {
  nlohmann::ordered_json json = {{"verdict", VerdictName(o.verdict)},
                                 {"exit_code", o.exit_code},
                                 {"signal", o.signal},
                                 {"violation", o.violation},
                                 {"description", o.Describe()}};
  for (const auto& field : kSeconds) json[field.name] = o.*field.value;
  json["peak_memory_method"] = o.peak_memory_method;
  for (const auto& field : kCounts) {
    // Negative: not known.
    if (o.*field.value >= 0) json[field.name] = o.*field.value;
  }
  json["missing"] = o.missing;
  return json.dump(2, ' ', /*ensure_ascii=*/false,
                   nlohmann::json::error_handler_t::replace) +
         "\n";
}

std::string OutcomeToTextproto(const Outcome& outcome) {
  std::string text;
  google::protobuf::TextFormat::PrintToString(ToProto(outcome), &text);
  return text;
}

absl::StatusOr<Outcome> ParseOutcome(const std::string& text) {
  const size_t start = text.find_first_not_of(" \t\r\n");
  if (start != std::string::npos && text[start] == '{') {
    return ParseJson(text);
  }
  text::Outcome from;
  if (absl::Status status = ReadTextproto(text, "outcome", from);
      !status.ok()) {
    return status;
  }
  const absl::StatusOr<Verdict> verdict = FindVerdict(from.verdict());
  if (!verdict.ok()) return verdict.status();
  Outcome to;
  to.verdict = *verdict;
  to.exit_code = from.exit_code();
  to.signal = from.signal();
  to.violation = from.violation();
  to.peak_memory_method = from.peak_memory_method();
  const google::protobuf::Reflection& reflection = *from.GetReflection();
  for (const SecondsField& field : kSeconds) {
    to.*field.value = reflection.GetDouble(from, FieldOf(from, field.name));
  }
  for (const CountField& field : kCounts) {
    const auto* at = FieldOf(from, field.name);
    if (reflection.HasField(from, at)) {
      const int64_t count = reflection.GetInt64(from, at);
      if (count >= 0) to.*field.value = count;
    }
  }
  to.missing.assign(from.missing().begin(), from.missing().end());
  return to;
}

}  // namespace sandbox
