#include "tools/course/config.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "base/files.h"
#include "third_party/protobuf/textproto.h"
#include "tools/course/marks.h"

namespace olympics {
namespace {

absl::Status Bad(const std::string& what) {
  return absl::InvalidArgumentError(what);
}

// Whether `name` is one of the IANA time zone database, and not a file or what
// this machine is set to; then `zone` is that.
bool LoadZone(const std::string& name, absl::TimeZone& zone) {
  const auto in_names = [](char c) {
    return absl::ascii_isalnum(c) || c == '_' || c == '+' || c == '-' ||
           c == '/';
  };
  absl::TimeZone found;
  if (name.empty() || !absl::ascii_isalpha(name[0]) || name == "localtime" ||
      !std::all_of(name.begin(), name.end(), in_names) ||
      !absl::LoadTimeZone(name, &found)) {
    return false;
  }
  zone = found;
  return true;
}

absl::Status ValidateUrl(const std::string& field, const std::string& url) {
  // In clear text alone to a platform on this machine.
  if (absl::StartsWith(url, "https://") ||
      absl::StartsWith(url, "http://127.0.0.1:") ||
      absl::StartsWith(url, "http://localhost:")) {
    return absl::OkStatus();
  }
  return Bad(
      absl::StrCat(field, " is \"", url, "\"; it must begin with https://"));
}

absl::Status ValidateLti(const Lti& lti) {
  if (lti.client_id().empty()) return Bad("lti.client_id is missing");
  if (lti.key_file().empty()) return Bad("lti.key_file is missing");
  if (absl::Status s = ValidateUrl("lti.token_url", lti.token_url()); !s.ok()) {
    return s;
  }
  std::set<std::string> categories;
  for (const LineItem& item : lti.line_items()) {
    if (item.category().empty()) {
      return Bad("lti.line_items.category is missing");
    }
    if (!categories.insert(item.category()).second) {
      return Bad(
          absl::StrCat("lti.line_items has ", item.category(), " twice"));
    }
    if (absl::Status s = ValidateUrl("lti.line_items.url", item.url());
        !s.ok()) {
      return s;
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ValidateCourse(const CourseConfig& config) {
  std::set<std::string> phases;
  for (const Deadline& d : config.deadlines()) {
    if (d.phase() != kBaselinePhase && d.phase() != kFinalPhase) {
      return Bad(absl::StrCat("deadlines.phase is \"", d.phase(),
                              "\"; it must be baseline or final"));
    }
    if (!phases.insert(d.phase()).second) {
      return Bad(absl::StrCat("deadlines has ", d.phase(), " twice"));
    }
    if (const absl::Status s = ParseTime(d.at()).status(); !s.ok()) {
      return Bad(absl::StrCat("deadlines.at is ", std::string(s.message())));
    }
  }
  const std::optional<int64_t> last = DeadlineOf(config, kFinalPhase);
  if (last.has_value() && *DeadlineOf(config, kBaselinePhase) > *last) {
    return Bad(
        "the deadline of baseline is after that of final; after the final one "
        "nothing is in time: move one of them");
  }
  if (absl::TimeZone zone;
      !config.time_zone().empty() && !LoadZone(config.time_zone(), zone)) {
    return Bad(absl::StrCat("time_zone is \"", config.time_zone(),
                            "\"; it must be a name of the IANA time zone "
                            "database, as America/New_York"));
  }
  const double percent = config.late().percent_per_day();
  if (!(percent >= 0 && percent <= 100)) {
    return Bad(absl::StrCat("late.percent_per_day is ", percent,
                            "; it must be from 0 to 100"));
  }
  const struct {
    const char* name;
    int value;
  } kCounts[] = {{"late.days", config.late().days()},
                 {"late.grace_minutes", config.late().grace_minutes()},
                 {"submissions_per_day", config.submissions_per_day()},
                 {"submissions", config.submissions()}};
  for (const auto& count : kCounts) {
    if (count.value < 0) {
      return Bad(absl::StrCat(count.name, " is ", count.value,
                              "; it must be 0 or more"));
    }
  }
  if (config.has_marks()) {
    if (absl::Status s = ValidateMarks(config.marks()); !s.ok()) return s;
  }
  return config.has_lti() ? ValidateLti(config.lti()) : absl::OkStatus();
}

absl::StatusOr<CourseConfig> ParseCourse(const std::string& text) {
  CourseConfig config;
  absl::Status s = ParseTextproto(text, config);
  if (s.ok()) s = ValidateCourse(config);
  if (!s.ok()) return s;
  return config;
}

absl::StatusOr<CourseConfig> LoadCourse(const std::string& path) {
  if (!std::filesystem::exists(path)) return CourseConfig();
  const absl::StatusOr<std::string> text = base::ReadFile(path);
  if (!text.ok()) return text.status();
  absl::StatusOr<CourseConfig> config = ParseCourse(*text);
  if (config.ok()) return config;
  return absl::InvalidArgumentError(
      absl::StrCat(path, ": ", std::string(config.status().message())));
}

std::string CourseTemplate() {
  return R"(# What the instructors of this course decided; every field may be left out.
# `tito course check` says whether it makes sense.

title: "TinyTorch Olympics"

# Where the course is: a day of lateness ends when a clock there shows the
# deadline's time again. Without it, after 24 hours.
# time_zone: "America/New_York"

# The deadline of whatever is handed in; what `tito olympics submit --baseline`
# hands in may have an earlier one of its own.
# deadlines { phase: "baseline" at: "2026-10-15T23:59:00-05:00" }
# deadlines { phase: "final" at: "2026-12-01T23:59:00-05:00" }

# Taken off the points for each day begun after the deadline; what is later than
# `days` is not taken.
# late { percent_per_day: 10 days: 3 grace_minutes: 15 }

# How often one submission may be handed in, in any 24 hours and at all.
# submissions_per_day: 10
# submissions: 100

# What the leaderboard shows: SUBMISSION, or ALIAS, a name made up for each.
names: SUBMISSION

# What points are as the course's marks (docs/course.md): 0 points, as good as
# the baseline, and 100 points; between them it is linear. `refused` is what did
# not pass a check, `missing` what nobody handed in. Without this, marks are
# points.
# marks { baseline: 60 target: 100 refused: 0 missing: 0 }

# Awards may lift a grade over 100 points, and instructors give up to 200.
extra_credit: true

# Ranks the course's examples as students are; for showing it to somebody.
# rank_examples: true

# Where `tito olympics push` sends grades (docs/lms.md).
# lti {
#   client_id: "10000000000001"
#   token_url: "https://canvas.example.edu/login/oauth2/token"
#   key_file: ".tito/lti.pem"
#   key_id: "tinytorch-olympics"
#   line_items {
#     category: "speed_demon"
#     url: "https://canvas.example.edu/api/lti/courses/1/line_items/2"
#   }
# }
)";
}

absl::StatusOr<int64_t> ParseTime(const std::string& text) {
  absl::Time time;
  std::string error;
  if (absl::ParseTime(absl::RFC3339_full, text, &time, &error) &&
      time >= absl::UnixEpoch() &&
      time < absl::FromCivil(absl::CivilYear(10'000), absl::UTCTimeZone())) {
    return absl::ToUnixMillis(time);
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "\"", text,
      "\"; it must be a time with its zone, as 2026-12-01T23:59:00-05:00"));
}

absl::TimeZone ZoneOf(const CourseConfig& config) {
  absl::TimeZone zone = absl::UTCTimeZone();
  // Left as it is where the name is none, which ValidateCourse refuses.
  LoadZone(config.time_zone(), zone);
  return zone;
}

std::string PhaseOf(const CourseConfig& config, const std::string& phase) {
  const bool own = phase == kBaselinePhase &&
                   std::any_of(config.deadlines().begin(),
                               config.deadlines().end(), [](const Deadline& d) {
                                 return d.phase() == kBaselinePhase;
                               });
  return own ? kBaselinePhase : kFinalPhase;
}

std::optional<int64_t> DeadlineOf(const CourseConfig& config,
                                  const std::string& phase) {
  const std::string wanted = PhaseOf(config, phase);
  for (const Deadline& d : config.deadlines()) {
    if (d.phase() != wanted) continue;
    const absl::StatusOr<int64_t> at = ParseTime(d.at());
    if (at.ok()) return *at;
  }
  return std::nullopt;
}

}  // namespace olympics
