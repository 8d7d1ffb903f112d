// System calls that neither the inspection nor an object's names show.
#ifndef GRADER_TESTDATA_HIDDEN_CALLS_H_
#define GRADER_TESTDATA_HIDDEN_CALLS_H_

namespace olympics {

inline long HiddenCall(long number, long a, long b, long c) {
#if defined(__x86_64__)
  long result;
  asm volatile(
      "sys"
      "call"
      : "=a"(result)
      : "a"(number), "D"(a), "S"(b), "d"(c)
      : "rcx", "r11", "memory");
  return result;
#else
  register long x8 asm("x8") = number;
  register long x0 asm("x0") = a;
  register long x1 asm("x1") = b;
  register long x2 asm("x2") = c;
  asm volatile(
      "s"
      "vc #0"
      : "+r"(x0)
      : "r"(x8), "r"(x1), "r"(x2)
      : "memory");
  return x0;
#endif
}

#if defined(__x86_64__)
inline constexpr long kSocket = 41, kFork = 57, kOpenAt = 257;
inline long HiddenFork() { return HiddenCall(kFork, 0, 0, 0); }
#else
inline constexpr long kSocket = 198, kClone = 220, kOpenAt = 56;
inline long HiddenFork() { return HiddenCall(kClone, 17, 0, 0); }
#endif

inline long HiddenSocket() { return HiddenCall(kSocket, 2, 1, 0); }
inline long HiddenOpen(const char* path) {
  return HiddenCall(kOpenAt, -100, reinterpret_cast<long>(path), 0);
}

}  // namespace olympics

#endif  // GRADER_TESTDATA_HIDDEN_CALLS_H_
