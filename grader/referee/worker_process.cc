#include "grader/referee/worker_process.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <new>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "grader/clock/board_timer.h"
#include "sandbox/outcome.h"

namespace olympics {
namespace {

using Clock = std::chrono::steady_clock;

// How often the referee sees whether a silent worker is still alive.
constexpr int64_t kCheckNs = 5'000'000;

int64_t NanosecondsSince(Clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() -
                                                              start)
      .count();
}

// Text of the worker's, made safe to show: it may hold anything.
std::string Plain(const char* text, size_t size) {
  std::string plain(text, strnlen(text, size));
  for (char& c : plain) {
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = ' ';
    if (static_cast<unsigned char>(c) >= 0x80) c = '?';
  }
  return plain;
}

// What the kernel calls a core: the first of the threads that it runs; -1 where
// it does not say.
int FirstSibling(int core) {
  std::ifstream file(absl::StrCat("/sys/devices/system/cpu/cpu", core,
                                  "/topology/thread_siblings_list"));
  int first = -1;
  file >> first;  // "0,64", "2-3"
  return file ? first : -1;
}

// Whether both are threads of one core.
bool AreSiblings(int a, int b) {
  const int first = FirstSibling(a);
  return first >= 0 && first == FirstSibling(b);
}

}  // namespace

Cores ChooseCores(const std::vector<int>& allowed,
                  const std::function<bool(int, int)>& siblings) {
  Cores cores;
  if (allowed.empty()) return cores;
  cores.worker = allowed.back();
  // The other half of the worker's own core takes from it what it uses.
  for (const int c : allowed) {
    if (c == cores.worker) continue;
    const bool apart = !siblings(c, cores.worker);
    if (cores.referee < 0 || apart || siblings(cores.referee, cores.worker)) {
      cores.referee = c;
    }
  }
  for (const bool apart : {true, false}) {
    for (const int c : allowed) {
      if (c == cores.worker || c == cores.referee) continue;
      if (siblings(c, cores.worker) != apart) cores.others.push_back(c);
    }
    if (!cores.others.empty()) break;
  }
  cores.spin = cores.referee >= 0;
  if (!cores.spin) cores.referee = cores.worker;
  return cores;
}

Cores ChooseCores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof(set), &set) != 0) return Cores();
  std::vector<int> allowed;
  for (int c = 0; c < CPU_SETSIZE; ++c) {
    if (CPU_ISSET(c, &set)) allowed.push_back(c);
  }
  return ChooseCores(allowed, AreSiblings);
}

bool PinThread(int core) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(core, &set);
  return core >= 0 && sched_setaffinity(0, sizeof(set), &set) == 0;
}

sandbox::Policy WorkerPolicy(const WorkerLimits& limits) {
  return sandbox::PolicyBuilder::Worker()
      .SetWallLimit(absl::Seconds(limits.wall_seconds()))
      .SetCpuLimit(absl::Seconds(limits.wall_seconds()))
      .SetMemoryLimit(int64_t{limits.memory_mib()} << 20)
      .SetThreadLimit(limits.threads())
      .Settles()
      .Build();
}

