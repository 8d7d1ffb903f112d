// Grades one submission in one category. Run by the tests that
// olympics_submission makes, and by hand:
//
//   grade --submission=NAME --spec=... --inspection=... --training=...
//         --worker=... --weights=... --baseline_worker=...
//         --baseline_weights=...
//         --echo_worker=... --images=... --labels=... [--seed=N] [--out=DIR]
//
// Writes JUnit to $XML_OUTPUT_FILE, and grade.textproto and grade.json to --out
// or $TEST_UNDECLARED_OUTPUTS_DIR. Exit code 0: passed; 1: not passed; 2: the
// grader itself failed. In each case the files are written.
#include <sys/random.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "categories/spec.h"
#include "grader/judge/judge.h"
#include "grader/referee/referee.h"
#include "grader/referee/samples.h"
#include "grader/report/files.h"
#include "grader/report/grade.pb.h"
#include "grader/report/junit.h"
#include "grader/report/text.h"

namespace olympics {
namespace {

struct Options {
  std::string submission, spec, inspection, training, images, labels, out;
  Contest contest;
  uint64_t seed = 0;
};

std::string HostName() {
  char name[256] = {};
  gethostname(name, sizeof(name) - 1);
  return name;
}

std::string ProcessorName() {
  std::ifstream info("/proc/cpuinfo");
  std::string line;
  while (std::getline(info, line)) {
    if (line.rfind("model name", 0) == 0 || line.rfind("Model", 0) == 0) {
      const size_t colon = line.find(": ");
      if (colon != std::string::npos) return line.substr(colon + 2);
    }
  }
  return "unknown";
}

absl::StatusOr<GradeReport> Grade(const Options& o, std::string& category) {
  absl::StatusOr<CategorySpec> spec = LoadSpec(o.spec);
  if (!spec.ok()) return spec.status();
  category = spec->name();
  Evidence evidence;
  if (absl::Status s = ReadTextProto(o.inspection, evidence.inspection);
      !s.ok()) {
    return s;
  }
  if (absl::Status s = ReadTextProto(o.training, evidence.training); !s.ok()) {
    return s;
  }
  std::string output = evidence.training.output();
  if (evidence.inspection.findings_size() == 0 && evidence.training.ok()) {
    // Two streams of chance: what is asked, and what is asked again.
    absl::StatusOr<SampleStream> samples =
        OpenSamples(o.images, o.labels, o.seed);
    if (!samples.ok()) return samples.status();
    absl::Status status =
        Referee(o.contest, *spec, *samples, o.seed + 1, evidence, output,
                [](const std::string& line) {
                  std::printf("  %s\n", line.c_str());
                  std::fflush(stdout);
                });
    if (!status.ok()) return status;
  }
  GradeReport report = Judge(*spec, evidence);
  report.set_worker_output(PlainText(output));
  return report;
}

absl::Status WriteAll(const GradeReport& report, const std::string& out) {
  const char* xml = std::getenv("XML_OUTPUT_FILE");
  if (xml != nullptr) {
    if (absl::Status s = WriteFile(xml, JUnitXml(report)); !s.ok()) return s;
  }
  const char* undeclared = std::getenv("TEST_UNDECLARED_OUTPUTS_DIR");
  const std::string dir = !out.empty()            ? out
                          : undeclared != nullptr ? undeclared
                                                  : "";
  if (dir.empty()) return absl::OkStatus();
  absl::Status s = WriteFile(dir + "/grade.textproto", ToTextProto(report));
  if (!s.ok()) return s;
  return WriteFile(dir + "/grade.json", ToJson(report));
}

void Print(const GradeReport& report) {
  std::printf("\n%s in %s: %s\n", report.submission().c_str(),
              report.category().c_str(), VerdictWord(report.verdict()).c_str());
  const char* const kMarks[] = {"skip", " ok ", "FAIL", "ERR "};
  for (const Check& c : report.checks()) {
    std::printf("  [%s] %-13s %s\n", kMarks[c.result()], c.name().c_str(),
                c.message().c_str());
  }
}

int Main(int argc, char** argv) {
  Options o;
  // Not to be foreseen by a submission.
  if (getrandom(&o.seed, sizeof(o.seed), 0) != sizeof(o.seed)) return 2;
  CLI::App app{"Grades one submission in one category."};
  app.add_option("--submission", o.submission)->required();
  app.add_option("--spec", o.spec)->required();
  app.add_option("--inspection", o.inspection)->required();
  app.add_option("--training", o.training)->required();
  app.add_option("--worker", o.contest.worker)->required();
  app.add_option("--weights", o.contest.weights)->required();
  app.add_option("--baseline_worker", o.contest.baseline_worker)->required();
  app.add_option("--baseline_weights", o.contest.baseline_weights)->required();
  app.add_option("--echo_worker", o.contest.echo_worker)->required();
  app.add_option("--images", o.images)->required();
  app.add_option("--labels", o.labels)->required();
  app.add_option("--seed", o.seed, "of the questions; drawn if not given");
  app.add_option("--out", o.out, "a folder for grade.textproto and grade.json");
  CLI11_PARSE(app, argc, argv);

  const auto start = std::chrono::system_clock::now();
  std::string category;
  absl::StatusOr<GradeReport> graded = Grade(o, category);
  GradeReport report =
      graded.ok() ? *std::move(graded)
                  : GraderError(std::string(graded.status().message()));
  using std::chrono::duration_cast;
  using std::chrono::milliseconds;
  report.set_submission(o.submission);
  report.set_category(category);
  report.set_started_unix_ms(
      duration_cast<milliseconds>(start.time_since_epoch()).count());
  report.set_seconds(
      std::chrono::duration<double>(std::chrono::system_clock::now() - start)
          .count());
  report.set_host(PlainText(HostName()));
  report.set_processor(PlainText(ProcessorName()));
  Print(report);
  if (absl::Status s = WriteAll(report, o.out); !s.ok()) {
    std::fprintf(stderr, "grade: %s\n", std::string(s.message()).c_str());
    return 2;
  }
  if (report.verdict() == GRADER_ERROR) return 2;
  return report.verdict() == PASSED ? 0 : 1;
}

}  // namespace
}  // namespace olympics

int main(int argc, char** argv) { return olympics::Main(argc, argv); }
