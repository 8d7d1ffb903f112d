// The command: runs one program in the sandbox.
//
//   sandbox run [--policy=worker|training] [--ro HOST:GUEST]... [flags]
//               -- PROGRAM [ARGUMENT]...
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "nlohmann/json.hpp"
#include "sandbox/jail.h"
#include "sandbox/outcome.h"
#include "sandbox/policy.h"

namespace {

constexpr int kSetUpFailed = 125, kViolated = 126, kLimited = 124;
constexpr char kExitCodes[] =
    "Exit code: the program's own; 128 + signal if it crashed; 124 at a limit; "
    "126 if it did what the policy forbids; 125 if nothing ran.";

int ExitCode(const sandbox::Outcome& outcome) {
  switch (outcome.verdict) {
    case sandbox::Verdict::kExited:
      return outcome.exit_code;
    case sandbox::Verdict::kCrashed:
      return 128 + outcome.signal;
    case sandbox::Verdict::kViolation:
      return kViolated;
    default:
      return kLimited;
  }
}

nlohmann::ordered_json Json(const sandbox::Outcome& o) {
  return {{"verdict", sandbox::VerdictName(o.verdict)},
          {"exit_code", o.exit_code},
          {"signal", o.signal},
          {"violation", o.violation},
          {"wall_seconds", o.wall_seconds},
          {"user_seconds", o.user_seconds},
          {"system_seconds", o.system_seconds},
          {"peak_memory_bytes", o.peak_memory_bytes},
          {"peak_memory_method", o.peak_memory_method}};
}

bool SplitMount(const std::string& text, std::string& host,
                std::string& guest) {
  const size_t colon = text.rfind(':');
  if (colon == std::string::npos) return false;
  host = text.substr(0, colon);
  guest = text.substr(colon + 1);
  return !host.empty() && !guest.empty();
}

int Fail(const std::string& message) {
  std::fprintf(stderr, "%s\n", message.c_str());
  return kSetUpFailed;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Runs an untrusted program where it can do no harm."};
  app.require_subcommand(1);
  CLI::App* run = app.add_subcommand("run", "run PROGRAM in a sandbox");
  run->footer(kExitCodes);
  std::string policy_name = "worker", meta;
  std::vector<std::string> read_only, writable, program;
  double wall = 60, cpu = 60, memory_mib = 1024, output_kib = 1024;
  int threads = 16, core = -1;
  bool code = false;
  run->add_option("--policy", policy_name, "worker: no files; training: mounts")
      ->check(CLI::IsMember({"worker", "training"}));
  run->add_option("--ro", read_only, "HOST:GUEST to read; may be repeated");
  run->add_option("--rw", writable, "HOST:GUEST, a file to write");
  run->add_option("--wall", wall, "seconds")->check(CLI::PositiveNumber);
  run->add_option("--cpu", cpu, "seconds of CPU")->check(CLI::PositiveNumber);
  run->add_option("--memory", memory_mib, "MiB")->check(CLI::PositiveNumber);
  run->add_option("--output", output_kib, "KiB of stdout and stderr");
  run->add_option("--threads", threads, "threads in all")
      ->check(CLI::PositiveNumber);
  run->add_option("--core", core, "the core to run on");
  run->add_flag("--code", code, "let it map files as code (shared libraries)");
  run->add_option("--meta", meta, "a file that takes the outcome as JSON");
  run->add_option("program", program, "the program and its arguments")
      ->required();
  CLI11_PARSE(app, argc, argv);

  sandbox::PolicyBuilder builder = policy_name == "worker"
                                       ? sandbox::PolicyBuilder::Worker()
                                       : sandbox::PolicyBuilder::Training();
  builder.SetWallLimit(absl::Seconds(wall))
      .SetCpuLimit(absl::Seconds(cpu))
      .SetMemoryLimit(static_cast<int64_t>(memory_mib * (1 << 20)))
      .SetOutputLimit(static_cast<int64_t>(output_kib * 1024))
      .SetThreadLimit(threads);
  if (code) builder.AllowExecutableMappings();
  std::string host, guest;
  for (const std::string& m : read_only) {
    if (!SplitMount(m, host, guest)) {
      return Fail("--ro " + m + " is not HOST:GUEST");
    }
    builder.AddReadOnly(host, guest);
  }
  for (const std::string& m : writable) {
    if (!SplitMount(m, host, guest)) {
      return Fail("--rw " + m + " is not HOST:GUEST");
    }
    builder.AddWritableFile(host, guest);
  }
  absl::StatusOr<std::unique_ptr<sandbox::Jail>> jail = sandbox::Jail::Start(
      builder.Build(),
      {.program = program[0], .arguments = program, .pin_cpu = core});
  if (!jail.ok()) return Fail(std::string(jail.status().message()));
  const sandbox::Outcome& outcome = (*jail)->Wait();
  std::fwrite(outcome.output.data(), 1, outcome.output.size(), stdout);
  std::fflush(stdout);
  if (!outcome.ok()) {
    std::fprintf(stderr, "sandbox: %s\n", outcome.Describe().c_str());
  }
  if (!meta.empty()) {
    std::ofstream file(meta);
    file << Json(outcome).dump(2) << "\n";
    file.close();
    if (!file) return Fail("sandbox: cannot write " + meta);
  }
  return ExitCode(outcome);
}
