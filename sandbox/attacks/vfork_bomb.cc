// The same by vfork: a call of its own on x86-64, clone on aarch64.
#include "sandbox/attacks/attack.h"
int main() {
  const pid_t pid = vfork();
  if (pid == 0) _exit(0);
  if (pid < 0) attack::Contained("no process", errno);
  attack::Escaped("a process", pid);
}
