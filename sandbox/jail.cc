#include "sandbox/jail.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "sandbox/descriptors.h"
#include "sandbox/executable.h"
#include "sandbox/jail_state.h"

namespace sandbox {

Jail::Jail(std::unique_ptr<State> state) : state_(std::move(state)) {}

absl::StatusOr<std::unique_ptr<Jail>> Jail::Begin(const Policy& policy,
                                                  const Command& command) {
  if (absl::Status valid = Validate(policy); !valid.ok()) return valid;
  if (absl::Status valid = CheckCommand(policy, command); !valid.ok()) {
    return valid;
  }
  auto state = std::make_unique<State>();
  state->policy = policy;
  if (absl::Status s = KeepStandardDescriptors(); !s.ok()) return s;
  // Opened once: what is looked at is what is run.
  const Fd program(open(command.program.c_str(), O_RDONLY | O_CLOEXEC));
  if (!program.ok()) {
    return absl::NotFoundError(absl::StrCat("sandbox: cannot open the program ",
                                            command.program, ": ",
                                            std::strerror(errno)));
  }
  absl::StatusOr<Executable> executable =
      CheckExecutable(program.get(), command.program);
  if (!executable.ok()) return executable.status();
  if (!executable->interpreter.empty() && !policy.executable_mappings) {
    return absl::InvalidArgumentError(absl::StrCat(
        "sandbox: ", command.program,
        " is dynamically linked, and this policy maps no file as code: link it "
        "with -static, or use the policy interpreter"));
  }
  if (absl::Status status = state->Prepare(command); !status.ok()) {
    return status;
  }
  state->plan.program_fd = program.get();
  state->plan.interpreter = std::move(executable->interpreter);
  state->plan.fds = command.descriptors;
  const bool stdin_given =
      std::any_of(command.descriptors.begin(), command.descriptors.end(),
                  [](const auto& d) { return d.second == 0; });
  Fd empty;
  if (!stdin_given) {
    empty = Fd(open("/dev/null", O_RDONLY | O_CLOEXEC));
    if (!empty.ok()) return Errno("open /dev/null");
    state->plan.fds.emplace_back(empty.get(), 0);
  }
  // One pipe keeps the order of both, where they need not be told apart.
  const bool apart = command.copy_stdout >= 0 || command.copy_stderr >= 0;
  Fd ends[2];
  for (int i = 0; i < (apart ? 2 : 1); ++i) {
    int pair[2];
    if (pipe2(pair, O_CLOEXEC) != 0) return Errno("make a pipe");
    state->streams[i].pipe = Fd(pair[0]);
    ends[i] = Fd(pair[1]);
    fcntl(pair[0], F_SETFL, O_NONBLOCK);
  }
  state->streams[0].copy = command.copy_stdout;
  state->streams[1].copy = command.copy_stderr;
  state->plan.fds.emplace_back(ends[0].get(), 1);
  state->plan.fds.emplace_back(ends[apart ? 1 : 0].get(), 2);
  state->stop = Fd(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!state->stop.ok()) return Errno("make an eventfd");
  if (absl::Status started = state->StartKeeper(); !started.ok()) {
    return started;
  }
  return std::unique_ptr<Jail>(new Jail(std::move(state)));
}

namespace {

// Moves this thread to these cores; where it may not it stays.
void KeepTo(const std::vector<int>& cpus) {
  cpu_set_t set;
  CPU_ZERO(&set);
  for (const int cpu : cpus) CPU_SET(cpu, &set);
  if (!cpus.empty()) sched_setaffinity(0, sizeof(set), &set);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Jail>> Jail::Start(const Policy& policy,
                                                  const Command& command) {
  absl::StatusOr<std::unique_ptr<Jail>> jail = Begin(policy, command);
  if (jail.ok()) {
    (*jail)->supervisor_ =
        std::thread([j = jail->get(), cpus = command.supervisor_cpus] {
          KeepTo(cpus);
          j->Supervise();
        });
  }
  return jail;
}

absl::StatusOr<Outcome> Jail::Run(const Policy& policy,
                                  const Command& command) {
  absl::StatusOr<std::unique_ptr<Jail>> jail = Begin(policy, command);
  if (!jail.ok()) return jail.status();
  (*jail)->Supervise();
  return (*jail)->state_->outcome;
}

Jail::~Jail() {
  Kill();
  Wait();
}

void Jail::Kill() {
  const uint64_t one = 1;
  // Cannot fail short of a counter at its end, and then it is set anyway.
  [[maybe_unused]] const ssize_t n =
      write(state_->stop.get(), &one, sizeof(one));
}

const Outcome& Jail::Wait() {
  if (supervisor_.joinable()) supervisor_.join();
  return state_->outcome;
}

absl::StatusOr<Jail::Usage> Jail::ReadUsage() const {
  std::optional<Usage> usage = state_->ReadUsage();
  if (!usage.has_value()) {
    return absl::NotFoundError("sandbox: the program has ended");
  }
  if (state_->cgroup_peak_reset) {
    usage->peak_cgroup_bytes = state_->cgroup->PeakSinceReset().value_or(-1);
  }
  return *usage;
}

bool Jail::Pause(absl::Duration patience) { return state_->Pause(patience); }

void Jail::Resume() { state_->Signal(SIGCONT); }

void Jail::Settle() { state_->settled = true; }

absl::Status Jail::ResetPeak() { return state_->ResetPeak(); }

}  // namespace sandbox
