// What it costs to ask a worker that does nothing, batch 1, image copied in.
// The counter `vs_pipe` is how many times cheaper that is than writing the
// image to a pipe and reading the scores from another, two processes on the
// same cores, in the same run.
//
//   bazel run -c opt //grader/referee:handoff_benchmark
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "base/statistics.h"
#include "benchmark/benchmark.h"
#include "grader/referee/worker_process.h"

namespace olympics {
namespace {

constexpr int kCount = 20'000;

bool All(ssize_t (*call)(int, void*, size_t), int fd, void* data, size_t size) {
  auto* at = static_cast<char*>(data);
  while (size > 0) {
    const ssize_t n = call(fd, at, size);
    if (n <= 0) return false;
    at += n;
    size -= n;
  }
  return true;
}

ssize_t WriteSome(int fd, void* data, size_t size) {
  return write(fd, data, size);
}

double PipeSeconds(const Cores& cores) {
  int there[2], back[2];
  if (pipe(there) != 0 || pipe(back) != 0) std::abort();
  std::vector<float> image(kMaxSampleFloats), scores(kMaxOutputs);
  const size_t in = sizeof(float) * kMaxSampleFloats,
               out = sizeof(float) * kMaxOutputs;
  const pid_t pid = fork();
  if (pid == 0) {
    PinThread(cores.worker);
    for (int i = 0; i < kCount; ++i) {
      if (!All(read, there[0], image.data(), in)) _exit(1);
      if (!All(WriteSome, back[1], scores.data(), out)) _exit(1);
    }
    _exit(0);
  }
  std::vector<double> seconds;
  for (int i = 0; i < kCount; ++i) {
    const auto start = std::chrono::steady_clock::now();
    if (!All(WriteSome, there[1], image.data(), in) ||
        !All(read, back[0], scores.data(), out)) {
      std::abort();
    }
    seconds.push_back(
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
            .count());
  }
  waitpid(pid, nullptr, 0);
  for (const int fd : {there[0], there[1], back[0], back[1]}) close(fd);
  return base::Median(std::move(seconds));
}

void BM_Handoff(benchmark::State& state) {
  WorkerLimits limits;
  limits.set_memory_mib(256);
  limits.set_threads(4);
  limits.set_start_seconds(20);
  limits.set_query_milliseconds(5000);
  limits.set_wall_seconds(600);
  Cores cores = ChooseCores();
  cores.spin = cores.spin && state.range(0) != 0;
  PinThread(cores.referee);
  const std::string weights = "/tmp/handoff_benchmark.weights";
  std::ofstream(weights, std::ios::binary)
      << std::string("\x02\0\0\0\0\0\0\0{}", 10);
  auto worker =
      WorkerProcess::Start("grader/worker/echo_worker", weights, limits, cores);
  if (!worker.ok()) {
    state.SkipWithError(worker.status().ToString().c_str());
    return;
  }
  std::remove(weights.c_str());
  std::vector<float> image(kMaxSampleFloats, 0.5f), scores(kMaxOutputs);
  double ours = 0, pipe = 0;
  for (auto _ : state) {
    std::vector<double> seconds;
    for (int i = 0; i < kCount; ++i) {
      seconds.push_back((*worker)->Ask(image.data(), 1, scores.data()));
    }
    ours = base::Median(std::move(seconds));
    pipe = PipeSeconds(cores);
  }
  state.counters["ns"] = 1e9 * ours;
  state.counters["pipe_ns"] = 1e9 * pipe;
  state.counters["vs_pipe"] = pipe / ours;
}
BENCHMARK(BM_Handoff)->ArgName("spin")->Arg(1)->Arg(0)->Iterations(3);

}  // namespace
}  // namespace olympics
