// Signals its keeper, by a number of 64 bits of which the kernel takes 32.
#include <sys/syscall.h>

#include <csignal>

#include "sandbox/attacks/attack.h"
int main() {
  attack::MustNotReach(syscall(SYS_tgkill, 0x100000001, 0x100000001, SIGTERM));
}
