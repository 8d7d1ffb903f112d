#include "grader/report/sheet.h"

#include "grader/report/text.h"

namespace olympics {
namespace {

// In the order of the JUnit file.
constexpr const char* kChecks[] = {"inspection",   "carried",    "training",
                                   "api_contract", "accuracy",   "honesty",
                                   "limits",       "compliance", "performance"};

}  // namespace

Sheet::Sheet(bool suite) {
  for (const char* name : kChecks) {
    if (!suite && std::string(name) == "compliance") continue;
    Check* check = report_.add_checks();
    check->set_name(name);
    check->set_result(CHECK_SKIPPED);
    check->set_message("an earlier check failed");
  }
}

void Sheet::Pass(const char* name, const std::string& message) {
  Set(name, CHECK_PASSED, message);
}

void Sheet::Fail(const char* name, Verdict verdict, const std::string& message,
                 const std::string& output) {
  Set(name, CHECK_FAILED, message, LastLines(output));
  if (report_.verdict() == VERDICT_UNSPECIFIED) {
    report_.set_verdict(verdict);
    report_.set_reason(message);
  }
}

void Sheet::Error(Verdict verdict, const std::string& message) {
  for (Check& check : *report_.mutable_checks()) {
    check.set_result(CHECK_ERROR);
    check.set_message(message);
  }
  report_.set_verdict(verdict);
  report_.set_reason(message);
}

void Sheet::Set(const char* name, CheckResult result,
                const std::string& message, const std::string& output) {
  for (Check& check : *report_.mutable_checks()) {
    if (check.name() != name) continue;
    check.set_result(result);
    check.set_message(message);
    check.set_program_output(output);
  }
}

GradeReport ErrorReport(Verdict verdict, const std::string& message) {
  Sheet sheet(/*suite=*/false);
  sheet.Error(verdict, message);
  return sheet.report();
}

}  // namespace olympics
