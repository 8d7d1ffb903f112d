// What a training may do, but for the files that it sees.
#ifndef GRADER_TRAIN_POLICY_H_
#define GRADER_TRAIN_POLICY_H_

#include <cstdint>

#include "absl/time/time.h"
#include "sandbox/policy.h"

namespace olympics {

inline sandbox::PolicyBuilder TrainingPolicy(double cpu_seconds,
                                             double memory_mib) {
  sandbox::PolicyBuilder builder = sandbox::PolicyBuilder::Training();
  builder
      .SetCpuLimit(absl::Seconds(cpu_seconds))
      // Waiting is no way around the budget; a busy machine is no fault.
      .SetWallLimit(absl::Seconds(4 * cpu_seconds + 60))
      .SetMemoryLimit(static_cast<int64_t>(memory_mib * (1 << 20)))
      .SetThreadLimit(8);
  return builder;
}

}  // namespace olympics

#endif  // GRADER_TRAIN_POLICY_H_
