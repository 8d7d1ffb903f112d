// Leaves a grandchild in a session of its own, deaf to every signal that one
// can be deaf to, that holds descriptor 3 open; says its number in our space.
#include <unistd.h>

#include <csignal>
#include <cstdio>
int main() {
  const pid_t pid = fork();
  if (pid < 0) return 2;
  if (pid == 0) {
    setsid();
    if (fork() > 0) _exit(0);
    for (int s = 1; s < NSIG; ++s) signal(s, SIG_IGN);
    if (write(3, "d", 1) != 1) _exit(1);
    while (true) sleep(1000);
  }
  usleep(100'000);
}
