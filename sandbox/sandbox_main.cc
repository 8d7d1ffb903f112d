// The command: runs one program in the sandbox.
//
//   sandbox run [--policy=worker|training|interpreter|FILE] [flags]
//               -- PROGRAM [ARGUMENT]...
#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "base/files.h"
#include "sandbox/descriptors.h"
#include "sandbox/jail.h"
#include "sandbox/outcome.h"
#include "sandbox/policy.h"
#include "sandbox/text.h"
#include "sandbox/weakening.h"

namespace {

// What the sandbox itself has to say; a program may end with the same numbers,
// --meta tells which it was.
enum ExitCodes {
  kNotWritten = 121,    // the program ran; its outcome could not be written
  kBadUsage = 122,      // flags or policy make no sense
  kMissingLayer = 123,  // this system lacks a layer that is required
  kLimit = 124,         // the program was ended at a limit
  kSetUpFailed = 125,   // the sandbox could not be set up; nothing ran
  kViolation = 126,     // the program did what the policy forbids
  kNoProgram = 127,     // there is no such program
};
constexpr int64_t kMostPolicyBytes = 1 << 20;
constexpr char kFooter[] =
    "Exit code: the program's own; 128 + signal if it crashed; 121 --meta "
    "could "
    "not be\nwritten, 122 bad flags or policy, 123 a required layer is "
    "missing, 124 at a limit, 125 the "
    "sandbox could not be set up,\n126 it did what the policy forbids, 127 no "
    "such program.\n";

struct Flags {
  std::string policy = "worker", meta, stdin_from;
  std::vector<std::string> read_only, writable, program, environment, require,
      without;
  double wall = 60, cpu = 60, memory_mib = 1024, output_kib = 1024,
         file_mib = 256, tmp_mib = 0, cores = 0;
  int threads = 16, core = -1;
  bool code = false, quiet = false;
};

int ExitCode(const sandbox::Outcome& outcome) {
  switch (outcome.verdict) {
    case sandbox::Verdict::kExited:
      return outcome.exit_code;
    case sandbox::Verdict::kCrashed:
      return 128 + outcome.signal;
    case sandbox::Verdict::kViolation:
      return kViolation;
    default:
      return kLimit;
  }
}

int ExitCode(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
      return kBadUsage;
    case absl::StatusCode::kUnavailable:
      return kMissingLayer;
    case absl::StatusCode::kNotFound:
      return kNoProgram;
    default:
      return kSetUpFailed;
  }
}

int Fail(int code, const std::string& message) {
  const char* prefix =
      absl::StartsWith(message, "sandbox: ") ? "" : "sandbox: ";
  std::fprintf(stderr, "%s%s\n", prefix, message.c_str());
  return code;
}

int Fail(const absl::Status& status) {
  return Fail(ExitCode(status), std::string(status.message()));
}

bool SplitMount(const std::string& text, std::string& host,
                std::string& guest) {
  const size_t colon = text.rfind(':');
  if (colon == std::string::npos) return false;
  host = text.substr(0, colon);
  guest = text.substr(colon + 1);
  return !host.empty() && !guest.empty();
}

absl::StatusOr<sandbox::Policy> BasePolicy(const std::string& name) {
  if (name == "worker") return sandbox::PolicyBuilder::Worker().Build();
  if (name == "training") return sandbox::PolicyBuilder::Training().Build();
  if (name == "interpreter") {
    return sandbox::PolicyBuilder::Interpreter().Build();
  }
  const absl::StatusOr<std::string> text =
      base::ReadFile(name, {.most = kMostPolicyBytes, .specials = true});
  if (!text.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "--policy ", name,
        " is neither worker, training nor interpreter, nor a file that can be "
        "read: ",
        std::string(text.status().message())));
  }
  absl::StatusOr<sandbox::Policy> policy = sandbox::ParsePolicy(*text);
  if (!policy.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(name, ": ", std::string(policy.status().message())));
  }
  return policy;
}

absl::Status AddMounts(const std::vector<std::string>& texts, bool writable,
                       sandbox::Policy& policy) {
  for (const std::string& text : texts) {
    sandbox::Mount mount;
    mount.writable = writable;
    if (!SplitMount(text, mount.host, mount.guest)) {
      return absl::InvalidArgumentError(absl::StrCat(
          writable ? "--rw " : "--ro ", text, " is not HOST:GUEST"));
    }
    policy.mounts.push_back(mount);
  }
  return absl::OkStatus();
}

