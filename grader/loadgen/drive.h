// Runs a load generator against a system under test, on a clock.
#ifndef GRADER_LOADGEN_DRIVE_H_
#define GRADER_LOADGEN_DRIVE_H_

#include <cstdint>
#include <functional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grader/loadgen/loadgen.h"

namespace olympics {

class RunClock {
 public:
  virtual ~RunClock() = default;
  virtual int64_t NowNs() = 0;
  virtual void SleepUntilNs(int64_t when) = 0;
};

// The machine's steady clock.
class SteadyRunClock : public RunClock {
 public:
  int64_t NowNs() override;
  void SleepUntilNs(int64_t when) override;
};

// Answers a query's samples, in order; returns when it has.
using SystemUnderTest =
    std::function<absl::Status(const std::vector<int64_t>& samples)>;

// The whole run. A system that answers one query after another is asked in the
// order of arrival; a query that comes while it is busy waits, and its latency
// counts from its arrival. Errors are the system's.
absl::StatusOr<Summary> Drive(LoadGenerator& load,
                              const SystemUnderTest& system, RunClock& clock);

// Server's highest target_qps, within `precision` (a share), with which a run
// is valid: MLPerf's FindPeakPerformance. `run` gives the summary of a run at a
// rate; `low` must be valid, else NotFound.
absl::StatusOr<double> FindPeakQps(
    const std::function<absl::StatusOr<Summary>(double qps)>& run, double low,
    double precision = 0.05);

}  // namespace olympics

#endif  // GRADER_LOADGEN_DRIVE_H_
