// Calls what only x86-64 has: see call.cc.
#include <sys/syscall.h>

#include "sandbox/attacks/attack.h"
int main() {
#if defined(__x86_64__)
  attack::MustNotReach(syscall(ATTACK_CALL, -1L, 0L, 0L, 0L, 0L, 0L));
#else
  attack::Contained("this architecture has no such call");
#endif
}
