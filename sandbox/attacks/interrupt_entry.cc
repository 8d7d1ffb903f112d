// Calls getpid by the 32-bit entry of x86.
#include "sandbox/attacks/attack.h"
int main() {
#if defined(__x86_64__)
  long result = 20;
  asm volatile("int $0x80"
               : "+a"(result)
               :
               : "r8", "r9", "r10", "r11", "memory");
  if (result == -ENOSYS) attack::Contained("there is no such entry");
  attack::Escaped("it answered", result);
#else
  attack::Contained("this architecture has no such entry");
#endif
}
