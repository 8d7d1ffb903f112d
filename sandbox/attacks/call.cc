// Calls what no policy lists, with arguments that do no harm: reaching the
// kernel's code for it is the attack. ATTACK_CALL is the call's number.
#include <sys/syscall.h>

#include "sandbox/attacks/attack.h"

#ifndef __NR_fsopen
#define __NR_fsopen 430
#endif
#ifndef __NR_pidfd_getfd
#define __NR_pidfd_getfd 438
#endif
int main() {
  attack::MustNotReach(syscall(ATTACK_CALL, -1L, 0L, 0L, 0L, 0L, 0L));
}
