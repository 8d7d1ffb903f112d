// Whether a grading is made once more by itself.
#ifndef GRADER_JUDGE_AGAIN_H_
#define GRADER_JUDGE_AGAIN_H_

#include "grader/report/grade.pb.h"

namespace olympics {

// True after a grading that ended UNSTABLE, since a machine that was busy may
// be quiet by now. `times` counts the gradings so far, at least 1, and
// `seconds` is what they took together: after two, or after four minutes, it
// stays as it is, so that a test ends within its time.
//
//   GradesOnceMore(unstable, 1, 40)   // true
//   GradesOnceMore(unstable, 2, 80)   // false: tried twice
//   GradesOnceMore(refused, 1, 1)     // false: it would be refused again
bool GradesOnceMore(const GradeReport& report, int times, double seconds);

// What an UNSTABLE report adds to its reason after `times` gradings; "" after
// one.
const char* TriedAgain(const GradeReport& report, int times);

}  // namespace olympics

#endif  // GRADER_JUDGE_AGAIN_H_
