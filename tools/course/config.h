// Reading what an instructor decided: submissions/course.textproto.
#ifndef TOOLS_COURSE_CONFIG_H_
#define TOOLS_COURSE_CONFIG_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
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

// Milliseconds since 1970 of an RFC 3339 time.
absl::StatusOr<int64_t> ParseTime(const std::string& text);

// The deadline of what is handed in with this phase, which "final" is where it
// has none of its own. None: no deadline.
std::optional<int64_t> DeadlineOf(const CourseConfig& config,
                                  const std::string& phase);

}  // namespace olympics

#endif  // TOOLS_COURSE_CONFIG_H_
