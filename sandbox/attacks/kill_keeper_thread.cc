// Kills the sandbox's process by a call that is there for threads.
#include <sys/syscall.h>

#include <csignal>

#include "sandbox/attacks/attack.h"
int main() { attack::MustNotReach(syscall(SYS_tgkill, 1, 1, SIGKILL)); }
