#include "grader/report/verdict.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"

namespace olympics {

bool IsResult(Verdict verdict) {
  switch (verdict) {
    case UNSTABLE:
    case NOT_BUILT:
    case GRADER_ERROR:
    case BAD_SPEC:
    case BAD_DATASET:
    case METER_LOST:
    case BOARD_UNFIT:
    case BOARD_THROTTLED:
    case BOARD_LOST:
    case BOARD_REBOOTED:
    case BOARD_FULL:
    case SUPERSEDED:
      return false;
    default:
      return true;
  }
}

bool IsMachinesFault(Verdict verdict) {
  return !IsResult(verdict) && verdict != UNSTABLE && verdict != NOT_BUILT &&
         verdict != SUPERSEDED;
}

std::string VerdictWord(Verdict verdict) {
  std::string word = Verdict_Name(verdict);
  std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) {
    return c == '_' ? ' ' : static_cast<char>(std::tolower(c));
  });
  return word;
}

std::string MarksText(const GradeReport& report) {
  std::vector<std::string> marks;
  if (report.simulated()) marks.emplace_back("simulated");
  if (report.estimated()) marks.emplace_back("estimated");
  return absl::StrJoin(marks, ", ");
}

}  // namespace olympics
