// Takes a core for itself alone.
#include <sched.h>

#include "sandbox/attacks/attack.h"
int main() {
  const sched_param first = {1};
  attack::MustNotReach(sched_setscheduler(0, SCHED_FIFO, &first));
}
