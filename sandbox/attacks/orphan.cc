// Leaves a process behind, in a session of its own.
#include "sandbox/attacks/attack.h"
int main() {
  const pid_t pid = fork();
  if (pid < 0) attack::Contained("no process", errno);
  if (pid > 0) _exit(attack::kEscaped);
  setsid();
  if (fork() > 0) _exit(0);
  for (int fd = 0; fd < 3; ++fd) close(fd);
  sleep(5);
}
