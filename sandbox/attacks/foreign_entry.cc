// Calls getpid by another architecture's entry: x32's on x86-64. On aarch64 a
// 64-bit process has no other; there a number that no call has must do.
#include "sandbox/attacks/attack.h"
int main() {
  long result;
#if defined(__x86_64__)
  asm volatile("syscall"
               : "=a"(result)
               : "a"(0x40000000L + 39)
               : "rcx", "r11", "memory");
#else
  result = syscall(0x40000000L + 172);
  if (result < 0) result = -errno;
#endif
  if (result == -ENOSYS) attack::Contained("there is no such entry");
  attack::Escaped("it answered", result);
}
