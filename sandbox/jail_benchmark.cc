// What the sandbox costs around a static program that ends at once, start to
// finish, against fork and exec of the same program alone and, where it is
// installed, against bubblewrap with a root of one file: `vs_plain` and
// `vs_bwrap` are how many times longer the sandbox takes.
//
//   bazel run -c opt //sandbox:jail_benchmark
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "benchmark/benchmark.h"
#include "sandbox/jail.h"
#include "sandbox/policy.h"

extern char** environ;

namespace sandbox {
namespace {

constexpr char kProgram[] = "sandbox/testdata/exits_seven";
constexpr char kBubblewrap[] = "/usr/bin/bwrap";

double Seconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
      .count();
}

void Spawn(std::vector<std::string> command) {
  std::vector<char*> argv;
  for (std::string& word : command) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_t pid;
  int status;
  if (posix_spawn(&pid, argv[0], nullptr, nullptr, argv.data(), environ) != 0 ||
      waitpid(pid, &status, 0) != pid || !WIFEXITED(status) ||
      WEXITSTATUS(status) != 7) {
    std::abort();
  }
}

double MedianOf(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + values.size() / 2,
                   values.end());
  return values[values.size() / 2];
}

void BM_RunAndEnd(benchmark::State& state) {
  const bool bwrap = access(kBubblewrap, X_OK) == 0;
  std::vector<double> ours, plain, theirs;
  for (auto _ : state) {
    ours.push_back(Seconds([] {
      auto jail =
          Jail::Start(PolicyBuilder::Worker().Build(), {.program = kProgram});
      if (!jail.ok() || (*jail)->Wait().exit_code != 7) std::abort();
    }));
    plain.push_back(Seconds([] { Spawn({kProgram}); }));
    if (bwrap) {
      theirs.push_back(Seconds([] {
        Spawn(
            {kBubblewrap, "--unshare-all", "--ro-bind", kProgram, "/p", "/p"});
      }));
    }
  }
  const double ms = 1e3 * MedianOf(ours);
  state.counters["ms"] = ms;
  state.counters["plain_ms"] = 1e3 * MedianOf(plain);
  state.counters["vs_plain"] = ms / (1e3 * MedianOf(plain));
  if (bwrap) {
    state.counters["bwrap_ms"] = 1e3 * MedianOf(theirs);
    state.counters["vs_bwrap"] = ms / (1e3 * MedianOf(theirs));
  }
}
BENCHMARK(BM_RunAndEnd)->Iterations(200);

}  // namespace
}  // namespace sandbox
