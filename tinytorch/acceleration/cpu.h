// Which kernels this machine runs: chosen once, when the program first asks.
#ifndef TINYTORCH_ACCELERATION_CPU_H_
#define TINYTORCH_ACCELERATION_CPU_H_

namespace tinytorch {

// From the plainest to the richest; on aarch64 kBaseline is NEON.
enum class Target { kBaseline, kAvx2, kAvx512, kAvx512Vnni };

// The richest that this machine has, or less if limit_target() said so.
Target target();

// No richer kernels than this from now on: for comparing them in one process.
// Not while another thread computes. Packed weights made before keep the
// kernels they were packed for.
void limit_target(Target richest);

const char* target_name(Target target);

}  // namespace tinytorch

#endif  // TINYTORCH_ACCELERATION_CPU_H_
