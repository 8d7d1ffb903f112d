// A submission's own measuring program, run in the sandbox, and the comparison
// with the baseline that it may ask for (grader/contract/benchmark_request.h).
#ifndef GRADER_BENCHMARK_RUN_H_
#define GRADER_BENCHMARK_RUN_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "grader/contest.pb.h"

namespace olympics {

struct MeasuringProgram {
  std::string program;                 // static, for this machine
  std::vector<std::string> arguments;  // the student's: "--profile"
  // Workers and weights of both sides; images and labels of the training split.
  Entry entry;
  std::string spec,
      task;  // textprotos: the category whose limits hold, the task
};

// Runs it to its end. What it prints, and the tables that it asks for, go to
// our standard output and error. Returns its exit code; 1, with a sentence on
// standard error, where it was ended: it did what the sandbox forbids, or took
// more than 300 s of CPU time, 2 GiB of memory or 1 MiB of output. An error
// where the sandbox could not be set up.
absl::StatusOr<int> RunMeasuringProgram(const MeasuringProgram& measured);

}  // namespace olympics

#endif  // GRADER_BENCHMARK_RUN_H_
