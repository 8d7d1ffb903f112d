#include "grader/judge/report_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "grader/report/text.h"
#include "grader/report/verdict.h"

namespace olympics {

std::string ProgramOutputOf(const GradeReport& report) {
  for (const Check& c : report.checks()) {
    if (!c.program_output().empty()) return c.program_output();
  }
  return "";
}

std::string ReportText(const GradeReport& report) {
  std::string text =
      absl::StrCat(report.submission(), " in ", report.category(), ": ",
                   VerdictWord(report.verdict()), "\n");
  const char* const kMarks[] = {"skip", " ok ", "FAIL", "ERR "};
  for (const Check& c : report.checks()) {
    absl::StrAppendFormat(&text, "  [%s] %-13s %s\n", kMarks[c.result()],
                          c.name(), c.message());
    text += ProgramLines(c.program_output());
  }
  return PlainText(text);
}

}  // namespace olympics