absl::StatusOr<std::unique_ptr<WorkerProcess>> WorkerProcess::Start(
    const std::string& program, const std::string& weights,
    const WorkerLimits& limits, const Cores& cores, const Shape& shape) {
  const auto failed = [](const char* what) {
    return absl::InternalError(
        absl::StrCat("cannot ", what, ": ", std::strerror(errno)));
  };
  // Sealed, so that neither side's mapping can be pulled from under it.
  const int memory = memfd_create("channel", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (memory < 0) return failed("make shared memory");
  std::unique_ptr<WorkerProcess> worker(new WorkerProcess);
  void* mapped = MAP_FAILED;
  if (ftruncate(memory, sizeof(Channel)) == 0 &&
      fcntl(memory, F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) ==
          0) {
    mapped = mmap(nullptr, sizeof(Channel), PROT_READ | PROT_WRITE, MAP_SHARED,
                  memory, 0);
  }
  if (mapped == MAP_FAILED) {
    close(memory);
    return failed("share memory");
  }
  worker->channel_ = new (mapped) Channel();
  worker->spins_ = cores.spin ? kSpins : 0;
  worker->channel_->spins = worker->spins_;
  worker->channel_->shape = worker->shape_ = shape;
  worker->core_ = cores.worker;
  worker->query_ns_ = int64_t{limits.query_milliseconds()} * 1'000'000;
  const std::string path = weights.empty() ? "/dev/null" : weights;
  const int weights_fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (weights_fd < 0) {
    close(memory);
    return absl::NotFoundError(absl::StrCat("cannot open the weights ", path,
                                            ": ", std::strerror(errno)));
  }
  absl::StatusOr<std::unique_ptr<sandbox::Jail>> jail = sandbox::Jail::Start(
      WorkerPolicy(limits),
      {.program = program,
       .arguments = {"worker"},
       .descriptors = {{memory, kChannelFd}, {weights_fd, kWeightsFd}},
       .pin_cpu = cores.worker,
       .supervisor_cpus = cores.others});
  close(memory);
  close(weights_fd);
  if (!jail.ok()) return jail.status();
  worker->jail_ = *std::move(jail);

  const Clock::time_point start = Clock::now();
  const int64_t budget = int64_t{limits.start_seconds()} * 1'000'000'000;
  while (worker->channel_->state.load() ==
         static_cast<uint32_t>(WorkerState::kStarting)) {
    if (!worker->jail_->running()) break;
    if (NanosecondsSince(start) > budget) {
      worker->End(
          Ending::Kind::kLimit, "while loading its weights",
          absl::StrCat("it took more than ", limits.start_seconds(), " s"));
      return worker;
    }
    usleep(200);
  }
  if (worker->channel_->state.load() !=
      static_cast<uint32_t>(WorkerState::kReady)) {
    worker->Explain("while loading its weights");
  }
  // What it needed to start: from here on what it touches stays, and counts.
  worker->jail_->Settle();
  return worker;
}

WorkerProcess::~WorkerProcess() {
  jail_.reset();  // nobody writes there any more
  if (channel_ != nullptr) munmap(channel_, sizeof(Channel));
}

double WorkerProcess::Ask(const float* samples, int batch, float* scores) {
  if (ending_.has_value()) return -1;
  Resume();
  Channel& c = *channel_;
  const size_t in = sizeof(float) * batch * shape_.sample_floats(),
               out = sizeof(float) * batch * shape_.outputs;
  // Nothing was asked since: what it answered stands there still.
  if (std::memcmp(c.scores, last_scores_.data(),
                  sizeof(float) * last_scores_.size()) != 0) {
    End(Ending::Kind::kContract, "after it was asked",
        "it changed its answer once it had given it");
    return -1;
  }
  const BoardTimer timer;
  std::memcpy(c.samples, samples, in);
  c.batch = batch;
  const uint32_t before = asked_++;
  uint32_t seen = c.answered.load(std::memory_order_relaxed);
  Publish(c.asked, asked_, c.worker_sleeps);
  // `answered` is the worker's to write: only the number of this question,
  // right after that of the last, is an answer.
  while (seen == before) {
    seen = AwaitChange(c.answered, seen, c.referee_sleeps, spins_, kCheckNs);
    if (seen != before) break;
    if (!jail_->running()) {
      Explain("while it was asked");
      return -1;
    }
    if (timer.Read().nanoseconds > query_ns_) {
      End(Ending::Kind::kLate, "while it was asked",
          absl::StrCat("it gave no answer for ", query_ns_ / 1'000'000, " ms"));
      return -1;
    }
  }
  // An answer is there when it has been taken.
  std::memcpy(scores, c.scores, out);
  const BoardTimer::Reading took = timer.Read();
  const double seconds = 1e-9 * static_cast<double>(took.nanoseconds);
  stall_ns_ += took.stall_nanoseconds;
  if (seen != asked_) {
    End(Ending::Kind::kCount, "while it was asked",
        absl::StrCat("it said that it had answered ", seen, " questions, when ",
                     asked_, " were asked"));
    return -1;
  }
  last_scores_.assign(scores, scores + int64_t{batch} * shape_.outputs);
  if (c.state.load(std::memory_order_relaxed) !=
      static_cast<uint32_t>(WorkerState::kReady)) {
    Explain("while it was asked");
    return -1;
  }
  return seconds;
}

absl::StatusOr<sandbox::Jail::Usage> WorkerProcess::ReadUsage() const {
  absl::StatusOr<sandbox::Jail::Usage> usage = jail_->ReadUsage();
  // A processor that waits for memory is busy.
  if (usage.ok()) usage->cpu_seconds += 1e-9 * static_cast<double>(stall_ns_);
  return usage;
}

double WorkerProcess::CpuSeconds() const {
  const absl::StatusOr<sandbox::Jail::Usage> usage = ReadUsage();
  return usage.ok() ? usage->cpu_seconds : 0;
}

void WorkerProcess::Pause() {
  if (!paused_ && !ending_.has_value()) paused_ = jail_->Pause();
}

void WorkerProcess::Resume() {
  if (paused_) jail_->Resume();
  paused_ = false;
}

void WorkerProcess::LetSleep() const {
  // Thrice what kSpins take where a pause takes longest (140 cycles).
  constexpr useconds_t kMicroseconds = 600;
  usleep(kMicroseconds);
}

const sandbox::Outcome& WorkerProcess::Finish() {
  jail_->Kill();
  return jail_->Wait();
}

void WorkerProcess::End(Ending::Kind kind, const char* when,
                        const std::string& message) {
  ending_ = {kind, when, message, Finish().output};
}

void WorkerProcess::Explain(const char* when) {
  const uint32_t state = channel_->state.load();
  const bool bad_count = state == static_cast<uint32_t>(WorkerState::kBadCount);
  if (state == static_cast<uint32_t>(WorkerState::kBadWeights) ||
      state == static_cast<uint32_t>(WorkerState::kBadAnswer) || bad_count) {
    const std::string why = Plain(channel_->error, sizeof(channel_->error));
    End(bad_count ? Ending::Kind::kCount : Ending::Kind::kContract, when,
        absl::StrCat("it could not go on: ", why));
    return;
  }
  const sandbox::Outcome& outcome = Finish();
  Ending::Kind kind = Ending::Kind::kCrash;
  switch (outcome.verdict) {
    case sandbox::Verdict::kViolation:
      kind = Ending::Kind::kViolation;
      break;
    case sandbox::Verdict::kWallLimit:
      // A question and a start have limits of their own, which were kept.
      kind = Ending::Kind::kPatience;
      break;
    case sandbox::Verdict::kCpuLimit:
    case sandbox::Verdict::kMemoryLimit:
    case sandbox::Verdict::kOutputLimit:
    case sandbox::Verdict::kFileLimit:
      kind = Ending::Kind::kLimit;
      break;
    case sandbox::Verdict::kExited:
    case sandbox::Verdict::kCrashed:
    case sandbox::Verdict::kKilled:
      break;
  }
  End(kind, when, outcome.Describe());
}

}  // namespace olympics
