// What the sandbox costs, against peers in the same run.
//
//   tools/tito setup --benchmarks   # bubblewrap and firejail
//   bazel run -c opt //sandbox:jail_benchmark
//
// StartToFinish: a static program that ends at once, from before it is started
// until its outcome is known and nothing of it is left. `overhead_ms` is beyond
// what fork and exec of the program alone take; `vs_...` is ours in relation to
// the peer's, so that 0.5 is half. The peers: bubblewrap with a root of one
// file, without other namespaces (its fastest) and with all of them; firejail
// without a profile. The command `sandbox run` is timed beside the library,
// because they are commands too.
//
// SystemCall: getpid, an allowed call, in the sandbox and outside.
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
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
constexpr char kCalls[] = "sandbox/testdata/times_system_calls";
constexpr char kBubblewrap[] = "/usr/bin/bwrap";
constexpr char kFirejail[] = "/usr/bin/firejail";

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
  posix_spawn_file_actions_t quiet;
  posix_spawn_file_actions_init(&quiet);
  posix_spawn_file_actions_addopen(&quiet, 2, "/dev/null", O_WRONLY, 0);
  pid_t pid;
  int status;
  if (posix_spawn(&pid, argv[0], &quiet, nullptr, argv.data(), environ) != 0 ||
      waitpid(pid, &status, 0) != pid || !WIFEXITED(status) ||
      WEXITSTATUS(status) != 7) {
    std::abort();
  }
  posix_spawn_file_actions_destroy(&quiet);
}

double MedianOf(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + values.size() / 2,
                   values.end());
  return values[values.size() / 2];
}

struct Peer {
  const char* name;
  std::function<void()> run;
  std::vector<double> seconds = {};
};

void BM_StartToFinish(benchmark::State& state) {
  std::vector<Peer> all = {
      {"plain", [] { Spawn({kProgram}); }},
      {"library",
       [] {
         const auto outcome =
             Jail::Run(PolicyBuilder::Worker().Build(), {.program = kProgram});
         if (!outcome.ok() || outcome->exit_code != 7) std::abort();
       }},
      {"command", [] {
         Spawn({"sandbox/sandbox", "run", "--quiet", kProgram});
       }}};
  if (access(kBubblewrap, X_OK) == 0) {
    all.push_back({"bwrap_mounts", [] {
                     Spawn({kBubblewrap, "--ro-bind", kProgram, "/p", "/p"});
                   }});
    all.push_back({"bwrap_all", [] {
                     Spawn({kBubblewrap, "--unshare-all", "--ro-bind", kProgram,
                            "/p", "/p"});
                   }});
  }
  if (access(kFirejail, X_OK) == 0) {
    all.push_back({"firejail", [] {
                     Spawn({kFirejail, "--quiet", "--noprofile", kProgram});
                   }});
  }
  for (auto _ : state) {
    for (Peer& peer : all) peer.seconds.push_back(Seconds(peer.run));
  }
  const double plain = 1e3 * MedianOf(all[0].seconds);
  const auto overhead = [&](const Peer& peer) {
    return 1e3 * MedianOf(peer.seconds) - plain;
  };
  state.counters["plain_ms"] = plain;
  const double library = overhead(all[1]), command = overhead(all[2]);
  state.counters["overhead_ms"] = library;
  state.counters["command_overhead_ms"] = command;
  for (size_t i = 3; i < all.size(); ++i) {
    const double theirs = overhead(all[i]);
    state.counters[std::string(all[i].name) + "_overhead_ms"] = theirs;
    state.counters[std::string("vs_") + all[i].name] = library / theirs;
    state.counters[std::string("command_vs_") + all[i].name] = command / theirs;
  }
}
BENCHMARK(BM_StartToFinish)->Iterations(200)->Unit(benchmark::kMillisecond);

double NanosecondsACall(bool sandboxed) {
  if (sandboxed) {
    const auto outcome =
        Jail::Run(PolicyBuilder::Worker().Build(), {.program = kCalls});
    if (!outcome.ok() || !outcome->ok()) std::abort();
    return std::atof(outcome->output.c_str());
  }
  std::FILE* out = popen(kCalls, "r");
  double ns = 0;
  if (out == nullptr || std::fscanf(out, "%lf", &ns) != 1) std::abort();
  pclose(out);
  return ns;
}

void BM_SystemCall(benchmark::State& state) {
  std::vector<double> inside, outside;
  for (auto _ : state) {
    inside.push_back(NanosecondsACall(true));
    outside.push_back(NanosecondsACall(false));
  }
  state.counters["inside_ns"] = MedianOf(inside);
  state.counters["outside_ns"] = MedianOf(outside);
  state.counters["added_ns"] = MedianOf(inside) - MedianOf(outside);
  state.counters["ratio"] = MedianOf(inside) / MedianOf(outside);
}
BENCHMARK(BM_SystemCall)->Iterations(20)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace sandbox
