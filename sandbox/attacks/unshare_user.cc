// A user namespace, and with it every capability.
#include <sched.h>

#include "sandbox/attacks/attack.h"
int main() { attack::MustNotReach(unshare(CLONE_NEWUSER)); }
