// New namespaces by clone.
#include <sched.h>
#include <sys/syscall.h>

#include "sandbox/attacks/attack.h"
int main() {
  const long pid =
      syscall(SYS_clone, CLONE_NEWUSER | CLONE_NEWNS | 17, 0, 0, 0, 0);
  if (pid == 0) _exit(0);
  attack::MustNotReach(pid);
}