absl::StatusOr<sandbox::Layer> FindLayer(const std::string& name) {
  const auto layer = sandbox::LayerNamed(name);
  if (layer.has_value()) return *layer;
  return absl::InvalidArgumentError(
      absl::StrCat("there is no layer \"", name, "\"; see sandbox run --help"));
}

// The policy that flags and file make together: a flag that was given wins.
absl::StatusOr<sandbox::Policy> MakePolicy(const Flags& f,
                                           const CLI::App& run) {
  absl::StatusOr<sandbox::Policy> base = BasePolicy(f.policy);
  if (!base.ok()) return base;
  sandbox::Policy policy = *base;
  sandbox::Limits& l = policy.limits;
  const auto given = [&](const char* flag) { return run.count(flag) > 0; };
  if (given("--wall")) l.wall = absl::Seconds(f.wall);
  if (given("--cpu")) l.cpu = absl::Seconds(f.cpu);
  if (given("--memory")) {
    l.SetMemory(static_cast<int64_t>(f.memory_mib * (1 << 20)));
  }
  if (given("--output")) {
    l.output_bytes = static_cast<int64_t>(f.output_kib * 1024);
  }
  if (given("--file-size")) {
    l.file_bytes = static_cast<int64_t>(f.file_mib * (1 << 20));
  }
  if (given("--threads")) l.threads = f.threads;
  if (given("--cores")) l.cores = f.cores;
  if (given("--tmp")) {
    policy.tmp_bytes = static_cast<int64_t>(f.tmp_mib * (1 << 20));
  }
  if (f.code) policy.executable_mappings = true;
  absl::Status status = AddMounts(f.read_only, false, policy);
  if (status.ok()) status = AddMounts(f.writable, true, policy);
  if (!status.ok()) return status;
  for (const std::string& name : f.require) {
    const absl::StatusOr<sandbox::Layer> layer = FindLayer(name);
    if (!layer.ok()) return layer.status();
    policy.required.Add(*layer);
  }
  for (const std::string& name : f.without) {
    const absl::StatusOr<sandbox::Layer> layer = FindLayer(name);
    if (!layer.ok()) return layer.status();
    policy.layers.Remove(*layer);
  }
  return policy;
}

void AddFlags(CLI::App& run, Flags& f) {
  const CLI::Validator number = CLI::Range(1e-6, 1e12);
  run.add_option("--policy", f.policy,
                 "worker (no files), training (what is mounted), interpreter "
                 "(also as code), or a SandboxPolicy in textproto");
  run.add_option("--ro", f.read_only, "HOST:GUEST to read; may be repeated")
      ->allow_extra_args(false);
  run.add_option("--rw", f.writable, "HOST:GUEST, a file to write")
      ->allow_extra_args(false);
  run.add_option("--tmp", f.tmp_mib, "MiB of a private /tmp")->check(number);
  run.add_option("--wall", f.wall, "seconds (60)")->check(number);
  run.add_option("--cpu", f.cpu, "seconds of CPU time (60)")->check(number);
  run.add_option("--memory", f.memory_mib, "MiB (1024)")->check(number);
  run.add_option("--output", f.output_kib, "KiB of stdout and stderr (1024)")
      ->check(CLI::Range(0.0, 1e12));
  run.add_option("--file-size", f.file_mib, "MiB of any file written (256)")
      ->check(CLI::Range(0.0, 1e9));
  run.add_option("--threads", f.threads, "threads in all (16)")
      ->check(CLI::PositiveNumber);
  run.add_option("--cores", f.cores, "CPU time a second, with cgroups")
      ->check(CLI::Range(0.01, 4096.0));
  run.add_option("--core", f.core, "the core to run on")
      ->check(CLI::NonNegativeNumber);
  run.add_flag("--code", f.code, "let it map files as code (shared libraries)");
  run.add_option("--env", f.environment, "NAME=VALUE; may be repeated")
      ->allow_extra_args(false);
  run.add_option("--stdin", f.stdin_from, "a file; - is this command's stdin");
  run.add_option("--require", f.require, "fail where these layers are missing")
      ->delimiter(',')
      ->allow_extra_args(false);
  run.add_option("--without", f.without,
                 "leave a layer out: mount, network, ipc, uts, cgroupns, "
                 "landlock, seccomp, privileges, rlimits, cgroup")
      ->delimiter(',')
      ->allow_extra_args(false);
  run.add_option("--meta", f.meta,
                 "a file for the outcome: JSON, or textproto if its name ends "
                 "so");
  run.add_flag("--quiet,-q", f.quiet, "say nothing but the program's output");
  // What follows the flags is the program's.
  run.prefix_command();
}

