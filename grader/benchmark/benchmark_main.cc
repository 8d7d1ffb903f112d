// What `bazel run //submissions/NAME:run_benchmark` starts: the submission's
// own measuring program, in the sandbox.
//
//   benchmark_main --program=FILE --weights=FILE --worker=FILE
//       --baseline_worker=FILE --baseline_weights=FILE --images=IDX
//       --labels=IDX --spec=TEXTPROTO --task=TEXTPROTO [FLAG...]
#include <csignal>
#include <cstdio>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "grader/benchmark/run.h"

int main(int argc, char** argv) {
  // Whoever reads the output may leave.
  std::signal(SIGPIPE, SIG_IGN);
  olympics::MeasuringProgram m;
  CLI::App app{"Runs a submission's measuring program in the sandbox."};
  const struct {
    const char* name;
    std::string* value;
  } kGiven[] = {{"--program", &m.program},
                {"--weights", m.entry.mutable_weights()},
                {"--worker", m.entry.mutable_worker()},
                {"--baseline_worker", m.entry.mutable_baseline_worker()},
                {"--baseline_weights", m.entry.mutable_baseline_weights()},
                {"--images", m.entry.mutable_images()},
                {"--labels", m.entry.mutable_labels()},
                {"--spec", &m.spec},
                {"--task", &m.task}};
  for (const auto& given : kGiven) {
    app.add_option(given.name, *given.value)->required();
  }
  // What is not the rule's is the program's own.
  app.allow_extras();
  app.set_help_flag();
  CLI11_PARSE(app, argc, argv);
  m.arguments = app.remaining();
  const absl::StatusOr<int> code = olympics::RunMeasuringProgram(m);
  if (code.ok()) return *code;
  std::fprintf(stderr, "run_benchmark: %s\n",
               std::string(code.status().message()).c_str());
  return 1;
}
