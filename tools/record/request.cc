#include "tools/record/request.h"

#include <cmath>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "re2/re2.h"

namespace olympics {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr int64_t kDayMs = int64_t{24} * 3600 * 1000;
constexpr int kMostEntries = 10'000;
constexpr size_t kMostEntryBytes = size_t{1} << 20;
constexpr size_t kMostTextBytes = size_t{64} << 10;
constexpr size_t kHeader = 8;

// As files are called that are made of it.
bool IsName(const std::string& name) {
  static const RE2 kName("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
  return RE2::FullMatch(name, kName);
}

bool IsNameOrNone(const std::string& name) {
  return name.empty() || IsName(name);
}

// What no message may hold, wherever in it; "" where it does not.
std::string WrongIn(const Message& message) {
  const Reflection* const reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string name(field->name());
    const int count =
        field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    const bool many = field->is_repeated();
    for (int i = 0; i < count; ++i) {
      switch (field->cpp_type()) {
        case FieldDescriptor::CPPTYPE_DOUBLE: {
          const double value =
              many ? reflection->GetRepeatedDouble(message, field, i)
                   : reflection->GetDouble(message, field);
          if (!std::isfinite(value)) {
            return absl::StrCat("its ", name, " is no finite number");
          }
          break;
        }
        case FieldDescriptor::CPPTYPE_STRING: {
          const std::string value =
              many ? reflection->GetRepeatedString(message, field, i)
                   : reflection->GetString(message, field);
          if (value.size() > kMostTextBytes) {
            return absl::StrCat("its ", name, " has ", value.size(),
                                " bytes and may have ", kMostTextBytes);
          }
          break;
        }
        case FieldDescriptor::CPPTYPE_MESSAGE: {
          const std::string wrong =
              WrongIn(many ? reflection->GetRepeatedMessage(message, field, i)
                           : reflection->GetMessage(message, field));
          if (!wrong.empty()) return wrong;
          break;
        }
        default:
          break;
      }
    }
  }
  return "";
}

std::string WrongWithAny(const Message& entry) {
  if (entry.ByteSizeLong() > kMostEntryBytes) {
    return absl::StrCat("it has ", entry.ByteSizeLong(), " bytes and may have ",
                        kMostEntryBytes);
  }
  return WrongIn(entry);
}

std::string WrongWith(const GradeReport& run, int64_t now_unix_ms) {
  if (!IsName(run.submission())) return "it is of no submission";
  if (!IsName(run.category())) return "it is of no category";
  if (run.verdict() == VERDICT_UNSPECIFIED || !Verdict_IsValid(run.verdict())) {
    return "it has no verdict";
  }
  if (run.started_unix_ms() < 0 ||
      run.started_unix_ms() > now_unix_ms + kDayMs) {
    return "it was begun at a time that has not come yet: is a clock wrong?";
  }
  static const RE2 kDigest("(?:[0-9a-f]{64})?");
  if (!RE2::FullMatch(run.evidence_sha256(), kDigest)) {
    return "its evidence is named by no digest";
  }
  if (run.judged_again().at_unix_ms() > now_unix_ms + kDayMs) {
    return "it was judged again at a time that has not come yet: is a clock "
           "wrong?";
  }
  return WrongWithAny(run);
}

std::string WrongWith(const Event& event) {
  if (event.by().empty()) return "it does not say who";
  bool named = true;
  switch (event.what_case()) {
    case Event::kHandIn:
      named = IsName(event.hand_in().submission()) &&
              IsNameOrNone(event.hand_in().category()) &&
              IsNameOrNone(event.hand_in().phase());
      for (const std::string& c : event.hand_in().categories()) {
        named = named && IsName(c);
      }
      break;
    case Event::kOverride:
      named = IsName(event.override().submission()) &&
              IsName(event.override().category());
      break;
    case Event::kAward:
      named =
          IsName(event.award().submission()) && IsName(event.award().award());
      break;
    case Event::kVote:
      named = IsName(event.vote().submission()) &&
              IsName(event.vote().award()) && IsName(event.vote().voter());
      break;
    case Event::kRegrade:
      named = IsNameOrNone(event.regrade().category());
      for (const std::string& s : event.regrade().submissions()) {
        named = named && IsName(s);
      }
      break;
    case Event::kExtension:
      named = IsName(event.extension().submission()) &&
              IsNameOrNone(event.extension().phase());
      break;
    case Event::kPush:
      break;
    default:  // a migration is the signer's own
      return "it does not say what";
  }
  if (!named) return "a name in it is none";
  return WrongWithAny(event);
}

absl::Status Refused(const std::string& what, const std::string& wrong) {
  return absl::InvalidArgumentError(
      absl::StrCat(what, " is not recorded, and nothing else either: ", wrong));
}

// A name as it may be shown: whoever asks may have made it up.
std::string Shown(const std::string& name) { return IsName(name) ? name : "?"; }

}  // namespace

absl::Status CheckRequest(const SignRequest& request, int64_t now_unix_ms) {
  if (request.runs_size() + request.events_size() > kMostEntries) {
    return Refused("this",
                   absl::StrCat("it is more than ", kMostEntries, " entries"));
  }
  for (const GradeReport& run : request.runs()) {
    const std::string wrong = WrongWith(run, now_unix_ms);
    if (wrong.empty()) continue;
    return Refused(absl::StrCat("the report of ", Shown(run.submission()),
                                " in ", Shown(run.category())),
                   wrong);
  }
  for (const Event& event : request.events()) {
    const std::string wrong = WrongWith(event);
    if (!wrong.empty()) return Refused("an event", wrong);
  }
  return absl::OkStatus();
}

std::string Framed(const SignRequest& request) {
  const std::string bytes = request.SerializeAsString();
  std::string framed;
  for (size_t i = 0; i < kHeader; ++i) {
    framed += static_cast<char>(uint64_t{bytes.size()} >> (8 * i) & 0xff);
  }
  return framed + bytes;
}

absl::StatusOr<SignRequest> Unframed(const std::string& bytes) {
  uint64_t size = 0;
  for (size_t i = 0; i < kHeader && i < bytes.size(); ++i) {
    size |= uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  }
  if (bytes.size() < kHeader || bytes.size() - kHeader < size) {
    return absl::InvalidArgumentError(
        "the signer's request was cut off: nothing was recorded");
  }
  SignRequest request;
  if (bytes.size() - kHeader > size ||
      !request.ParseFromString(bytes.substr(kHeader))) {
    return absl::InvalidArgumentError(
        "what the signer was asked is no request: nothing was recorded");
  }
  return request;
}

}  // namespace olympics
