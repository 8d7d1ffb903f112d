// Leaves its core.
#include <sched.h>

#include "sandbox/attacks/attack.h"
int main() {
  cpu_set_t set;
  CPU_ZERO(&set);
  for (int i = 0; i < CPU_SETSIZE; ++i) CPU_SET(i, &set);
  attack::MustNotReach(sched_setaffinity(0, sizeof(set), &set));
}
