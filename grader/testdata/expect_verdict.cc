// Runs the grader and checks what it says of a submission that must not pass:
//
//   expect_verdict --verdict=REFUSED --reason=TEXT
//                  [--alone=CHECK [--once] [--also=CHECK]]
//                  [--printed=TEXT] -- GRADER ARGUMENT...
//
// The report must hold that verdict and a reason with that text, the exit code
// must not be 0, and the JUnit file must agree. With --alone, that check must
// have failed for that reason, with --once for that one alone, and every other
// passed, but for the performance, which is not looked at any more; with
// --also, another one must have failed as well. With --printed, the
// failed check and its place in the JUnit file must hold that text of the
// program's, and only there.
#include <stdlib.h>
#include <sys/stat.h>

#include <cstdio>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/subprocess.h"
#include "grader/report/files.h"
#include "grader/report/grade.pb.h"
#include "pugixml.hpp"

namespace olympics {
namespace {

absl::Status CheckJUnit(const std::string& path, const GradeReport& report) {
  pugi::xml_document document;
  if (!document.load_file(path.c_str())) {
    return absl::DataLossError("the JUnit file is not XML");
  }
  int suites = 0, cases = 0, bad = 0;
  for (const pugi::xml_node suite :
       document.child("testsuites").children("testsuite")) {
    ++suites;
    for (const pugi::xml_node test : suite.children("testcase")) {
      ++cases;
      bad += test.child("failure") || test.child("error");
    }
  }
  if (suites != 1 || cases != report.checks_size() || bad == 0) {
    return absl::DataLossError(absl::StrCat("the JUnit file has ", suites,
                                            " suites, ", cases, " cases and ",
                                            bad, " failures or errors"));
  }
  return absl::OkStatus();
}

struct Alone {
  std::string check, also;
  bool once = false;
};

absl::Status CheckAlone(const Alone& alone, const std::string& reason,
                        const GradeReport& report) {
  for (const Check& c : report.checks()) {
    const bool is_it = c.name() == alone.check;
    if (c.name() == "performance" && !is_it) continue;
    const bool failed = is_it || c.name() == alone.also;
    if (c.result() != (failed ? CHECK_FAILED : CHECK_PASSED)) {
      return absl::FailedPreconditionError(
          absl::StrCat("the check ", c.name(), " is ",
                       CheckResult_Name(c.result()), ": ", c.message()));
    }
    if (is_it && !absl::StrContains(c.message(), reason)) {
      return absl::FailedPreconditionError(
          absl::StrCat("the check ", c.name(), " says \"", c.message(),
                       "\", without \"", reason, "\""));
    }
    // Several findings are joined by this.
    if (is_it && alone.once && absl::StrContains(c.message(), "; ")) {
      return absl::FailedPreconditionError(
          absl::StrCat("it was caught more than once: ", c.message()));
    }
  }
  return absl::OkStatus();
}

// `junit` is the file's path.
absl::Status CheckPrinted(const std::string& printed, const std::string& junit,
                          const GradeReport& report) {
  for (const Check& c : report.checks()) {
    const bool has = absl::StrContains(c.program_output(), printed);
    if (has != (c.result() == CHECK_FAILED)) {
      return absl::FailedPreconditionError(
          absl::StrCat("the check ", c.name(), " holds of the program: \"",
                       c.program_output(), "\""));
    }
  }
  pugi::xml_document document;
  document.load_file(junit.c_str());
  const pugi::xpath_node failure = document.select_node("//failure");
  return absl::StrContains(failure.node().text().get(), printed)
             ? absl::OkStatus()
             : absl::FailedPreconditionError(
                   absl::StrCat("the JUnit failure is without \"", printed,
                                "\": ", failure.node().text().get()));
}

absl::Status Expect(const std::string& verdict, const std::string& reason,
                    const Alone& alone, const std::string& printed,
                    std::vector<std::string> command) {
  const std::string dir = absl::StrCat(
      getenv("TEST_TMPDIR") != nullptr ? getenv("TEST_TMPDIR") : "/tmp",
      "/report");
  mkdir(dir.c_str(), 0755);
  const std::string xml = dir + "/test.xml";
  setenv("XML_OUTPUT_FILE", xml.c_str(), 1);
  command.push_back("--out=" + dir);
  const absl::StatusOr<base::Ended> grader = base::Run({.command = command});
  if (!grader.ok()) return grader.status();
  GradeReport report;
  if (absl::Status s = ReadTextProto(dir + "/grade.textproto", report);
      !s.ok()) {
    return s;
  }
  if (Verdict_Name(report.verdict()) != verdict) {
    return absl::FailedPreconditionError(
        absl::StrCat("the verdict is ", Verdict_Name(report.verdict()), " (",
                     report.reason(), "), not ", verdict));
  }
  if (alone.check.empty() && !absl::StrContains(report.reason(), reason)) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the reason is \"", report.reason(), "\", without \"", reason, "\""));
  }
  if (report.points() != 0 || report.ranking_figure() != 0) {
    return absl::FailedPreconditionError("it was given points");
  }
  if (grader->signaled || grader->code == 0) {
    return absl::FailedPreconditionError("the grader's exit code is 0");
  }
  if (!alone.check.empty()) {
    if (absl::Status s = CheckAlone(alone, reason, report); !s.ok()) return s;
  }
  if (!printed.empty()) {
    if (absl::Status s = CheckPrinted(printed, xml, report); !s.ok()) return s;
  }
  return CheckJUnit(xml, report);
}

}  // namespace
}  // namespace olympics

int main(int argc, char** argv) {
  CLI::App app{"Checks the verdict on a submission that must not pass."};
  std::string verdict, reason, printed;
  olympics::Alone alone;
  std::vector<std::string> command;
  app.add_option("--verdict", verdict)->required();
  app.add_option("--reason", reason)->required();
  app.add_option("--alone", alone.check);
  app.add_flag("--once", alone.once);
  app.add_option("--also", alone.also);
  app.add_option("--printed", printed);
  // The grader's own options follow "--".
  int own = argc;
  for (int i = 1; i < argc; ++i) {
    if (std::string(argv[i]) == "--") {
      own = i;
      break;
    }
  }
  for (int i = own + 1; i < argc; ++i) command.emplace_back(argv[i]);
  CLI11_PARSE(app, own, argv);
  const absl::Status status =
      olympics::Expect(verdict, reason, alone, printed, command);
  if (!status.ok()) {
    std::fprintf(stderr, "FAILED: %s\n", std::string(status.message()).c_str());
    return 1;
  }
  std::printf("As it should: %s\n", verdict.c_str());
  return 0;
}
