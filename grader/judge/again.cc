#include "grader/judge/again.h"

namespace olympics {

bool GradesOnceMore(const GradeReport& report, int times, double seconds) {
  constexpr int kTimes = 2;
  constexpr double kMostSeconds = 240;
  return report.verdict() == UNSTABLE && times < kTimes &&
         seconds <= kMostSeconds;
}

const char* TriedAgain(const GradeReport& report, int times) {
  return report.verdict() == UNSTABLE && times > 1 ? " (it was tried twice)"
                                                   : "";
}

}  // namespace olympics
