#include "grader/report/junit.h"

#include <ctime>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "grader/report/text.h"
#include "pugixml.hpp"

namespace olympics {
namespace {

void Set(pugi::xml_node node, const char* attribute, const std::string& value) {
  node.append_attribute(attribute).set_value(PlainText(value).c_str());
}

void AddProperty(pugi::xml_node properties, const std::string& name,
                 const std::string& value) {
  pugi::xml_node p = properties.append_child("property");
  Set(p, "name", name);
  Set(p, "value", value);
}

void AddFigure(pugi::xml_node properties, const Figure& f) {
  if (f.name().empty()) return;
  AddProperty(properties, f.name(), absl::StrFormat("%.6g", f.value()));
  if (!f.unit().empty()) AddProperty(properties, f.name() + ".unit", f.unit());
  if (f.low() != 0 || f.high() != 0) {
    AddProperty(properties, f.name() + ".low",
                absl::StrFormat("%.6g", f.low()));
    AddProperty(properties, f.name() + ".high",
                absl::StrFormat("%.6g", f.high()));
  }
  if (!f.method().empty()) {
    AddProperty(properties, f.name() + ".method", f.method());
  }
  if (f.estimated()) AddProperty(properties, f.name() + ".estimated", "true");
}

// Digits and one point only: Jenkins' schema takes no exponents.
std::string Seconds(double seconds) { return absl::StrFormat("%.3f", seconds); }

std::string Timestamp(int64_t unix_ms) {
  const std::time_t t = unix_ms / 1000;
  std::tm utc;
  gmtime_r(&t, &utc);
  char text[32];
  std::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &utc);
  return text;
}

void AddSuite(pugi::xml_node suites, const GradeReport& report) {
  pugi::xml_node suite = suites.append_child("testsuite");
  int failures = 0, errors = 0, skipped = 0;
  for (const Check& c : report.checks()) {
    failures += c.result() == CHECK_FAILED;
    errors += c.result() == CHECK_ERROR;
    skipped += c.result() == CHECK_SKIPPED;
  }
  const std::string name =
      absl::StrCat("olympics.", report.category(), ".", report.submission());
  Set(suite, "name", name);
  Set(suite, "tests", absl::StrCat(report.checks_size()));
  Set(suite, "failures", absl::StrCat(failures));
  Set(suite, "errors", absl::StrCat(errors));
  Set(suite, "skipped", absl::StrCat(skipped));
  Set(suite, "time", Seconds(report.seconds()));
  Set(suite, "timestamp", Timestamp(report.started_unix_ms()));
  Set(suite, "hostname", report.host());

  pugi::xml_node properties = suite.append_child("properties");
  AddProperty(properties, "submission", report.submission());
  AddProperty(properties, "category", report.category());
  AddProperty(properties, "verdict", Verdict_Name(report.verdict()));
  if (!report.reason().empty()) {
    AddProperty(properties, "reason", report.reason());
  }
  AddProperty(properties, "processor", report.processor());
  for (const HostFinding& f : report.host_findings()) {
    AddProperty(properties, "host." + f.what(), f.state() + "; " + f.mend());
  }
  if (!report.division().empty()) {
    AddProperty(properties, "division", report.division());
  }
  if (report.estimated()) AddProperty(properties, "estimated", "true");
  if (report.simulated()) AddProperty(properties, "simulated", "true");
  if (report.has_board()) {
    AddProperty(properties, "board", report.board().model());
    AddProperty(properties, "board.kernel", report.board().kernel());
    if (report.board().celsius() > 0) {
      AddProperty(properties, "board.celsius",
                  absl::StrFormat("%.1f", report.board().celsius()));
    }
  }
  if (report.samples() > 0) {
    AddProperty(properties, "accuracy",
                absl::StrFormat("%.6g", report.accuracy()));
    AddProperty(properties, "samples", absl::StrCat(report.samples()));
  }
  if (report.verdict() == PASSED) {
    AddProperty(properties, "points", absl::StrFormat("%.6g", report.points()));
    AddProperty(properties, "ranking_figure",
                absl::StrFormat("%.6g", report.ranking_figure()));
  }
  AddFigure(properties, report.metric());
  AddFigure(properties, report.baseline());
  AddFigure(properties, report.gain());
  for (const Figure& f : report.figures()) AddFigure(properties, f);

  for (const Check& c : report.checks()) {
    pugi::xml_node test = suite.append_child("testcase");
    Set(test, "name", c.name());
    Set(test, "classname", name);
    Set(test, "time", Seconds(c.seconds()));
    const char* kind = c.result() == CHECK_FAILED    ? "failure"
                       : c.result() == CHECK_ERROR   ? "error"
                       : c.result() == CHECK_SKIPPED ? "skipped"
                                                     : nullptr;
    if (kind == nullptr) {
      test.append_child("system-out")
          .text()
          .set(PlainText(c.message()).c_str());
      continue;
    }
    pugi::xml_node child = test.append_child(kind);
    if (c.result() != CHECK_SKIPPED) {
      Set(child, "type", Verdict_Name(report.verdict()));
    }
    Set(child, "message", c.message());
    if (!c.program_output().empty()) {
      // The reason again: some readers show the text alone.
      child.text().set(
          PlainText(absl::StrCat(c.message(), "\nThe last that it printed:\n",
                                 ProgramLines(c.program_output())))
              .c_str());
    }
  }
  if (!report.worker_output().empty()) {
    suite.append_child("system-out")
        .text()
        .set(PlainText(report.worker_output()).c_str());
  }
}

}  // namespace

std::string JUnitXml(const GradeReport& report) {
  return JUnitXml(std::vector<GradeReport>{report});
}

std::string JUnitXml(const std::vector<GradeReport>& reports) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  pugi::xml_node suites = document.append_child("testsuites");
  for (const GradeReport& r : reports) AddSuite(suites, r);
  std::ostringstream out;
  document.save(out, "  ", pugi::format_default, pugi::encoding_utf8);
  return out.str();
}

}  // namespace olympics
