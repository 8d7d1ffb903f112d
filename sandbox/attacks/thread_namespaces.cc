// What looks like a thread, and would be a new namespace.
#include <sched.h>
#include <sys/syscall.h>

#include "sandbox/attacks/attack.h"
int main() {
  attack::MustNotReach(syscall(SYS_clone,
                               CLONE_VM | CLONE_FS | CLONE_FILES |
                                   CLONE_SIGHAND | CLONE_THREAD | CLONE_NEWNET,
                               0, 0, 0, 0));
}
