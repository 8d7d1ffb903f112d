#include "tinytorch/acceleration/cpu.h"

#include <algorithm>
#include <atomic>

namespace tinytorch {
namespace {

Target Detect() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) {
    return Target::kBaseline;
  }
  if (!__builtin_cpu_supports("avx512f") ||
      !__builtin_cpu_supports("avx512bw") ||
      !__builtin_cpu_supports("avx512dq") ||
      !__builtin_cpu_supports("avx512vl")) {
    return Target::kAvx2;
  }
  return __builtin_cpu_supports("avx512vnni") ? Target::kAvx512Vnni
                                              : Target::kAvx512;
#else
  return Target::kBaseline;
#endif
}

std::atomic<Target> limit{Target::kAvx512Vnni};

}  // namespace

Target target() {
  static const Target detected = Detect();
  return std::min(detected, limit.load(std::memory_order_relaxed));
}

void limit_target(Target richest) {
  limit.store(richest, std::memory_order_relaxed);
}

const char* target_name(Target target) {
  switch (target) {
    case Target::kBaseline:
#if defined(__aarch64__)
      return "neon";
#else
      return "baseline";
#endif
    case Target::kAvx2:
      return "avx2";
    case Target::kAvx512:
      return "avx512";
    case Target::kAvx512Vnni:
      return "avx512_vnni";
  }
  return "unknown";
}

}  // namespace tinytorch
