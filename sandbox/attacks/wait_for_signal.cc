// Sets a timer, so that it goes on when the sandbox's own would stop it.
#include <sys/time.h>

#include "sandbox/attacks/attack.h"
int main() {
  itimerval timer = {};
  timer.it_value.tv_usec = 1;
  attack::MustNotReach(setitimer(ITIMER_REAL, &timer, nullptr));
}
