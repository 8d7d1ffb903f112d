// getpid by the x32 entry, and by the 32-bit one.
#include <unistd.h>

#include <cstdio>
int main() {
#if defined(__x86_64__)
  long result;
  asm volatile("syscall"
               : "=a"(result)
               : "a"(0x40000000L + 39)
               : "rcx", "r11", "memory");
  std::printf("x32 answered %ld\n", result);
#endif
}
