// Reading what an instructor decided: submissions/course.textproto.
#ifndef TOOLS_COURSE_CONFIG_H_
#define TOOLS_COURSE_CONFIG_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tools/course/course.pb.h"

namespace olympics {

inline constexpr char kBaselinePhase[] = "baseline";
inline constexpr char kFinalPhase[] = "final";

// InvalidArgument, with a sentence that names the field, its value and what is
// wanted, for the first field that makes no sense.
absl::Status ValidateCourse(const CourseConfig& config);

// Parses and validates; errors have a place.
absl::StatusOr<CourseConfig> ParseCourse(const std::string& text);

// That of the file, or one without any demand where there is none.
absl::StatusOr<CourseConfig> LoadCourse(const std::string& path);

// A file to start from, every field of it explained.
std::string CourseTemplate();

// Returns the milliseconds since 1970 of an RFC 3339 time of the years 1970 to
// 9999, as "2026-12-01T23:59:00-05:00". InvalidArgument for any other text.
absl::StatusOr<int64_t> ParseTime(const std::string& text);

// Returns the course's time zone, in which days of lateness are counted: that
// of the field time_zone, and UTC where there is none.
absl::TimeZone ZoneOf(const CourseConfig& config);

// Returns the phase whose deadline holds for what is handed in with `phase`:
// "baseline" for the baseline where it has a deadline of its own, "final" for
// everything else. A student cannot choose a phase without a deadline while
// the course has a final one.
std::string PhaseOf(const CourseConfig& config, const std::string& phase);

// Returns the deadline of that phase, in milliseconds since 1970, and nullopt
// where the course has none.
std::optional<int64_t> DeadlineOf(const CourseConfig& config,
                                  const std::string& phase);

}  // namespace olympics

#endif  // TOOLS_COURSE_CONFIG_H_
