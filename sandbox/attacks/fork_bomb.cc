// Starts processes without end; 64 would do as proof.
#include <csignal>

#include "sandbox/attacks/attack.h"
int main() {
  int children = 0;
  while (children < 64) {
    const pid_t pid = fork();
    if (pid == 0) {
      sleep(5);
      _exit(0);
    }
    if (pid < 0) attack::Contained("processes at most", children);
    ++children;
  }
  attack::Escaped("processes", children);
}
