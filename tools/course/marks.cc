#include "tools/course/marks.h"

#include "absl/strings/str_cat.h"

namespace olympics {
namespace {

constexpr double kMost = 1000;
constexpr double kTargetPoints = 100;

absl::Status Bad(const char* field, double value, const std::string& wanted) {
  return absl::InvalidArgumentError(
      absl::StrCat("marks.", field, " is ", value, "; it must be ", wanted));
}

}  // namespace

absl::Status ValidateMarks(const Marks& marks) {
  const struct {
    const char* name;
    double value;
  } kFields[] = {{"baseline", marks.baseline()},
                 {"target", marks.target()},
                 {"refused", marks.refused()},
                 {"missing", marks.missing()}};
  for (const auto& field : kFields) {
    if (!(field.value >= 0 && field.value <= kMost)) {
      return Bad(field.name, field.value, absl::StrCat("from 0 to ", kMost));
    }
  }
  if (marks.target() <= marks.baseline()) {
    return Bad("target", marks.target(),
               absl::StrCat("above marks.baseline, ", marks.baseline()));
  }
  for (const auto& field : {kFields[2], kFields[3]}) {
    if (field.value > marks.baseline()) {
      return Bad(field.name, field.value,
                 absl::StrCat("at most marks.baseline, ", marks.baseline()));
    }
  }
  return absl::OkStatus();
}

double MarkOf(const Marks& marks, double points) {
  return marks.baseline() +
         (marks.target() - marks.baseline()) * points / kTargetPoints;
}

double MostOf(const CourseConfig& config) {
  return config.has_marks() ? config.marks().target() : kTargetPoints;
}

std::optional<double> MissingMark(const CourseConfig& config) {
  if (!config.has_marks() || !config.marks().has_missing()) return std::nullopt;
  return config.marks().missing();
}

}  // namespace olympics
