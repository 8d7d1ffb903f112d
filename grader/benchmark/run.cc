#include "grader/benchmark/run.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "categories/category.pb.h"
#include "categories/spec.h"
#include "grader/contract/benchmark_request.h"
#include "grader/referee/comparison.h"
#include "grader/referee/samples.h"
#include "sandbox/jail.h"
#include "sandbox/outcome.h"
#include "sandbox/policy.h"

namespace olympics {
namespace {

constexpr double kCpuSeconds = 300;
constexpr int64_t kMemoryBytes = int64_t{2} << 30;
constexpr int kThreads = 8;
constexpr int kLookMilliseconds = 100;

absl::StatusOr<Comparison> CompareModels(const MeasuringProgram& m) {
  const absl::StatusOr<CategorySpec> spec = LoadSpec(m.spec);
  if (!spec.ok()) return spec.status();
  const absl::StatusOr<TaskSpec> task = LoadTask(m.task);
  if (!task.ok()) return task.status();
  const absl::StatusOr<DataSet> data =
      OpenDataSet(*task, m.entry.images(), m.entry.labels());
  if (!data.ok()) return data.status();
  return Compare(m.entry, spec->limits(), *data);
}

// Prints the table; an exit code.
int PrintComparison(const MeasuringProgram& m) {
  std::fprintf(stderr,
               "Beside the baseline, turn by turn; about ten seconds\n");
  const absl::StatusOr<Comparison> comparison = CompareModels(m);
  if (!comparison.ok()) {
    std::fprintf(stderr, "run_benchmark: %s\n",
                 std::string(comparison.status().message()).c_str());
    return 1;
  }
  std::printf("%s:\n%s", comparison->task.c_str(),
              ToTable(*comparison).c_str());
  std::puts(
      "For your eyes only, on training images: the grade asks test images and "
      "checks the answers.");
  std::fflush(stdout);
  return 0;
}

// Answers what the program asks until it has ended.
void Serve(const sandbox::Jail& jail, int socket, const MeasuringProgram& m) {
  while (jail.running()) {
    pollfd polled = {socket, POLLIN, 0};
    if (poll(&polled, 1, kLookMilliseconds) <= 0) continue;
    char request = 0;
    if (read(socket, &request, 1) != 1) return;
    // It may write anything; only this has an answer.
    if (request != kCompareRequest) continue;
    const char code = static_cast<char>(PrintComparison(m));
    if (send(socket, &code, 1, MSG_NOSIGNAL) != 1) return;
  }
}

sandbox::Policy PolicyOf(const MeasuringProgram& m) {
  return sandbox::PolicyBuilder::Training()
      .AddReadOnly(m.entry.weights(), kBenchmarkWeights)
      .AddReadOnly(m.entry.images(), kBenchmarkImages)
      .AddReadOnly(m.entry.labels(), kBenchmarkLabels)
      .SetCpuLimit(absl::Seconds(kCpuSeconds))
      .SetWallLimit(absl::Seconds(4 * kCpuSeconds))
      .SetMemoryLimit(kMemoryBytes)
      .SetThreadLimit(kThreads)
      .Build();
}

}  // namespace

absl::StatusOr<int> RunMeasuringProgram(const MeasuringProgram& m) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    return absl::UnavailableError("cannot make a socket for the program");
  }
  std::vector<std::string> arguments = {"run_benchmark", kBenchmarkWeights};
  arguments.insert(arguments.end(), m.arguments.begin(), m.arguments.end());
  absl::StatusOr<std::unique_ptr<sandbox::Jail>> jail = sandbox::Jail::Start(
      PolicyOf(m), {.program = m.program,
                    .arguments = std::move(arguments),
                    .descriptors = {{ends[1], kBenchmarkFd}},
                    .copy_stdout = STDOUT_FILENO,
                    .copy_stderr = STDERR_FILENO});
  close(ends[1]);
  if (!jail.ok()) {
    close(ends[0]);
    return jail.status();
  }
  Serve(**jail, ends[0], m);
  close(ends[0]);
  const sandbox::Outcome& outcome = (*jail)->Wait();
  if (outcome.verdict == sandbox::Verdict::kExited) return outcome.exit_code;
  std::fprintf(stderr, "run_benchmark: %s\n", outcome.Describe().c_str());
  return 1;
}

}  // namespace olympics
