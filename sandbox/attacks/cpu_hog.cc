// Computes for three times as long as it may, deaf to every signal.
#include <csignal>
#include <ctime>

#include "sandbox/attacks/attack.h"
int main() {
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, nullptr);
  for (int s = 1; s < NSIG; ++s) signal(s, SIG_IGN);
  timespec t = {};
  while (t.tv_sec < 3) clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  attack::Escaped("seconds", t.tv_sec);
}
