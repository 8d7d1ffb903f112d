// System calls without the C library: no errno, no cancellation, no locks. What
// runs between clone(CLONE_VM) and exec shares its thread-local storage with a
// thread of the starting process, whose errno it must not touch.
#ifndef SANDBOX_RAW_SYSCALL_H_
#define SANDBOX_RAW_SYSCALL_H_

#include <cstdint>
#include <type_traits>

namespace sandbox {

template <typename T>
inline long RawArgument(T value) {
  if constexpr (std::is_pointer_v<T>) {
    return reinterpret_cast<long>(value);
  } else if constexpr (std::is_null_pointer_v<T>) {
    return 0;
  } else {
    return static_cast<long>(value);
  }
}

inline long RawSyscall6(long number, long a, long b, long c, long d, long e,
                        long f) {
#if defined(__x86_64__)
  long result;
  register long r10 asm("r10") = d;
  register long r8 asm("r8") = e;
  register long r9 asm("r9") = f;
  asm volatile("syscall"
               : "=a"(result)
               : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
               : "rcx", "r11", "memory");
  return result;
#elif defined(__aarch64__)
  register long x8 asm("x8") = number;
  register long x0 asm("x0") = a;
  register long x1 asm("x1") = b;
  register long x2 asm("x2") = c;
  register long x3 asm("x3") = d;
  register long x4 asm("x4") = e;
  register long x5 asm("x5") = f;
  asm volatile("svc 0"
               : "+r"(x0)
               : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
               : "memory");
  return x0;
#else
#error "the sandbox knows x86-64 and aarch64"
#endif
}

// The call's result, or minus the error.
template <typename... Args>
inline long RawSyscall(long number, Args... args) {
  static_assert(sizeof...(args) <= 6);
  const long all[] = {RawArgument(args)..., 0, 0, 0, 0, 0, 0};
  return RawSyscall6(number, all[0], all[1], all[2], all[3], all[4], all[5]);
}

}  // namespace sandbox

#endif  // SANDBOX_RAW_SYSCALL_H_
