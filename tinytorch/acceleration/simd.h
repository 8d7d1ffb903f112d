// TT_SIMD before a function compiles it a second time for AVX2; the program
// picks one when it starts. (Named by feature: a clone named by processor, such
// as "arch=haswell", is never picked on another maker's.)
#ifndef TINYTORCH_ACCELERATION_SIMD_H_
#define TINYTORCH_ACCELERATION_SIMD_H_

#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) && defined(NDEBUG)
#define TT_SIMD __attribute__((target_clones("avx2", "default")))
#else
#define TT_SIMD
#endif

#endif  // TINYTORCH_ACCELERATION_SIMD_H_
