// Which deadline a hand-in has, and how many days late it is: pure functions.
#ifndef TOOLS_COURSE_LATENESS_H_
#define TOOLS_COURSE_LATENESS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tools/course/course.pb.h"
#include "tools/record/record.pb.h"

namespace olympics {

// The later deadlines that instructors granted, in milliseconds since 1970, by
// submission and phase. The last one that was granted holds.
using Extensions = std::map<std::pair<std::string, std::string>, int64_t>;

// Reads the extensions off the record. One of the time when extensions named
// no phase is for the baseline where it ends before the final deadline, and
// for the final phase otherwise.
Extensions ExtensionsOf(const CourseConfig& config,
                        const std::vector<Entry>& entries);

// Returns the deadline of what `submission` hands in with `phase`, in
// milliseconds since 1970: the later one of the course's (DeadlineOf) and of
// the extension for that phase. An extension of one phase changes no other.
// Returns nullopt where the course has no deadline.
std::optional<int64_t> DeadlineFor(const CourseConfig& config,
                                   const Extensions& extensions,
                                   const std::string& submission,
                                   const std::string& phase);

// Returns how many days had begun at `at` since the deadline and the course's
// grace_minutes. A day ends when a clock in the course's time zone shows the
// same time again on the next day of the calendar; it is 23 or 25 hours long
// where daylight saving begins or ends. Returns 0 where there is no deadline.
//
//   deadline 2026-10-31 20:00 in New York, handed in on 2026-11-01
//   at 19:30 there, after 24.5 hours: 1;  at 20:30: 2
int DaysLate(const CourseConfig& config, std::optional<int64_t> deadline,
             int64_t at);

}  // namespace olympics

#endif  // TOOLS_COURSE_LATENESS_H_
