// A worker in its sandbox, as the referee sees it: something to ask.
#ifndef GRADER_REFEREE_WORKER_PROCESS_H_
#define GRADER_REFEREE_WORKER_PROCESS_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "categories/category.pb.h"
#include "grader/channel/channel.h"
#include "grader/evidence/evidence.h"
#include "sandbox/jail.h"
#include "sandbox/policy.h"

namespace olympics {

// How often the referee's side of a channel looks before it sleeps: for about
// 100 µs.
inline constexpr uint32_t kSpins = 4000;

// The cores that a run uses: the worker's, and the referee's own. On a machine
// of one core they are the same, and nobody spins.
struct Cores {
  int worker = -1;
  int referee = -1;
  bool spin = true;
  // Those that are left: for supervisors, so that what a program makes its own
  // do costs neither a worker nor the referee. Empty on a machine of two.
  std::vector<int> others = {};
};

// The last core that this process may use for workers, another one for the
// referee: one that is no thread of the same core, where there is a choice.
Cores ChooseCores();
// The same of these cores, where `siblings` says which are threads of one.
Cores ChooseCores(const std::vector<int>& allowed,
                  const std::function<bool(int, int)>& siblings);

// Moves the calling thread to a core; false if it may not.
bool PinThread(int core);

// What a worker within these limits may do.
sandbox::Policy WorkerPolicy(const WorkerLimits& limits);

class WorkerProcess {
 public:
  // Starts `program` in the sandbox with `weights` (a file, "" for none) and
  // waits until they are loaded. Errors are the grader's own; what the worker
  // did wrong is in ending().
  static absl::StatusOr<std::unique_ptr<WorkerProcess>> Start(
      const std::string& program, const std::string& weights,
      const WorkerLimits& limits, const Cores& cores, const Shape& shape = {});
  ~WorkerProcess();

  // Asks one question of `batch` samples and waits for their scores, one sample
  // or answer right after the other. Returns the seconds from before the
  // samples were handed over until the answer was there and taken (on an
  // emulated board with what its caches cost, see BoardTimer), or a negative
  // number if none came: then ending() says why.
  double Ask(const float* samples, int batch, float* scores);

  const std::optional<Ending>& ending() const { return ending_; }
  const Shape& shape() const { return shape_; }
  int core() const { return core_; }

  // Ends the worker, and says what it used and printed.
  const sandbox::Outcome& Finish();

  // The sandbox's reading while it runs, with the time for which its questions
  // stood still on an emulated board.
  absl::StatusOr<sandbox::Jail::Usage> ReadUsage() const;
  // Its CPU time so far; 0 once it has ended. Of a program that runs the kernel
  // knows it but to its last tick, some milliseconds ago: let it sleep before.
  double CpuSeconds() const;
  // Stops it until it is asked again: it uses nothing meanwhile, and CpuSeconds
  // is exact. Where it cannot be stopped it goes on.
  void Pause();
  // Lets it run without being asked.
  void Resume();
  // Lets the time pass in which it still looks for the next question; an honest
  // worker sleeps afterwards.
  void LetSleep() const;

  // Peaks of memory from here on; see sandbox::Jail.
  absl::Status ResetPeak() { return jail_->ResetPeak(); }

 private:
  WorkerProcess() = default;
  // Ends the program and fills ending_, with the last that it printed.
  void End(Ending::Kind kind, const char* when, const std::string& message);
  // The same, of the worker's state and the sandbox's outcome.
  void Explain(const char* when);

  Channel* channel_ = nullptr;
  std::unique_ptr<sandbox::Jail> jail_;
  std::optional<Ending> ending_;
  Shape shape_;
  int core_ = -1;
  int64_t query_ns_ = 0;
  uint32_t asked_ = 0;
  uint32_t spins_ = 0;
  std::vector<float> last_scores_;
  int64_t stall_ns_ = 0;
  bool paused_ = false;
};

}  // namespace olympics

#endif  // GRADER_REFEREE_WORKER_PROCESS_H_
