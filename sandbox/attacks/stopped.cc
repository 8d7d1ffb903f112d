// Stops itself: no signal but one reaches it any more.
#include <sys/syscall.h>

#include <csignal>

#include "sandbox/attacks/attack.h"
int main() {
  syscall(SYS_tgkill, getpid(), getpid(), SIGSTOP);
  attack::Contained("it went on", 0);
}
