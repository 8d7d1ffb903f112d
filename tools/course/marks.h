// From points to the course's marks: the block `marks` of course.textproto.
//
//   marks { baseline: 60 target: 100 }
//
// 0 points, which is what passes and is no better than the baseline, are 60;
// 100 points are 100; between them it is linear, and so it is beyond 100
// points.
#ifndef TOOLS_COURSE_MARKS_H_
#define TOOLS_COURSE_MARKS_H_

#include <optional>

#include "absl/status/status.h"
#include "tools/course/course.pb.h"

namespace olympics {

// InvalidArgument for marks below 0 or above 1000, a target that is not above
// the baseline, and a refused or missing grade that is worth more than the
// baseline: "marks.target is 50; it must be above marks.baseline, 60".
absl::Status ValidateMarks(const Marks& marks);

// The mark of so many points, 0 or more, of what passed.
double MarkOf(const Marks& marks, double points);

// What an LMS is told to be the most that a grade can be without extra credit:
// the target's mark, or 100 points where the course has no marks.
double MostOf(const CourseConfig& config);

// The mark of what nobody handed in, where the course gives one.
std::optional<double> MissingMark(const CourseConfig& config);

}  // namespace olympics

#endif  // TOOLS_COURSE_MARKS_H_