int Run(const Flags& f, const CLI::App& run) {
  const absl::StatusOr<sandbox::Policy> policy = MakePolicy(f, run);
  if (!policy.ok()) return Fail(policy.status());
  sandbox::Command command = {.program = f.program[0],
                              .arguments = f.program,
                              .environment = f.environment,
                              .pin_cpu = f.core,
                              .copy_stdout = STDOUT_FILENO,
                              .copy_stderr = STDERR_FILENO};
  for (const std::string& variable : f.environment) {
    if (variable.find('=') == std::string::npos || variable[0] == '=') {
      return Fail(kBadUsage, "--env " + variable + " is not NAME=VALUE");
    }
  }
  if (!f.stdin_from.empty()) {
    // Anew, and to read alone, where it is our own.
    const std::string path =
        f.stdin_from == "-" ? "/proc/self/fd/0" : f.stdin_from;
    int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    // A socket cannot be opened anew.
    if (fd < 0 && f.stdin_from == "-") fd = STDIN_FILENO;
    // Where a shell's earlier commands left off.
    const off_t at = lseek(STDIN_FILENO, 0, SEEK_CUR);
    if (f.stdin_from == "-" && at > 0) lseek(fd, at, SEEK_SET);
    if (fd < 0) {
      return Fail(kBadUsage, "--stdin " + f.stdin_from + " cannot be opened");
    }
    command.descriptors.emplace_back(fd, 0);
  }
  const absl::StatusOr<sandbox::Outcome> outcome =
      sandbox::Jail::Run(*policy, command);
  if (!outcome.ok()) return Fail(outcome.status());
  if (!f.quiet) {
    for (const std::string& missing : outcome->missing) {
      std::fprintf(stderr, "%s\n", missing.c_str());
    }
    if (!outcome->ok()) {
      std::fprintf(stderr, "sandbox: %s\n", outcome->Describe().c_str());
    }
  }
  if (!f.meta.empty()) {
    const absl::Status written =
        base::WriteFile(f.meta,
                        absl::EndsWith(f.meta, ".textproto")
                            ? sandbox::OutcomeToTextproto(*outcome)
                            : sandbox::OutcomeToJson(*outcome),
                        {.await_reader = true});
    if (!written.ok()) {
      return Fail(kNotWritten, absl::StrCat("the program ran, but ",
                                            std::string(written.message())));
    }
  }
  return ExitCode(*outcome);
}

}  // namespace

int main(int argc, char** argv) {
  if (absl::Status s = sandbox::KeepStandardDescriptors(); !s.ok()) {
    return Fail(s);
  }
  // Whoever reads the output may leave; the outcome is still wanted.
  std::signal(SIGPIPE, SIG_IGN);
  CLI::App app{"Runs an untrusted program where it can do no harm."};
  app.require_subcommand(1);
  CLI::App* run = app.add_subcommand(
      "run", "run a program: sandbox run [flags] [--] PROGRAM [ARGUMENT]...");
  run->footer(kFooter);
  Flags flags;
  AddFlags(*run, flags);
  // "--" ends the flags; after the program it is one of the program's words.
  int flags_end = 1;
  while (flags_end < argc && std::string(argv[flags_end]) != "--") ++flags_end;
  try {
    app.parse(flags_end, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kBadUsage;
  }
  flags.program = run->remaining();
  if (!flags.program.empty() && flags.program[0][0] == '-') {
    return Fail(kBadUsage, absl::StrCat("there is no flag ", flags.program[0],
                                        "; see sandbox run --help"));
  }
  const int rest = flags.program.empty() ? flags_end + 1 : flags_end;
  for (int i = rest; i < argc; ++i) flags.program.push_back(argv[i]);
  if (flags.program.empty()) {
    return Fail(kBadUsage, "a program is required; see sandbox run --help");
  }
  return Run(flags, *run);
}
