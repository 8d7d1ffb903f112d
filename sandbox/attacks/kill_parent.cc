// Kills its parent.
#include <csignal>

#include "sandbox/attacks/attack.h"
int main() { attack::MustNotReach(kill(getppid(), SIGKILL)); }
