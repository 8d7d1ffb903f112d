// TT_SIMD before a function compiles it once for each instruction set that is
// worth it on this architecture; the program picks one when it starts.
#ifndef TINYTORCH_ACCELERATION_SIMD_H_
#define TINYTORCH_ACCELERATION_SIMD_H_

#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) && defined(NDEBUG)
#define TT_SIMD   \
  __attribute__(( \
      target_clones("arch=skylake-avx512", "arch=haswell", "default")))
#else
#define TT_SIMD
#endif

#endif  // TINYTORCH_ACCELERATION_SIMD_H_
